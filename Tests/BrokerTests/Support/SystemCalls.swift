import Foundation

/// What a process asked of the kernel, as strace wrote it down, each call with the places of its begin and its end.
struct SystemCalls {
    struct Call {
        let name: String
        /// The descriptor with what it is, e.g. `12</tmp/broker.sqlite-wal>`.
        let file: String
        let begin: Int
        let end: Int
        let text: String
    }

    let calls: [Call]

    init(_ trace: String) {
        var pending: [Substring: (begin: Int, text: Substring)] = [:]
        var calls: [Call] = []
        for (number, line) in trace.split(separator: "\n").enumerated() {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let text = parts[1].drop { $0 == " " }
            if text.hasPrefix("<... ") {
                if let begun = pending.removeValue(forKey: parts[0]) {
                    calls.append(contentsOf: Self.call(String(begun.text + text), begun.begin, number))
                }
            } else if text.hasSuffix("<unfinished ...>") {
                pending[parts[0]] = (number, text)
            } else {
                calls.append(contentsOf: Self.call(String(text), number, number))
            }
        }
        self.calls = calls.sorted { $0.begin < $1.begin }
    }

    private static func call(_ text: String, _ begin: Int, _ end: Int) -> [Call] {
        guard let open = text.firstIndex(of: "("), let close = text.firstIndex(of: ">") else { return [] }
        let file = String(text[text.index(after: open)...close])
        return [Call(name: String(text[..<open]), file: file, begin: begin, end: end, text: text)]
    }
}

enum Tracer {
    /// Whether this machine lets one process look at another's system calls.
    static let isThere: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["strace", "-f", "-o", "/dev/null", "true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
