import BrokerAPI
import FoundationEssentials
import NIOCore
import Wire

/// Events as people and programs read them.
package enum EventText {
    /// One line: when, what, to what, by whom.
    package static func line(_ entry: LogEntry, on terminal: Terminal) -> String {
        guard let event = entry.event else {
            return terminal.paint("\(entry.position)  damaged record, not served", .red)
        }
        let clock = String(event.time.text.dropFirst(11).dropLast(1))
        return [
            terminal.paint(clock, .dim), terminal.paint(event.type, .bold), terminal.paint(event.subject, .cyan),
            terminal.paint(event.id, .dim), String(buffer: (try? StrictJSON.encode(event.data)) ?? ByteBuffer()),
        ].joined(separator: "  ")
    }

    /// All attributes, one a line, then the data.
    package static func lines(_ event: CloudEvent, on terminal: Terminal) -> [String] {
        let attributes: [(String, String?)] = [
            ("id", event.id), ("type", event.type), ("subject", event.subject), ("topic", event.topic),
            ("time", event.time.text), ("source", event.source), ("schema", event.dataschema),
            ("correlation", event.correlationid), ("caused by", event.causationid), ("trace", event.traceparent),
        ]
        return attributes.compactMap { name, value in
            value.map { terminal.paint(DisplayWidth.pad(name, to: 13), .dim) + $0 }
        } + ["", pretty(event.data)]
    }

    static func pretty(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    static func compact(_ value: some Encodable) throws -> String { String(buffer: try StrictJSON.encode(value)) }
}
