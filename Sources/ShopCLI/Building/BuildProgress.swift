/// What SwiftPM's output says about how far a build is, and what went wrong.
package struct BuildProgress: Sendable, Equatable {
    /// `[12/340] Compiling NIOCore` of a build.
    package struct Step: Sendable, Equatable {
        package let done: Int
        package let total: Int
        package let what: String
    }

    package private(set) var step: Step?
    private var messages: [String] = []

    package init() {}

    /// Takes the next line of output. Returns the step that it reports, if it does.
    @discardableResult
    package mutating func take(_ line: String) -> Step? {
        if let step = Self.step(in: line) {
            self.step = step
            return step
        }
        messages.append(line)
        return nil
    }

    package static func step(in line: String) -> Step? {
        guard line.hasPrefix("["), let slash = line.firstIndex(of: "/"), let bracket = line.firstIndex(of: "]"),
            slash < bracket, let done = Int(line[line.index(after: line.startIndex)..<slash]),
            let total = Int(line[line.index(after: slash)..<bracket])
        else { return nil }
        let what = line[line.index(after: bracket)...].drop { $0 == " " }
        return Step(done: done, total: total, what: String(what))
    }

    /// The compiler's errors with the source lines that belong to them, each once; failing that, the last lines.
    package var errors: [String] {
        var blocks: [[String]] = []
        for line in messages {
            if Self.isDiagnostic(line) || blocks.isEmpty {
                blocks.append([line])
            } else {
                blocks[blocks.count - 1].append(line)
            }
        }
        var seen = Set<[String]>()
        let errors = blocks.filter { $0.first?.contains("error: ") == true && seen.insert($0).inserted }
        return errors.isEmpty ? messages.suffix(40) : errors.flatMap(\.self)
    }

    /// `/path/File.swift:12:5: error: …` and `error: …` begin a diagnostic; notes belong to the one before.
    private static func isDiagnostic(_ line: String) -> Bool {
        if line.hasPrefix("error: ") || line.hasPrefix("warning: ") { return true }
        return line.hasPrefix("/") && (line.contains(": error: ") || line.contains(": warning: "))
    }
}
