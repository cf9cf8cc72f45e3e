import FoundationEssentials
import Glibc

/// A log that grows: its last lines, and then what is added.
package struct LogFile: Sendable {
    package let process: String
    package let path: String
    /// How far it has been read, in bytes.
    private var offset = 0
    /// The start of a line whose end has not been written yet.
    private var partial: [UInt8] = []

    package init(process: String, path: String) {
        self.process = process
        self.path = path
    }

    /// Leaves out what is there now.
    package mutating func skipToEnd() {
        var status = stat()
        if stat(path, &status) == 0 { offset = Int(status.st_size) }
    }

    /// The last `count` lines that are there now; reading goes on behind them.
    package mutating func lastLines(_ count: Int) -> [String] {
        Array(newLines().suffix(count))
    }

    /// The whole lines that were added since the last call. A file that became shorter starts anew.
    package mutating func newLines() -> [String] {
        var status = stat()
        guard stat(path, &status) == 0 else { return [] }
        if Int(status.st_size) < offset { (offset, partial) = (0, []) }
        guard Int(status.st_size) > offset else { return [] }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = pread(descriptor, &buffer, buffer.count, off_t(offset))
            guard count > 0 else { break }
            partial.append(contentsOf: buffer[..<count])
            offset += count
        }
        return takeWholeLines()
    }

    private mutating func takeWholeLines() -> [String] {
        guard let end = partial.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let lines = partial[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        defer { partial.removeSubrange(...end) }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}
