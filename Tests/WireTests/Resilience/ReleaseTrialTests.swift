import HTTPTypes
import TestSupport
import Testing
import Wire

/// A service with two releases, or with none for a moment, over real sockets.
@Suite(.timeLimit(.minutes(1))) struct ReleaseTrialTests {
    private static func answering(_ text: String) -> @Sendable (RawConnection) async throws -> Void {
        { connection in
            while true {
                _ = try await connection.read(through: "\r\n\r\n")
                try await connection.send(text)
            }
        }
    }

    private static func silent(_ connection: RawConnection) async throws {
        while true { _ = try await connection.read(through: "\r\n\r\n") }
    }

    private static let good = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood"
    private static let bad = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 3\r\n\r\nbad"

    private static func board(_ old: Address, _ candidate: Address) -> DirectoryBoard {
        DirectoryBoard(
            Directory([
                Instance(id: "1", service: "s", address: old, release: "1-a"),
                Instance(id: "2", service: "s", address: candidate, release: "2-b", share: 99),
            ]))
    }

    @Test func aGetThatACandidateFailsIsAnsweredByTheOldRelease() async throws {
        try await RawServer.run(Self.answering(Self.good)) { old in
            try await RawServer.run(Self.answering(Self.bad)) { candidate in
                let ledger = CallLedger()
                let client = ServiceClient(
                    "s", discovery: Self.board(old, candidate), client: WireClient(), ledger: ledger)
                for _ in 0..<20 {
                    let answer = try await client.send(WireRequest(target: "/"), release: "2-b")
                    #expect(answer.text == "good")
                }
                let figures = ledger.snapshot()
                #expect(figures[.init(service: "s", release: "1-a")]?.failures == 0)
                let tried = try #require(figures[.init(service: "s", release: "2-b")])
                #expect(tried.calls == tried.failures && tried.calls >= 5)
            }
        }
    }

    @Test func aCandidateThatHangsLeavesTimeForTheOldRelease() async throws {
        try await RawServer.run(Self.answering(Self.good)) { old in
            try await RawServer.run(Self.silent) { candidate in
                let client = ServiceClient(
                    "s", discovery: Self.board(old, candidate), client: WireClient(), timeout: .seconds(4))
                let answer = try await client.send(WireRequest(target: "/"), release: "2-b")
                #expect(answer.text == "good")
            }
        }
    }

    /// A shell sends its pages in parts, and the head of a page that ends in the middle says nothing of that.
    @Test(arguments: [("200 OK", 1), ("500 Oops", 1)])
    func aBodyThatBreaksOffIsOneFailureOfItsRelease(status: String, failures: Int) async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send("HTTP/1.1 \(status)\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
        }) { address in
            let ledger = CallLedger()
            let board = DirectoryBoard(Directory([Instance(id: "1", service: "s", address: address, release: "1-a")]))
            let client = ServiceClient("s", discovery: board, client: WireClient(), ledger: ledger)
            let answer = try await client.stream(WireRequest(target: "/"), within: .seconds(20))
            await #expect(throws: WireError.connectionClosed(answered: true)) { for try await _ in answer.body {} }
            let figures = try #require(ledger.snapshot()[.init(service: "s", release: "1-a")])
            #expect((figures.calls, figures.failures, figures.bytes) == (1, failures, 4))
        }
    }

    @Test func aCallWaitsWhileAServiceIsHandedOver() async throws {
        try await RawServer.run(Self.answering(Self.good)) { address in
            var instance = Instance(id: "1", service: "s", address: address, release: "1-a", status: .starting)
            let board = DirectoryBoard(Directory([instance]))
            let client = ServiceClient("s", discovery: board, client: WireClient(), timeout: .seconds(20))
            async let answer = client.send(WireRequest(method: .post, target: "/"))
            try await Task.sleep(for: .milliseconds(20))
            instance.status = .up
            board.update { [instance] in $0 = Directory([instance]) }
            let got = try await answer
            #expect(got.text == "good")
        }
    }

    /// Else a hand-over that takes long would open the breaker, and make the candidate look bad.
    @Test func whoCameLateForHavingWaitedBlamesNobody() async throws {
        try await RawServer.run(Self.silent) { address in
            var instance = Instance(id: "1", service: "s", address: address, release: "1-a", status: .starting)
            var breaker = CircuitBreaker.Settings()
            breaker.minimumCalls = 1
            let ledger = CallLedger()
            let board = DirectoryBoard(Directory([instance]))
            let client = ServiceClient(
                "s", discovery: board, client: WireClient(), timeout: .milliseconds(100), breaker: breaker,
                ledger: ledger)
            let waiting = Task { try await client.send(WireRequest(target: "/")) }
            try await Task.sleep(for: .milliseconds(10))
            instance.status = .up
            board.update { [instance] in $0 = Directory([instance]) }
            await #expect(throws: WireError.deadlineExceeded) { try await waiting.value }
            #expect(ledger.snapshot().values.allSatisfy { $0.failures == 0 })
            // Who did not wait says that the instance is silent, and is the last that asks.
            await #expect(throws: WireError.deadlineExceeded) { try await client.send(WireRequest(target: "/")) }
            await #expect(throws: WireError.breakerOpen("s")) { try await client.send(WireRequest(target: "/")) }
        }
    }

    @Test func aCallDoesNotWaitForAServiceThatIsGone() async throws {
        let down = Instance(
            id: "1", service: "s", address: Address(host: "127.0.0.1", port: 1), release: "1-a", status: .down)
        let client = ServiceClient(
            "s", discovery: DirectoryBoard(Directory([down])), client: WireClient(), timeout: .seconds(20))
        await #expect(throws: WireError.noInstance(of: "s")) { try await client.send(WireRequest(target: "/")) }
    }

    @Test func aHandOverThatDoesNotEndCostsTheDeadlineAndNoMore() async throws {
        let starting = Instance(
            id: "1", service: "s", address: Address(host: "127.0.0.1", port: 1), release: "1-a", status: .starting)
        let client = ServiceClient(
            "s", discovery: DirectoryBoard(Directory([starting])), client: WireClient(), timeout: .milliseconds(50))
        await #expect(throws: WireError.deadlineExceeded) { try await client.send(WireRequest(target: "/")) }
    }
}
