import Logging
import Wire

/// Writes each log line as one JSON object on standard output: time (UTC, milliseconds), level, service, release,
/// message, then the metadata. A line that belongs to a request carries its trace id.
package struct JSONLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level = .info
    package var metadataProvider: Logger.MetadataProvider?
    private let service: String
    private let release: String
    private let write: @Sendable ([UInt8]) -> Void

    package init(
        service: String, release: String, write: @escaping @Sendable ([UInt8]) -> Void = StandardOutput.write
    ) {
        self.service = service
        self.release = release
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = JSONLine()
        line.add("time", Timestamp.now())
        line.add("level", event.level.rawValue)
        line.add("service", service)
        line.add("release", release)
        if let trace = RequestScope.current?.trace { line.add("trace", trace.traceID) }
        line.add("message", event.message.description)
        var all = metadata.filter { !$0.key.hasPrefix("hb.") }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { line.add(key, value.description) }
        write(line.finished())
    }
}
