import Chassis
import Hummingbird
import Wire

/// Reads the query of a request strictly: each parameter by its kind and once, and none that nobody knows. What is
/// wrong is collected, so that one answer names it all.
struct BrokerQuery {
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

    mutating func text(_ name: String, limit: Int = 200) -> String? {
        let found = values.removeValue(forKey: name) ?? []
        if found.count > 1 { refuse(name, "may be given once only") }
        guard let text = found.first else { return nil }
        if !BrokerNames.isLine(text, limit: limit) { refuse(name, "must be 1 to \(limit) bytes on one line") }
        return text
    }

    /// A whole number, digits only.
    mutating func integer<Number: FixedWidthInteger>(_ name: String, in range: ClosedRange<Number>) -> Number? {
        guard let text = text(name) else { return nil }
        guard text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let number = Number(text),
            range.contains(number)
        else {
            refuse(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    mutating func refuse(_ name: String, _ detail: String) {
        guard !errors.contains(where: { $0.field == name }) else { return }
        errors.append(Problem.FieldError(field: name, detail: detail))
    }

    /// Call it last.
    /// - Throws: ``Problem`` 422 that names every parameter that is wrong or unknown.
    consuming func finish() throws {
        for name in values.keys.sorted() { refuse(String(name.prefix(60)), "is not known here") }
        guard !errors.isEmpty else { return }
        throw Problem(
            .unprocessableContent, type: "/problems/invalid-input", title: "Invalid input",
            detail: errors.map { "\($0.field) \($0.detail)" }.joined(separator: "; "), errors: errors)
    }
}

/// What groups, topics and consumers may be called.
enum BrokerNames {
    static let shape = "must be 1 to 40 small letters, digits and hyphens"

    static func isName(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    /// One to `limit` bytes without a control character.
    static func isLine(_ text: String, limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }
}

extension ShopContext {
    /// - Throws: ``Problem`` 422.
    func group() throws -> String {
        let group = part("group")
        guard BrokerNames.isName(group) else { throw Problem.invalid("group", BrokerNames.shape) }
        return group
    }

    /// - Throws: ``Problem`` 422.
    func position() throws -> Int64 {
        guard let position = Int64(part("position")), position >= 1 else {
            throw Problem.invalid("position", "must be a whole number from 1 on")
        }
        return position
    }

    /// A part of the path, decoded; empty if it is not percent-encoded UTF-8.
    func part(_ name: String) -> String { parameters.get(name).flatMap { PercentEncoding.decode($0) } ?? "" }
}
