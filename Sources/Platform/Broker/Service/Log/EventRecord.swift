import GRDB
import NIOCore
import Wire

/// An event as it lies in the log: its bytes as they came, and a checksum over all that is said of it.
struct EventRecord: Sendable {
    let source: String
    let topic: String
    let sequence: Int64
    let subject: String
    let type: String
    let body: [UInt8]

    init(_ event: CloudEvent, body: [UInt8]) {
        source = event.source
        topic = event.topic
        sequence = event.sequence
        subject = event.subject
        type = event.type
        self.body = body
    }

    var id: String { "\(source.drop { $0 == "/" })/\(topic)/\(sequence)" }

    var checksum: Int64 {
        var checksum = CRC32C()
        for text in [source, topic, subject, type] { checksum.add(field: text.utf8) }
        checksum.add(field: withUnsafeBytes(of: sequence.littleEndian, Array.init))
        checksum.add(field: body)
        return Int64(checksum.value)
    }

    static let columns = "source, topic, sequence, subject, type, checksum, body"

    /// Nil if the record is not what was written. Values are taken as they lie there: damage may change even their
    /// kind.
    init?(verifying row: Row) {
        guard let source = String.fromDatabaseValue(row["source"]),
            let topic = String.fromDatabaseValue(row["topic"]),
            let sequence = Int64.fromDatabaseValue(row["sequence"]),
            let subject = String.fromDatabaseValue(row["subject"]),
            let type = String.fromDatabaseValue(row["type"]),
            let checksum = Int64.fromDatabaseValue(row["checksum"]),
            case .blob(let body) = (row["body"] as DatabaseValue).storage
        else { return nil }
        self.source = source
        self.topic = topic
        self.sequence = sequence
        self.subject = subject
        self.type = type
        self.body = Array(body)
        guard self.checksum == checksum else { return nil }
    }

    /// The event; nil if its bytes are none, which the checksum has ruled out.
    var event: CloudEvent? { try? CloudEvent(json: ByteBuffer(bytes: body)) }
}

/// An event that has been published and read, with its bytes.
package struct IncomingEvent: Sendable {
    let event: CloudEvent
    let record: EventRecord

    init(_ event: CloudEvent, body: [UInt8]) {
        self.event = event
        record = EventRecord(event, body: body)
    }
}
