import NIOCore
import Wire

/// A published batch: events that have been read, each with its own bytes.
enum EventBatch {
    /// - Throws: ``Problem``: 400, 413 or 422, that names the event and the attribute, such as `[3].sequence`.
    static func read(_ body: ByteBuffer) throws -> [IncomingEvent] {
        let events = try CloudEvent.batch(json: body)
        guard !events.isEmpty else { throw Problem.invalid("body", "must have at least one event") }
        let elements = elements(of: Array(body.readableBytesView))
        guard elements.count == events.count else {
            throw Problem(.badRequest, title: "Malformed body", detail: "The body is not a JSON array of events.")
        }
        for (index, element) in elements.enumerated() where element.count > CloudEvent.maximumBytes {
            throw Problem.invalid("[\(index)]", "must have at most \(CloudEvent.maximumBytes) bytes")
        }
        return zip(events, elements).map { IncomingEvent($0, body: Array($1)) }
    }

    /// The elements of a well-formed JSON array of objects, each as it stands there.
    static func elements(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var elements: [ArraySlice<UInt8>] = []
        var depth = 0
        var start = 0
        var isText = false
        var isEscaped = false
        for (index, byte) in bytes.enumerated() {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth == 2 { start = index }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 2 { elements.append(bytes[start...index]) }
                depth -= 1
            default: break
            }
        }
        return elements
    }
}
