import Fleet
import FoundationEssentials

/// One line of a process's log: a JSON object with time, level, service, message and metadata, or plain text.
package struct LogLine: Sendable, Equatable {
    /// RFC 3339 in UTC; nil for a line that does not say.
    package let time: String?
    package let level: String?
    package let service: String
    package let message: String
    package let metadata: [String: String]

    private static let named: Set<String> = ["time", "level", "service", "release", "message"]

    /// Reads a line of the log of `process`. What is not a JSON object is a message as a whole.
    package init(_ text: String, process: String) {
        guard text.hasPrefix("{"), let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)),
            case .object(let fields) = value, let message = fields["message"]
        else {
            (time, level, service, message, metadata) = (nil, nil, process, text, [:])
            return
        }
        time = fields["time"]?.text
        level = fields["level"]?.text
        service = fields["service"]?.text ?? process
        self.message = message.description
        metadata = fields.filter { !Self.named.contains($0.key) }.mapValues(\.description)
    }

    package init(time: String?, level: String?, service: String, message: String, metadata: [String: String]) {
        self.time = time
        self.level = level
        self.service = service
        self.message = message
        self.metadata = metadata
    }

    /// The line as processes write it.
    package var json: String {
        var fields = metadata
        fields["time"] = time
        fields["level"] = level
        fields["service"] = service
        fields["message"] = message
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(fields)).map { String(decoding: $0, as: UTF8.self) } ?? message
    }

    /// The line as a person reads it: time of day, service, level, message, metadata.
    package func formatted(on terminal: Terminal) -> String {
        let clock = time.map(Self.clock) ?? String(repeating: " ", count: 12)
        let who = DisplayWidth.pad(service, to: 18)
        let grade = DisplayWidth.pad(level ?? "", to: 8)
        let details = metadata.sorted { $0.key < $1.key }.map { terminal.paint($0.key + "=", .dim) + $0.value }
        let head = [
            terminal.paint(clock, .dim), terminal.paint(who, .cyan), terminal.paint(grade, style), message,
        ]
        return (head + details).joined(separator: " ")
    }

    private var style: Style {
        switch level {
        case "critical", "error": .red
        case "warning": .yellow
        case "notice", "info": .green
        default: .dim
        }
    }

    /// `21:16:44.123` of `2026-11-23T21:16:44.123Z`.
    private static func clock(_ time: String) -> String {
        guard let start = time.firstIndex(of: "T") else { return time }
        return String(time[time.index(after: start)...].prefix { $0 != "Z" && $0 != "+" })
    }
}
