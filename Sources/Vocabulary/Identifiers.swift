/// A piece of text that names something, checked when it is made: no value of such a type is malformed.
package protocol Identifier: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    var text: String { get }
    /// Nil if `text` does not have the identifier's shape.
    init?(_ text: String)
    /// What a well-formed one looks like, for error messages.
    static var shape: String { get }
}

extension Identifier {
    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "must be \(Self.shape)"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A product's number: `KT-001`.
package struct ProductID: Identifier {
    package let text: String
    package static let shape = "a product number such as KT-001"

    package init?(_ text: String) {
        guard Characters.isProductNumber(text.utf8) else { return nil }
        self.text = text
    }
}

/// A stock keeping unit, the number of one variant: `KT-001-SR` or `KT-001-SR-L`.
package struct SKU: Identifier {
    package let text: String
    package static let shape = "an article number such as KT-001-SR or KT-001-SR-L"

    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (3...4).contains(parts.count), Characters.isProductNumber("\(parts[0])-\(parts[1])".utf8),
            (2...3).contains(parts[2].utf8.count),
            parts.dropFirst(2).allSatisfy({ (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy(Characters.isCode) })
        else { return nil }
        self.text = text
    }

    /// The product that this is a variant of.
    package var product: ProductID? { ProductID(String(text.prefix(6))) }
}

/// How many pieces of one article somebody wants: 1 to 99.
package struct Quantity: Sendable, Hashable, Codable {
    package let count: Int
    package static let range = 1...99

    package init?(_ count: Int) {
        guard Self.range.contains(count) else { return nil }
        self.count = count
    }

    package init(from decoder: any Decoder) throws {
        guard let value = Quantity(try Self.count(from: decoder)) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "must be a whole number from 1 to 99"))
        }
        self = value
    }

    /// JSON numbers have no limit: one that is no `Int` is out of range like any other, not a malformed document.
    private static func count(from decoder: any Decoder) throws -> Int {
        do {
            return try decoder.singleValueContainer().decode(Int.self)
        } catch let error as DecodingError {
            throw error
        } catch {
            return .max
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}

/// The alphabets of identifiers.
enum Characters {
    static func isCode(_ byte: UInt8) -> Bool { isCapital(byte) || isDigit(byte) }
    static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    static func isProductNumber(_ text: String.UTF8View) -> Bool {
        let bytes = Array(text)
        return bytes.count == 6 && bytes[..<2].allSatisfy(isCapital) && bytes[2] == UInt8(ascii: "-")
            && bytes[3...].allSatisfy(isDigit)
    }
}
