import Foundation

/// Rules of STYLE.md that a program can check.
enum HouseRules {
    static let fileLimit = 400
    static let functionLimit = 70
    static let lineLimit = 120

    /// What may not stand in Sources, and why.
    static let banned: [(text: String, why: String)] = [
        ("try!", "it ends the process"), ("as!", "it ends the process"), ("fatalError(", "it ends the process"),
        ("@unchecked Sendable", "nobody checks it"), ("nonisolated(unsafe)", "nobody checks it"),
        ("Thread.sleep", "it blocks a thread"), ("TODO", "finish it or file it"), ("FIXME", "finish it or file it"),
        ("LoggingSystem.bootstrap", "a process has one logger, and Chassis makes it"),
    ]

    static func complaints(about file: SourceFile) -> [String] {
        var complaints: [String] = []
        if file.lines.count > fileLimit { complaints.append("\(file.path): \(file.lines.count) lines are two ideas") }
        for (number, line) in file.lines.enumerated() {
            let place = "\(file.path):\(number + 1)"
            if line.count > lineLimit, !isText(line) { complaints.append("\(place): \(line.count) characters") }
            guard file.path.hasPrefix("Sources/") else { continue }
            for (text, why) in banned where line.contains(text) { complaints.append("\(place): \(text): \(why)") }
            let code = line.trimmingCharacters(in: .whitespaces)
            if code.hasPrefix("print("), !file.path.contains("/Terminal/") { complaints.append("\(place): print") }
            if hasForceUnwrap(code) { complaints.append("\(place): a force unwrap") }
        }
        return complaints + longFunctions(in: file)
    }

    /// A line that is one piece of text, which is not cut for its length.
    static func isText(_ line: String) -> Bool { line.firstMatch(of: /^ *#?"/) != nil }

    /// An exclamation mark behind a name or a closing bracket that is no comparison, outside strings and comments.
    static func hasForceUnwrap(_ code: String) -> Bool {
        guard !code.hasPrefix("//"), !code.contains("\"") else { return false }
        return code.firstMatch(of: /[A-Za-z0-9_)\]]!(?![=A-Za-z0-9(])/) != nil
    }

    /// Functions longer than the limit, by their indentation: a function ends with the brace that stands below its
    /// first word.
    static func longFunctions(in file: SourceFile) -> [String] {
        var complaints: [String] = []
        for (start, line) in file.lines.enumerated() {
            guard line.firstMatch(of: /^ *([a-z@()]+ )*(func |init\(|init\?\()/) != nil, !line.hasSuffix("}") else {
                continue
            }
            let indentation = line.prefix { $0 == " " }
            guard
                let length = file.lines[start...].firstIndex(where: { $0 == indentation + "}" }).map({ $0 - start + 1 })
            else {
                continue
            }
            if length > functionLimit { complaints.append("\(file.path):\(start + 1): a function of \(length) lines") }
        }
        return complaints
    }
}
