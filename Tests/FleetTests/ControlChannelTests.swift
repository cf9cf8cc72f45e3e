import Fleet
import FoundationEssentials
import Glibc
import Testing

@Suite(.timeLimit(.minutes(1))) struct ControlChannelTests {
    private static let request = ControlRequest(
        .redeploy, process: ProcessSpecification(name: "kites", team: "t", needs: ["a"]), version: "2-b",
        pace: .init(steps: [5, 50], stepMilliseconds: 200))

    /// Serves in a home of its own while the body runs.
    private func withChannel(
        home suffix: String = "/home", _ handler: @escaping ControlChannel.Handler,
        _ body: @escaping @Sendable (FleetHome) async throws -> Void
    ) async throws {
        try await withScratchFolder { folder in
            let home = FleetHome(path: folder + suffix)
            try home.prepare()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await ControlChannel.serve(home, handler) }
                let deadline = ContinuousClock.now + .seconds(5)
                while access("\(home.run)/\(FleetHome.controlSocket)", F_OK) != 0 {
                    guard ContinuousClock.now < deadline else { throw TestFleet.NotInTime(what: "the socket") }
                    try await Task.sleep(for: .milliseconds(1))
                }
                try await body(home)
                group.cancelAll()
                // The end of a cancelled server is what was asked for.
                while let result = await group.nextResult() { _ = result }
            }
            #expect(access("\(home.run)/\(FleetHome.controlSocket)", F_OK) != 0, "the socket is left")
        }
    }

    @Test func aRequestArrivesWholeAndNewsPrecedeTheReply() async throws {
        let (heard, arrived) = AsyncStream.makeStream(of: ControlRequest.self)
        let handler: ControlChannel.Handler = { request, news in
            arrived.yield(request)
            news(ControlReply(.news, "one"))
            news(ControlReply(.news, "two, with a line\nbreak"))
            return ControlReply(.rolledBack, "it was slow")
        }
        try await withChannel(handler) { home in
            var news: [String] = []
            let reply = try await ControlChannel.ask(home, Self.request) { news.append($0.text) }
            #expect(reply == ControlReply(.rolledBack, "it was slow"))
            #expect(news == ["one", "two, with a line\nbreak"])
        }
        var iterator = heard.makeAsyncIterator()
        #expect(await iterator.next() == Self.request)
    }

    /// A socket's address has 108 bytes (unix(7)).
    @Test func aHomeMayHaveALongPath() async throws {
        let long = "/" + String(repeating: "long-", count: 40) + "/" + String(repeating: "path-", count: 40)
        try await withChannel(home: long, { _, _ in ControlReply(.done, "here") }) { home in
            let reply = try await ControlChannel.ask(home, Self.request) { _ in }
            #expect(reply == ControlReply(.done, "here"))
        }
    }

    @Test(arguments: [false, true]) func whereNobodyListensThereIsNoReply(hasStaleSocket: Bool) async throws {
        try await withScratchFolder { folder in
            let home = FleetHome(path: folder)
            try home.prepare()
            if hasStaleSocket { try UnixConnection.leaveSocket("\(home.run)/\(FleetHome.controlSocket)") }
            let reply = try await ControlChannel.ask(home, Self.request) { _ in }
            #expect(reply == nil)
        }
    }

    @Test(arguments: ["garbage\n", "{}\n", "\n", "{\"action\":\"explode\"}\n", "GET / HTTP/1.1\n"])
    func whatIsNotUnderstoodIsAnsweredAndTheNextRequestToo(line: String) async throws {
        try await withChannel({ _, _ in ControlReply(.done, "done") }) { home in
            let connection = try UnixConnection("\(home.run)/\(FleetHome.controlSocket)")
            defer { connection.end() }
            connection.send(line)
            let reply = try JSONDecoder().decode(ControlReply.self, from: Data(connection.line().utf8))
            #expect(reply.kind == .failed)
            #expect(reply.text.hasPrefix("the request is not understood"))
            connection.send(String(decoding: try JSONEncoder().encode(Self.request), as: UTF8.self) + "\n")
            let next = try JSONDecoder().decode(ControlReply.self, from: Data(connection.line().utf8))
            #expect(next == ControlReply(.done, "done"))
        }
    }

    @Test func whoGoesAwayDoesNotStopWhatItAskedFor() async throws {
        let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
        let (gone, leave) = AsyncStream.makeStream(of: Void.self)
        let handler: ControlChannel.Handler = { _, news in
            news(ControlReply(.news, "begun"))
            var iterator = gone.makeAsyncIterator()
            _ = await iterator.next()
            for number in 0..<100 { news(ControlReply(.news, "\(number)")) }
            ended.yield(Task.isCancelled)
            return ControlReply(.done, "done")
        }
        try await withChannel(handler) { home in
            let connection = try UnixConnection("\(home.run)/\(FleetHome.controlSocket)")
            connection.send(String(decoding: try JSONEncoder().encode(Self.request), as: UTF8.self) + "\n")
            #expect(connection.line().contains("begun"))
            connection.end()
            leave.yield()
            var iterator = ends.makeAsyncIterator()
            #expect(await iterator.next() == false)
        }
    }

    @Test func nobodyElseMayUseTheSocket() async throws {
        try await withChannel({ _, _ in ControlReply(.done, "") }) { home in
            var status = stat()
            #expect(stat("\(home.run)/\(FleetHome.controlSocket)", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }
}

/// A client that need not keep to the protocol.
private struct UnixConnection {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let isConnected = Self.withAddress(path) { connect(descriptor, $0, $1) == 0 }
        try #require(isConnected, "\(String(cString: strerror(errno)))")
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// A socket's file whose owner is gone.
    static func leaveSocket(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let isBound = withAddress(path) { bind(descriptor, $0, $1) == 0 }
        close(descriptor)
        try #require(isBound)
    }

    func send(_ text: String) {
        _ = Glibc.send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    }

    /// The next line; what there is of it when the other side has closed or says nothing.
    func line() -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) == 1, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func end() {
        close(descriptor)
    }

    private static func withAddress<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
