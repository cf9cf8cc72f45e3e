import Hummingbird
import Wire

/// Reads the query of a request strictly: each parameter by its kind, and none that nobody knows. What is wrong is
/// collected, so that one answer names it all.
package struct QueryReader {
    private var values: [String: [String]] = [:]
    private var errors: [Problem.FieldError] = []

    /// - Throws: ``Problem`` 400 if the query is not percent-encoded UTF-8.
    package init(_ request: Request) throws {
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else { throw Problem(.badRequest, detail: "The query is not percent-encoded UTF-8.") }
            values[name, default: []].append(value)
        }
    }

    /// Notes what is wrong with a parameter; what was noted first stays.
    package mutating func refuse(_ name: String, _ detail: String) {
        guard !errors.contains(where: { $0.field == name }) else { return }
        errors.append(Problem.FieldError(field: name, detail: detail))
    }

    /// All values of a parameter that may be repeated.
    package mutating func all(_ name: String, atMost limit: Int) -> [String] {
        let found = values.removeValue(forKey: name) ?? []
        guard found.count > limit else { return found }
        refuse(name, "may be given at most \(limit) times")
        return []
    }

    /// The value of a parameter that may be given once.
    package mutating func one(_ name: String) -> String? {
        let found = values.removeValue(forKey: name) ?? []
        if found.count > 1 { refuse(name, "may be given once only") }
        return found.first
    }

    /// The value of a parameter that may be given once and is of one line.
    /// - Parameter limit: in bytes.
    package mutating func line(_ name: String, limit: Int = 200) -> String? {
        guard let text = one(name) else { return nil }
        let isLine = (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
        if !isLine { refuse(name, "must be 1 to \(limit) bytes on one line") }
        return text
    }

    /// A whole number, digits only.
    package mutating func integer<Number: FixedWidthInteger>(_ name: String, in range: ClosedRange<Number>) -> Number? {
        guard let text = one(name) else { return nil }
        guard text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let number = Number(text),
            range.contains(number)
        else {
            refuse(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    package mutating func bool(_ name: String) -> Bool? {
        guard let text = one(name) else { return nil }
        if text != "true", text != "false" { refuse(name, "must be true or false") }
        return text == "true"
    }

    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        one(name).flatMap { parse($0, as: name, type) }
    }

    package mutating func choices<Choice: RawRepresentable & CaseIterable>(
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
    package mutating func values<Value>(
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
    package consuming func finish() throws {
        for name in values.keys.sorted() {
            refuse(String(name.prefix(60)), "is not known here")
        }
        guard errors.isEmpty else { throw Problem.invalid(errors) }
    }
}
