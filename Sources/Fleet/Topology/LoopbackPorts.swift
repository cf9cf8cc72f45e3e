import Glibc

/// The TCP ports of 127.0.0.1, as this machine sees them now.
package enum LoopbackPorts {
    /// Where to look for a free port: below the range from which Linux takes ports for outgoing connections.
    static let searched = 20_000..<32_000

    /// Whether a listener could bind the port now.
    package static func isFree(_ port: Int) -> Bool {
        guard let number = UInt16(exactly: port), number > 0 else { return false }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        return withLoopbackAddress(port: number) { address, length in
            bind(descriptor, address, length) == 0 && listen(descriptor, 1) == 0
        }
    }

    /// Whether a listener can bind the port, now or in a moment: what ends has no name any more before it has given its
    /// ports back. One that is held by a process with a name is not waited for.
    package static func becomesFree(_ port: Int, within limit: Duration = .seconds(1)) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while !isFree(port) {
            if case .process = PortHolder.find(port: port)?.owner { return false }
            guard ContinuousClock.now < deadline, !Task.isCancelled else { return false }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    /// A free port that is none of `taken`.
    package static func anyFree(besides taken: Set<Int>) -> Int? {
        firstFree(of: 1, besides: taken)
    }

    /// The first of `count` neighbouring free ports, at a random place, so that fleets which start together part ways.
    package static func firstFree(of count: Int, besides taken: Set<Int> = []) -> Int? {
        for _ in 0..<2_000 {
            let start = Int.random(in: searched)
            let block = start..<(start + count)
            if block.allSatisfy({ !taken.contains($0) && isFree($0) }) { return start }
        }
        return nil
    }

    static func withLoopbackAddress<Result>(
        port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
