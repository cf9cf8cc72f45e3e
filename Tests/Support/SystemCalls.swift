/// What a process asked of the kernel, as strace wrote it down, each call with the places of its begin and its end.
package struct SystemCalls: Sendable {
    package struct Call: Sendable {
        package let name: String
        /// The descriptor with what it is, e.g. `12</tmp/broker.sqlite-wal>`.
        package let file: String
        package let begin: Int
        package let end: Int
        package let text: String
    }

    package let calls: [Call]

    package init(_ trace: String) {
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

    /// What came in over connections and files, and what went out.
    package var reads: [Call] { calls.filter { ["read", "recvfrom", "recvmsg", "readv"].contains($0.name) } }
    package var sends: [Call] { calls.filter { ["write", "writev", "sendto", "sendmsg"].contains($0.name) } }

    /// Writes to a file, and what made them durable.
    package func writes(to file: String) -> [Call] {
        calls.filter { $0.name == "pwrite64" && $0.file.contains(file + ">") }
    }

    package func syncs(of file: String) -> [Call] {
        calls.filter { ["fsync", "fdatasync"].contains($0.name) && $0.file.contains(file + ">") }
    }

    private static func call(_ text: String, _ begin: Int, _ end: Int) -> [Call] {
        guard let open = text.firstIndex(of: "("), let close = text.firstIndex(of: ">") else { return [] }
        let file = String(text[text.index(after: open)...close])
        return [Call(name: String(text[..<open]), file: file, begin: begin, end: end, text: text)]
    }
}
