import Dispatch
import Glibc

/// Asks a process on this machine whether it is ready: `GET path` answers 200. One that speaks another protocol, with
/// the path ``connecting``, is ready when it can be connected to.
///
/// A socket and a dozen lines rather than an HTTP client, since the supervisor outlives everything and should be small.
package struct ReadinessProbe: Sendable {
    static let connecting = "tcp"

    private static let queue = DispatchQueue(label: "fleet.readiness", attributes: .concurrent)

    private let host: String
    private let port: UInt16
    private let path: String

    /// Nil for an address that is not `host:port`.
    package init?(address: String, path: String) {
        guard let colon = address.lastIndex(of: ":"), let port = UInt16(address[address.index(after: colon)...])
        else { return nil }
        self.host = String(address[..<colon])
        self.port = port
        self.path = path
    }

    package func isReady() async -> Bool {
        await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: ask()) }
        }
    }

    private func ask() -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        guard LoopbackPorts.withLoopbackAddress(port: port, { connect(descriptor, $0, $1) == 0 }) else { return false }

        if path == Self.connecting { return true }
        let request = "GET \(path) HTTP/1.1\r\nHost: \(host):\(port)\r\nConnection: close\r\n\r\n"
        guard send(descriptor, request, request.utf8.count, Int32(MSG_NOSIGNAL)) == request.utf8.count
        else { return false }
        return statusLine(from: descriptor).dropFirst("HTTP/1.1".count).hasPrefix(" 200")
    }

    private func statusLine(from descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while bytes.count < 12 {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
