import Synchronization

/// Collects what is written as log lines.
package final class LogCapture: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    package init() {}

    package func append(_ more: [UInt8]) { bytes.withLock { $0 += more } }

    package var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    package var lines: [String] { text.split(separator: "\n").map(String.init) }
}
