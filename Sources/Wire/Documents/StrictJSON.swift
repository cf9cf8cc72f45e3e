import FoundationEssentials
import HTTPTypes
import NIOCore

/// JSON as services take it from each other: whole, valid UTF-8, and no field that nobody knows.
package enum StrictJSON {
    /// - Throws: ``Problem`` (400 or 422) that names the field.
    package static func decode<Value: Decodable>(_ type: Value.Type, from body: ByteBuffer) throws -> Value {
        let bytes = Array(body.readableBytesView)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Problem(.badRequest, title: "Malformed body", detail: "The body is not valid UTF-8.")
        }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw Problem(error)
        }
    }

    /// Compact JSON with sorted keys, so that equal values give equal bytes.
    package static func encode(_ value: some Encodable) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ByteBuffer(bytes: try encoder.encode(value))
    }
}

extension Decoder {
    /// Throws for a field that `Keys` does not have; call it first in the `init(from:)` of what comes from outside.
    package func refuseUnknownFields<Keys: CodingKey & CaseIterable>(_ keys: Keys.Type) throws {
        let known = Set(Keys.allCases.map(\.stringValue))
        for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: codingPath + [key],
                    debugDescription: "is not known here; known are \(known.sorted().joined(separator: ", "))"))
        }
    }
}

struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}

extension Problem {
    /// What a decoding error means to whoever sent the document.
    package init(_ error: DecodingError) {
        switch error {
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self = Problem(.badRequest, title: "Malformed body", detail: "The body is not well-formed JSON.")
        case .dataCorrupted(let context):
            self = .invalid(Self.path(context.codingPath), context.debugDescription)
        case .keyNotFound(let key, let context):
            self = .invalid(Self.path(context.codingPath + [key]), "is missing")
        case .typeMismatch(let type, let context):
            self = .invalid(Self.path(context.codingPath), "must be \(Self.article(for: type))")
        case .valueNotFound(let type, let context):
            self = .invalid(Self.path(context.codingPath), "must be \(Self.article(for: type)), not null")
        @unknown default:
            self = Problem(.badRequest, title: "Malformed body")
        }
    }

    /// `lines[0].quantity` out of a coding path; `body` for the document itself.
    private static func path(_ keys: [any CodingKey]) -> String {
        var text = ""
        for key in keys {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
        return text.isEmpty ? "body" : text
    }

    private static func article(for type: any Any.Type) -> String {
        switch type {
        case is Int.Type: "a whole number"
        case is String.Type: "text"
        case is Bool.Type: "true or false"
        case is Double.Type: "a number"
        default: String(describing: type).hasPrefix("Array") ? "a list" : "an object"
        }
    }
}
