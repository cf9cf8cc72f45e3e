import Hummingbird
import Wire

/// Reads the query of a request strictly: each parameter by its kind, and none that nobody knows. What is wrong is
/// collected, so that one answer names it all.
struct QueryReader {
    private var values: [String: [String]] = [:]
    private var errors: [Problem.FieldError] = []

    /// - Throws: ``Problem`` 400 if the query is not percent-encoded UTF-8.
    init(_ request: Request) throws {
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else { throw Problem(.badRequest, detail: "The query is not percent-encoded UTF-8.") }
            values[name, default: []].append(value)
        }
    }

    mutating func refuse(_ name: String, _ detail: String) {
        errors.append(Problem.FieldError(field: name, detail: detail))
    }

    /// All values of a parameter that may be repeated.
    mutating func all(_ name: String, atMost limit: Int) -> [String] {
        let found = values.removeValue(forKey: name) ?? []
        guard found.count > limit else { return found }
        refuse(name, "may be given at most \(limit) times")
        return []
    }

    /// The value of a parameter that may be given once.
    mutating func one(_ name: String) -> String? {
        let found = values.removeValue(forKey: name) ?? []
        if found.count > 1 { refuse(name, "may be given once only") }
        return found.first
    }

    /// A whole number, digits only.
    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = one(name) else { return nil }
        guard text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let number = Int(text),
            range.contains(number)
        else {
            refuse(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    mutating func bool(_ name: String) -> Bool? {
        guard let text = one(name) else { return nil }
        if text != "true", text != "false" { refuse(name, "must be true or false") }
        return text == "true"
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        one(name).flatMap { parse($0, as: name, type) }
    }

    mutating func choices<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) -> [Choice] where Choice.RawValue == String {
        var chosen: [Choice] = []
        for text in all(name, atMost: type.allCases.count) {
            guard let choice = parse(text, as: name, type) else { break }
            chosen.append(choice)
        }
        return chosen
    }

    /// Values that `parse` accepts; `shape` says what would be right.
    mutating func values<Value>(
        _ name: String, atMost limit: Int, shape: String, _ parse: (String) -> Value?
    ) -> [Value] {
        var parsed: [Value] = []
        for text in all(name, atMost: limit) {
            guard let value = parse(text) else {
                refuse(name, "must be \(shape)")
                break
            }
            parsed.append(value)
        }
        return parsed
    }

    private mutating func parse<Choice: RawRepresentable & CaseIterable>(
        _ text: String, as name: String, _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        if let choice = Choice(rawValue: text) { return choice }
        refuse(name, "must be one of \(type.allCases.map(\.rawValue).joined(separator: ", "))")
        return nil
    }

    /// Call it last.
    /// - Throws: ``Problem`` 422 that names every parameter that is wrong or unknown.
    consuming func finish() throws {
        for name in values.keys.sorted() {
            errors.append(Problem.FieldError(field: String(name.prefix(60)), detail: "is not known here"))
        }
        guard errors.isEmpty else { throw Problem.invalid(errors) }
    }
}

extension Problem {
    /// 422: some fields are not as they must be.
    static func invalid(_ errors: [FieldError]) -> Problem {
        Problem(
            .unprocessableContent, type: "/problems/invalid-input", title: "Invalid input",
            detail: errors.map { "\($0.field) \($0.detail)" }.joined(separator: "; "), errors: errors)
    }
}
