import FoundationEssentials
import NIOCore

/// One event: CloudEvents 1.0 with the extensions by which it is ordered, told from its repetitions, and traced.
///
/// An event is known by its source, topic and sequence. Sequences have no gaps and are never given twice, so whoever
/// has handled an event knows it again however late it comes.
package struct CloudEvent: Sendable, Hashable {
    /// Who says it, as a URI reference: `/order-service`.
    package var source: String
    /// What happened, and in which version: `shop.order.placed.v1`.
    package var type: String
    /// The key: what it happened to, e.g. an order's number. Events of one topic and subject stay in order.
    package var subject: String
    package var time: EventTime
    /// Where its source serves the data's JSON schema.
    package var dataschema: String
    /// The stream that it belongs to: `orders`.
    package var topic: String
    /// Its number among its source's events of its topic: 1 for the first, without gaps.
    package var sequence: Int64
    /// What all events of one course have in common, e.g. the order's number.
    package var correlationid: String
    /// The id of the event whose handling made this one.
    package var causationid: String?
    /// The trace of the work that made it, as W3C Trace Context has it.
    package var traceparent: String?
    package var data: JSONNode
    /// What others have added: passed on, never read (CloudEvents 1.0.2, "Extension Context Attributes").
    package var extensions: [String: JSONNode]

    /// - Parameter dataschema: nil for the place where the house's services serve it.
    package init(
        source: String, type: String, subject: String, time: EventTime = .now(), dataschema: String? = nil,
        topic: String, sequence: Int64, correlationid: String, causationid: String? = nil,
        traceparent: String? = nil, data: JSONNode, extensions: [String: JSONNode] = [:]
    ) {
        self.source = source
        self.type = type
        self.subject = subject
        self.time = time
        self.dataschema = dataschema ?? EventNames.schemaPath(of: type)
        self.topic = topic
        self.sequence = sequence
        self.correlationid = correlationid
        self.causationid = causationid
        self.traceparent = traceparent
        self.data = data
        self.extensions = extensions
    }

    /// Unique for ever: `order-service/orders/17`.
    package var id: String { "\(producer)/\(topic)/\(sequence)" }

    /// The service that said it: `order-service`.
    package var producer: String { String(source.drop { $0 == "/" }) }

    /// The data as a payload.
    /// - Throws: ``Problem`` (422) that names the field.
    package func decode<Payload: Decodable>(_ type: Payload.Type = Payload.self) throws -> Payload {
        try StrictJSON.decode(type, from: data.json())
    }
}

// MARK: On the wire

extension CloudEvent {
    /// CloudEvents JSON format 1.0.2, section 3: structured mode.
    package static let mediaType = "application/cloudevents+json"
    /// Section 4: several at once.
    package static let batchMediaType = "application/cloudevents-batch+json"
    /// What every intermediary forwards (CloudEvents 1.0.2, "Size Limits").
    package static let maximumBytes = 64 << 10
    /// Events in a batch, and the bytes of it.
    package static let maximumBatch = (events: 500, bytes: 1 << 20)

    /// - Throws: ``Problem``, 400 or 422, that names the attribute.
    package init(json: ByteBuffer) throws {
        do {
            self = try CloudEvent(JSONNode(json: json))
        } catch let mistake as Problem.FieldError {
            throw Problem.invalid(mistake.field, mistake.detail)
        }
    }

    /// The same event gives the same bytes wherever it is encoded.
    package func json() -> ByteBuffer { node.json() }

    /// - Throws: ``Problem``: 413 for more events than a batch may have, 400 or 422 for what one of them says.
    package static func batch(json: ByteBuffer) throws -> [CloudEvent] {
        guard case .list(let elements) = try JSONNode(json: json) else {
            throw Problem.invalid("body", "must be a list")
        }
        guard elements.count <= maximumBatch.events else {
            throw Problem(.contentTooLarge, detail: "A batch has at most \(maximumBatch.events) events.")
        }
        return try elements.enumerated().map { index, element in
            do {
                return try CloudEvent(element)
            } catch let mistake as Problem.FieldError {
                throw Problem.invalid("[\(index)].\(mistake.field)", mistake.detail)
            }
        }
    }

    /// Several at once, as ``batch(json:)`` reads them.
    package static func json(batch: [CloudEvent]) -> ByteBuffer { JSONNode.list(batch.map(\.node)).json() }
}
