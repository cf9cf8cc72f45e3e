import Glibc

/// A socket of this process that listens on a port of 127.0.0.1.
struct Listener {
    private let descriptor: Int32

    struct Failed: Error {
        let reason: String
    }

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(descriptor, 1) == 0 else {
            throw Failed(reason: String(cString: strerror(errno)))
        }
    }

    var owner: Int32 { getpid() }

    func close() {
        _ = Glibc.close(descriptor)
    }
}
