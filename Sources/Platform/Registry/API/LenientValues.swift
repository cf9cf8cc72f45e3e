/// A whole number that Eureka's clients write as a number or as text.
package struct LenientNumber: Sendable, Hashable, Codable {
    package var value: Int
    private let isText: Bool

    package init(_ value: Int, isText: Bool = true) {
        self.value = value
        self.isText = isText
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self.init(number, isText: false)
        } else if let number = Int(try container.decode(String.self)) {
            self.init(number)
        } else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "must be a whole number"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if isText { try container.encode(String(value)) } else { try container.encode(value) }
    }

    package static func == (a: LenientNumber, b: LenientNumber) -> Bool { a.value == b.value }

    package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// A truth value that Eureka's clients write as such or as text; the registry writes text, as Eureka does.
package struct LenientBool: Sendable, Hashable, Codable {
    package var value: Bool

    package init(value: Bool) {
        self.value = value
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self.value = value
        } else if let value = Bool(try container.decode(String.self).lowercased()) {
            self.value = value
        } else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "must be true or false"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value ? "true" : "false")
    }
}
