import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct ServiceClientTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    private struct Empty: Codable, Sendable {}

    /// Answers the first `failures` connections with a close and all others with an empty object.
    private static func failing(
        _ failures: Int, _ connections: Counter
    ) -> @Sendable (RawConnection) async throws -> Void {
        { connection in
            let number = connections.add()
            while true {
                _ = try await connection.read(through: "\r\n\r\n")
                guard number > failures else { return }
                try await connection.send(Self.ok)
            }
        }
    }

    private func client(_ addresses: [Address], _ breaker: CircuitBreaker.Settings = .init()) -> ServiceClient {
        ServiceClient(
            "catalog-service", discovery: FixedDiscovery(["catalog-service": addresses]), client: WireClient(),
            timeout: .seconds(20), breaker: breaker)
    }

    @Test func unknownServiceHasNoInstance() async throws {
        await #expect(throws: WireError.noInstance(of: "catalog-service")) {
            try await client([]).send(WireRequest(target: "/"))
        }
    }

    @Test func brokenGetIsTriedOnceMore() async throws {
        let connections = Counter()
        try await RawServer.run(Self.failing(1, connections)) { address in
            let answer = try await client([address]).send(WireRequest(target: "/"))
            #expect(answer.status == .ok)
            #expect(connections.count == 2)
        }
    }

    @Test func brokenPostIsNot() async throws {
        let connections = Counter()
        try await RawServer.run(Self.failing(1, connections)) { address in
            await #expect(throws: WireError.connectionClosed(answered: false)) {
                try await client([address]).send(WireRequest(method: .post, target: "/"))
            }
            #expect(connections.count == 1)
        }
    }

    @Test func brokenPostWithAKeyIs() async throws {
        let connections = Counter()
        try await RawServer.run(Self.failing(1, connections)) { address in
            let request = WireRequest(method: .post, target: "/", headers: [.idempotencyKey: "k"])
            let answer = try await client([address]).send(request)
            #expect(answer.status == .ok)
        }
    }

    /// The last step of a rollout, and the only one with `--at-once`: both releases are up, and the newer has everybody.
    @Test(arguments: ["HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "", nil])
    func aGetThatTheNewReleaseFailsIsAnsweredByTheOneBeforeAtTheLastStepToo(answer: String?) async throws {
        try await RawServer.run(Self.failing(0, Counter())) { old in
            try await RawServer.run({ connection in
                while true {
                    _ = try await connection.read(through: "\r\n\r\n")
                    guard let answer, !answer.isEmpty else { return }
                    try await connection.send(answer)
                }
            }) { new in
                // Nobody listens at the last one's port.
                let address = answer == nil ? Address(host: "127.0.0.1", port: 1) : new
                let discovery = DirectoryBoard(
                    Directory(
                        [("9-a", old), ("10-b", address)].map { release, address in
                            Instance(id: release, service: "catalog-service", address: address, release: release)
                        }))
                let client = ServiceClient("catalog-service", discovery: discovery, client: WireClient())
                let answer = try await client.send(WireRequest(target: "/"))
                #expect(answer.status == .ok)
            }
        }
    }

    @Test func retriesRunOutBeforeCallsDo() async throws {
        let connections = Counter()
        var settings = CircuitBreaker.Settings()
        settings.minimumCalls = 1_000
        settings.window = 1_000
        try await RawServer.run(Self.failing(.max, connections)) { [settings] address in
            let client = client([address], settings)
            for _ in 0..<100 {
                await #expect(throws: WireError.self) { try await client.send(WireRequest(target: "/")) }
            }
            // Ten at once and a tenth of the calls in the long run.
            #expect((110...121).contains(connections.count), "\(connections.count)")
        }
    }

    @Test func breakerOpensAndCloses() async throws {
        let connections = Counter()
        var settings = CircuitBreaker.Settings()
        settings.minimumCalls = 4
        settings.pause = .milliseconds(100)
        try await RawServer.run(Self.failing(4, connections)) { [settings] address in
            let client = client([address], settings)
            let post = WireRequest(method: .post, target: "/")
            for _ in 0..<4 {
                await #expect(throws: WireError.connectionClosed(answered: false)) { try await client.send(post) }
            }
            await #expect(throws: WireError.breakerOpen("catalog-service")) { try await client.send(post) }
            #expect(connections.count == 4)
            var status: HTTPResponse.Status?
            while status == nil { status = try? await client.send(post).status }
            #expect(status == .ok)
            #expect(connections.count == 5)
            let answer = try await client.send(post)
            #expect(answer.status == .ok)
        }
    }

    @Test func failingAnswersOpenTheBreakerAndRefusalsDoNot() async throws {
        for (status, opens) in [("500 Oops", true), ("422 No", false)] {
            try await RawServer.run({ connection in
                while true {
                    _ = try await connection.read(through: "\r\n\r\n")
                    try await connection.send("HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n")
                }
            }) { address in
                let client = client([address])
                for _ in 0..<5 { _ = try await client.send(WireRequest(target: "/")) }
                let last = try? await client.send(WireRequest(target: "/"))
                #expect((last == nil) == opens)
            }
        }
    }

    @Test func callCarriesTraceAndWhatIsLeftOfTheDeadline() async throws {
        try await RawServer.run({ connection in
            let head = try await connection.read(through: "\r\n\r\n")
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(head.utf8.count)\r\n\r\n\(head)")
            await connection.waitForEnd()
        }) { address in
            let trace = TraceContext.root()
            let scope = RequestScope(trace: trace, deadline: .after(.seconds(5)))
            let text = try await RequestScope.$current.withValue(scope) {
                try await client([address]).send(WireRequest(target: "/")).text
            }
            #expect(text.contains("traceparent: 00-\(trace.traceID)-"))
            #expect(!text.contains(trace.spanID))
            let left = try #require(text.firstMatch(of: /shop-deadline: (\d+)/).flatMap { Int($0.1) })
            #expect((3_000...5_000).contains(left))
        }
    }

    @Test func problemOfTheServiceIsThrown() async throws {
        let body = "{\"detail\":\"x\",\"status\":404,\"title\":\"Not found\",\"type\":\"/problems/not-found\"}"
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send("HTTP/1.1 404 Not Found\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            await connection.waitForEnd()
        }) { address in
            await #expect(throws: Problem.notFound("x")) { try await client([address]).get("/", as: Empty.self) }
        }
    }

    @Test func errorWithoutADocumentIsAProblemOfItsStatus() async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send("HTTP/1.1 503 Oops\r\nContent-Length: 2\r\n\r\nno")
            await connection.waitForEnd()
        }) { address in
            let problem = await #expect(throws: Problem.self) { try await client([address]).get("/", as: Empty.self) }
            #expect(problem?.status == 503)
        }
    }
}
