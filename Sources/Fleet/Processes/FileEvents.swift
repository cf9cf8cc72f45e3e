import Dispatch
import Glibc
import Synchronization

/// What happens to the files in some folders, told by the kernel (inotify(7)) as it happens.
package final class FileEvents: Sendable {
    package struct Event: Sendable {
        /// The folder's key: see ``add(_:)``.
        package let folder: Int32
        package let name: String
    }

    /// A file was written, moved in, made or removed.
    private static let mask = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE)
    /// IN_CLOEXEC and IN_NONBLOCK.
    private static let flags: Int32 = 0o2000000 | 0o4000

    private let descriptor: Int32
    private let unread = Mutex<[Event]>([])
    private let source = Mutex<(any DispatchSourceRead)?>(nil)
    private let channel = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// Nil if the kernel grants no more of them; `errno` says why.
    package init?() {
        descriptor = inotify_init1(Self.flags)
        guard descriptor >= 0 else { return nil }
        let descriptor = descriptor
        source.withLock { kept in
            let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
            source.setEventHandler { [weak self] in self?.read() }
            source.setCancelHandler { close(descriptor) }
            source.resume()
            kept = source
        }
    }

    deinit { source.withLock { $0?.cancel() } }

    /// From now on tells of the files in a folder.
    ///
    /// - Returns: the folder's key, the same one for the same folder; nil if it cannot be watched.
    package func add(_ folder: String) -> Int32? {
        let key = inotify_add_watch(descriptor, folder, Self.mask)
        return key < 0 ? nil : key
    }

    /// What has happened since the last call.
    package func take() -> [Event] {
        unread.withLock { events in
            defer { events = [] }
            return events
        }
    }

    /// Waits until there is something to take. One task at a time may wait.
    ///
    /// - Returns: false when the task is cancelled.
    package func wait() async -> Bool {
        for await _ in channel.stream { return true }
        return false
    }

    private func read() {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return }
        let events = buffer.withUnsafeBytes { bytes in
            var events: [Event] = []
            var offset = 0
            while offset + 16 <= count {
                let folder = bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)
                let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                let name = bytes[(offset + 16)..<(offset + 16 + length)].prefix { $0 != 0 }
                events.append(Event(folder: folder, name: String(decoding: name, as: UTF8.self)))
                offset += 16 + length
            }
            return events
        }
        unread.withLock { $0 += events }
        channel.continuation.yield()
    }
}
