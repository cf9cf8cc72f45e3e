import Glibc

/// A listening socket that the supervisor holds for the life of the fleet and hands to each process that serves it in
/// turn (the socket activation convention of systemd, sd_listen_fds(3)). So no moment has nobody listening: a
/// connection that comes between two processes waits in its queue.
package struct PublicSocket: Sendable {
    /// What the process knows it by (`LISTEN_FDNAMES`).
    package static let name = "public"

    package let port: Int
    package let descriptor: Int32

    /// Listens on a port of 127.0.0.1; nil if somebody else does.
    package init?(port: Int) {
        guard let number = UInt16(exactly: port) else { return nil }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let isListening = LoopbackPorts.withLoopbackAddress(port: number) { address, length in
            bind(descriptor, address, length) == 0 && listen(descriptor, 4_096) == 0
        }
        guard isListening else {
            Glibc.close(descriptor)
            return nil
        }
        self.port = port
        self.descriptor = descriptor
    }

    package func close() {
        Glibc.close(descriptor)
    }
}
