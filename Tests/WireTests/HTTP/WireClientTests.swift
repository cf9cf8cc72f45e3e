import HTTPTypes
import NIOCore
import Synchronization
import TestSupport
import Testing
import Wire

/// The client against servers that do exactly what a test says.
@Suite(.timeLimit(.minutes(1))) struct WireClientTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    private static let soon = Duration.seconds(20)

    private func get(_ client: WireClient, _ address: Address, within time: Duration = soon) async throws
        -> WireResponse
    {
        try await client.send(WireRequest(target: "/a"), to: address, deadline: .after(time))
    }

    private func expectOK(_ client: WireClient, _ address: Address) async throws {
        let answer = try await get(client, address)
        #expect(answer.text == "ok")
    }

    /// Answers each request of a connection with `answer`.
    private static func answering(
        _ answer: String, connections: Counter = Counter()
    ) -> @Sendable (RawConnection) async throws -> Void {
        { connection in
            connections.add()
            while true {
                _ = try await connection.read(through: "\r\n\r\n")
                try await connection.send(answer)
            }
        }
    }

    @Test func requestIsWrittenAsItShouldBe() async throws {
        let seen = Mutex("")
        try await RawServer.run({ connection in
            let head = try await connection.read(through: "\r\n\r\n")
            let body = try await connection.read(count: 3)
            seen.withLock { $0 = head + String(buffer: body) }
            try await connection.send(Self.ok)
        }) { address in
            let request = WireRequest(
                method: .post, target: "/a?b=c", headers: [.contentType: "text/plain"], body: ByteBuffer(string: "abc"))
            let answer = try await WireClient().send(request, to: address, deadline: .after(Self.soon))
            #expect(answer.text == "ok")
            let text = seen.withLock(\.self)
            #expect(text.hasPrefix("POST /a?b=c HTTP/1.1\r\nhost: \(address)\r\n"))
            #expect(text.lowercased().contains("content-length: 3\r\n"))
            #expect(text.hasSuffix("\r\n\r\nabc"))
        }
    }

    @Test func connectionServesOneRequestAfterTheOther() async throws {
        let connections = Counter()
        try await RawServer.run(Self.answering(Self.ok, connections: connections)) { address in
            let client = WireClient()
            for _ in 0..<20 { try await expectOK(client, address) }
            #expect(connections.count == 1)
            #expect(client.idleCount(address) == 1)
            client.closeIdle()
        }
    }

    @Test func connectionsToOneAddressAreClosedAndNoOthers() async throws {
        let connections = Counter()
        try await RawServer.run(Self.answering(Self.ok, connections: connections)) { left in
            try await RawServer.run(Self.answering(Self.ok, connections: connections)) { staying in
                let client = WireClient()
                try await expectOK(client, left)
                try await expectOK(client, staying)
                client.closeIdle(to: left)
                #expect(client.idleCount(left) == 0)
                #expect(client.idleCount(staying) == 1)
                try await expectOK(client, left)
                #expect(connections.count == 3)
                client.closeIdle()
            }
        }
    }

    @Test func aConnectionThatComesBackFromADesertedAddressIsNotKept() async throws {
        let arrived = Gate()
        let gate = Gate()
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            arrived.open()
            await gate.wait()
            try await connection.send(Self.ok)
            await connection.waitForEnd()
        }) { address in
            let client = WireClient()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await expectOK(client, address) }
                await arrived.wait()
                client.closeIdle(to: address)
                gate.open()
                try await group.waitForAll()
            }
            #expect(client.idleCount(address) == 0)
        }
    }

    @Test func requestsAtOnceHaveConnectionsOfTheirOwn() async throws {
        let arrived = Counter()
        let gate = Gate()
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            if arrived.add() == 8 { gate.open() }
            await gate.wait()
            try await connection.send(Self.ok)
            await connection.waitForEnd()
        }) { address in
            let client = WireClient()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try await expectOK(client, address) } }
                try await group.waitForAll()
            }
            #expect(client.idleCount(address) == 8)
            client.closeIdle()
        }
    }

    @Test func closeEndsTheConnection() async throws {
        let connections = Counter()
        let close = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
        try await RawServer.run(Self.answering(close, connections: connections)) { address in
            let client = WireClient()
            for _ in 0..<3 { try await expectOK(client, address) }
            #expect(connections.count == 3)
            #expect(client.idleCount(address) == 0)
        }
    }

    /// A server that takes one request, answers it, reads a second and closes without an answer: what a client sees
    /// whose kept connection has just been closed.
    private static func stale(_ connections: Counter) -> @Sendable (RawConnection) async throws -> Void {
        { connection in
            let isFirst = connections.add() == 1
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send(ok)
            _ = try await connection.read(through: "\r\n\r\n")
            if !isFirst { try await connection.send(ok) }
        }
    }

    @Test func repeatableRequestOnAStaleConnectionIsSentAgain() async throws {
        let connections = Counter()
        try await RawServer.run(Self.stale(connections)) { address in
            let client = WireClient()
            try await expectOK(client, address)
            try await expectOK(client, address)
            #expect(connections.count == 2)
            client.closeIdle()
        }
    }

    @Test func otherRequestOnAStaleConnectionIsNot() async throws {
        let connections = Counter()
        try await RawServer.run(Self.stale(connections)) { address in
            let client = WireClient()
            try await expectOK(client, address)
            await #expect(throws: WireError.connectionClosed(answered: false)) {
                try await client.send(WireRequest(method: .post, target: "/"), to: address, deadline: .after(Self.soon))
            }
            #expect(connections.count == 1)
        }
    }

    @Test func keptConnectionThatWasClosedIsNotTaken() async throws {
        let connections = Counter()
        try await RawServer.run({ connection in
            connections.add()
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send(Self.ok)
        }) { address in
            let client = WireClient()
            try await expectOK(client, address)
            while client.idleCount(address) > 0 { await Task.yield() }
            let answer = try await client.send(
                WireRequest(method: .post, target: "/"), to: address, deadline: .after(Self.soon))
            #expect(answer.text == "ok")
            #expect(connections.count == 2)
        }
    }

    @Test func nobodyThereIsUnreachable() async throws {
        let address = Address(host: "127.0.0.1", port: 1)
        await #expect(throws: WireError.unreachable(address)) { try await get(WireClient(), address) }
    }

    @Test func deadlineCoversTheHead() async throws {
        let closed = Gate()
        try await RawServer.run({ connection in
            await connection.waitForEnd()
            closed.open()
        }) { address in
            await #expect(throws: WireError.deadlineExceeded) {
                try await get(WireClient(), address, within: .milliseconds(50))
            }
            await closed.wait()
        }
    }

    @Test func deadlineCoversADrippingBody() async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while true {
                try await connection.send(".")
                try await Task.sleep(for: .milliseconds(5))
            }
        }) { address in
            await #expect(throws: WireError.deadlineExceeded) {
                try await get(WireClient(), address, within: .milliseconds(100))
            }
        }
    }

    @Test func passedDeadlineSendsNothing() async throws {
        let connections = Counter()
        try await RawServer.run(Self.answering(Self.ok, connections: connections)) { address in
            await #expect(throws: WireError.deadlineExceeded) {
                try await get(WireClient(), address, within: .zero)
            }
            #expect(connections.count == 0)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + String(repeating: "a", count: 101),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + String(repeating: "a", count: 101)
            + "\r\n0\r\n\r\n",
    ])
    func longBodyIsRefused(_ answer: String) async throws {
        try await RawServer.run(Self.answering(answer)) { address in
            await #expect(throws: WireError.tooLarge(limit: 100)) {
                try await WireClient().send(
                    WireRequest(target: "/"), to: address, deadline: .after(Self.soon), limit: 100)
            }
            let whole = try await WireClient().send(
                WireRequest(target: "/"), to: address, deadline: .after(Self.soon), limit: 101)
            #expect(whole.body.readableBytes == 101)
        }
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func nonsenseIsMalformed(_ answer: String) async throws {
        try await RawServer.run(Self.answering(answer)) { address in
            let error = await #expect(throws: WireError.self) { try await get(WireClient(), address) }
            guard case .malformed = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func earlyCloseIsNoAnswer() async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        }) { address in
            await #expect(throws: WireError.connectionClosed(answered: true)) { try await get(WireClient(), address) }
        }
    }

    @Test func resetIsNoAnswer() async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.reset()
        }) { address in
            await #expect(throws: WireError.connectionClosed(answered: false)) { try await get(WireClient(), address) }
        }
    }

    @Test func bodyMayEndWithTheConnection() async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send("HTTP/1.1 200 OK\r\n\r\nto the end")
        }) { address in
            let client = WireClient()
            let answer = try await get(client, address)
            #expect(answer.text == "to the end")
            while client.idleCount(address) > 0 { await Task.yield() }
        }
    }

    @Test func chunkedBodyIsPutTogether() async throws {
        let answer =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: 1\r\n\r\n"
        try await RawServer.run(Self.answering(answer)) { address in
            let client = WireClient()
            for _ in 0..<3 {
                let answer = try await get(client, address)
                #expect(answer.text == "abcde")
            }
            #expect(client.idleCount(address) == 1)
        }
    }

    @Test func informationalAnswersAreSkipped() async throws {
        let hints = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
        try await RawServer.run(Self.answering(hints + Self.ok)) { address in
            let client = WireClient()
            for _ in 0..<3 { try await expectOK(client, address) }
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.head, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
        (.get, "HTTP/1.1 204 No Content\r\n\r\n"), (.get, "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"),
    ])
    func answerWithoutABodyEndsWithItsHead(_ method: HTTPRequest.Method, _ answer: String) async throws {
        let connections = Counter()
        try await RawServer.run(Self.answering(answer, connections: connections)) { address in
            let client = WireClient()
            for _ in 0..<3 {
                let response = try await client.send(
                    WireRequest(method: method, target: "/"), to: address, deadline: .after(Self.soon))
                #expect(response.body.readableBytes == 0)
            }
            #expect(connections.count == 1)
        }
    }

    @Test func whatNobodyAskedForClosesTheConnection() async throws {
        let connections = Counter()
        try await RawServer.run(Self.answering(Self.ok + Self.ok, connections: connections)) { address in
            let client = WireClient()
            try await expectOK(client, address)
            while client.idleCount(address) > 0 { await Task.yield() }
            try await expectOK(client, address)
            #expect(connections.count == 2)
        }
    }

    @Test func cancellationClosesTheConnection() async throws {
        let asked = Gate()
        let closed = Gate()
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            asked.open()
            await connection.waitForEnd()
            closed.open()
        }) { address in
            let client = WireClient()
            let call = Task { try await get(client, address) }
            await asked.wait()
            call.cancel()
            await #expect(throws: CancellationError.self) { try await call.value }
            await closed.wait()
            #expect(client.idleCount(address) == 0)
        }
    }

    @Test func cancellingOneCallHurtsNoOther() async throws {
        try await RawServer.run(Self.answering(Self.ok)) { address in
            let client = WireClient()
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<400 {
                    group.addTask {
                        let call = Task {
                            try await client.send(
                                WireRequest(method: .post, target: "/"), to: address, deadline: .after(Self.soon))
                        }
                        guard number.isMultiple(of: 2) else {
                            await Task.yield()
                            return call.cancel()
                        }
                        // Not repeatable, so that a connection cut by another call would show.
                        let answer = try? await call.value
                        #expect(answer?.text == "ok")
                    }
                }
            }
            client.closeIdle()
        }
    }
}

/// Counts from several tasks.
final class Counter: Sendable {
    private let value = Mutex(0)

    @discardableResult
    func add() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }

    var count: Int { value.withLock(\.self) }
}
