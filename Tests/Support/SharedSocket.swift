import Chassis
import Glibc
import NIOCore
import Wire

/// A listening socket as a supervisor holds it, for servers that take turns on it.
package final class SharedSocket: Sendable {
    package let address: Address
    private let descriptor: CInt

    package struct CannotListen: Error {
        package let code: CInt
    }

    package init() throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let code = withUnsafeMutablePointer(to: &place) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                bind(descriptor, place, size) | listen(descriptor, 4_096) | getsockname(descriptor, place, &size)
            }
        }
        guard descriptor >= 0, code == 0 else { throw CannotListen(code: errno) }
        address = Address(host: "127.0.0.1", port: Int(UInt16(bigEndian: place.sin_port)))
    }

    deinit { close(descriptor) }

    /// The socket as one more process would inherit it.
    package func inherited() -> [InheritedSocket] {
        [InheritedSocket(name: "public", descriptor: dup(descriptor))]
    }
}
