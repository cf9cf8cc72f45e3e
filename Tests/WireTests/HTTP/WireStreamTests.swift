import HTTPTypes
import NIOCore
import Synchronization
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct WireStreamTests {
    private static let soon = Duration.seconds(20)
    private static let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    private func stream(
        _ client: WireClient, _ address: Address, within time: Duration = soon, pause: Duration? = nil
    ) async throws -> WireStream {
        try await client.stream(WireRequest(target: "/"), to: address, deadline: .after(time), pause: pause)
    }

    private func text(_ body: ResponseBodyStream) async throws -> String {
        var text = ""
        for try await part in body { text += String(buffer: part) }
        return text
    }

    @Test func headAndEarlyPartComeBeforeTheRest() async throws {
        let gate = Gate()
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send(Self.head + "5\r\nearly\r\n")
            await gate.wait()
            try await connection.send("4\r\nlate\r\n0\r\n\r\n")
            await connection.waitForEnd()
        }) { address in
            let client = WireClient()
            let answer = try await stream(client, address)
            #expect(answer.status == .ok)
            let parts = answer.body.makeAsyncIterator()
            #expect(try await parts.next() == ByteBuffer(string: "early"))
            gate.open()
            #expect(try await parts.next() == ByteBuffer(string: "late"))
            #expect(try await parts.next() == nil)
            #expect(client.idleCount(address) == 1)
            client.closeIdle()
        }
    }

    @Test func deadlineGovernsTheHeadOnly() async throws {
        let gate = Gate()
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send(Self.head)
            await gate.wait()
            try await connection.send("4\r\nlate\r\n0\r\n\r\n")
            await connection.waitForEnd()
        }) { address in
            let client = WireClient()
            let deadline = Deadline.after(.seconds(2))
            let answer = try await client.stream(WireRequest(target: "/"), to: address, deadline: deadline)
            while !deadline.hasPassed { await Task.yield() }
            gate.open()
            #expect(try await text(answer.body) == "late")
            client.closeIdle()
        }
    }

    @Test func missingHeadFailsAtTheDeadline() async throws {
        try await RawServer.run({ await $0.waitForEnd() }) { address in
            await #expect(throws: WireError.deadlineExceeded) {
                try await stream(WireClient(), address, within: .milliseconds(50))
            }
        }
    }

    @Test func bodyThatStandsStillFailsAfterItsPause() async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send(Self.head + "4\r\nhalf\r\n")
            await connection.waitForEnd()
        }) { address in
            let answer = try await stream(WireClient(), address, pause: .milliseconds(50))
            await #expect(throws: WireError.deadlineExceeded) { try await text(answer.body) }
        }
    }

    @Test func bodyThatMovesMayTakeLongerThanItsPause() async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send(Self.head)
            for _ in 0..<25 {
                try await connection.send("1\r\n.\r\n")
                try await Task.sleep(for: .milliseconds(100))
            }
            try await connection.send("0\r\n\r\n")
            await connection.waitForEnd()
        }) { address in
            let client = WireClient()
            let answer = try await stream(client, address, pause: .seconds(2))
            #expect(try await text(answer.body).utf8.count == 25)
            client.closeIdle()
        }
    }

    @Test func breakShowsInTheBody() async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send(Self.head + "4\r\nhalf\r\n")
        }) { address in
            let answer = try await stream(WireClient(), address)
            await #expect(throws: WireError.connectionClosed(answered: true)) { try await text(answer.body) }
        }
    }

    @Test func droppedStreamClosesItsConnection() async throws {
        let closed = Gate()
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send(Self.head + "4\r\nhalf\r\n")
            await connection.waitForEnd()
            closed.open()
        }) { address in
            _ = try await stream(WireClient(), address)
            await closed.wait()
        }
    }

    @Test(arguments: [
        ("4\r\nhalf\r\n4\r\nmore\r\n0\r\n\r\n", 8, false), ("4\r\nhalf\r\n", 4, true), ("", 0, true),
    ])
    func itsEndTellsHowMuchCameAndWhetherItIsWhole(rest: String, bytes: Int, isCutOff: Bool) async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send(Self.head + rest)
        }) { address in
            let ends = AsyncStream.makeStream(of: WireStreamEnd.self)
            let answer = try await WireClient().stream(
                WireRequest(target: "/"), to: address, deadline: .after(Self.soon)
            ) { end in ends.continuation.yield(end) }
            _ = try? await text(answer.body)
            var told = ends.stream.makeAsyncIterator()
            let end = try #require(await told.next())
            #expect((end.status, end.bytes, end.isCutOff) == (.ok, bytes, isCutOff))
        }
    }

    @Test func aReaderWhoHadEnoughIsNoCutOff() async throws {
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send(Self.head + "4\r\nhalf\r\n")
            await connection.waitForEnd()
        }) { address in
            let ends = AsyncStream.makeStream(of: WireStreamEnd.self)
            _ = try await WireClient().stream(
                WireRequest(target: "/"), to: address, deadline: .after(Self.soon)
            ) { end in ends.continuation.yield(end) }
            var told = ends.stream.makeAsyncIterator()
            #expect(try #require(await told.next()).isCutOff == false)
        }
    }

    /// The reader of a finished stream goes after its connection has been taken by the next exchange.
    @Test func lateGoodbyeHurtsNoOtherExchange() async throws {
        try await RawServer.run({ connection in
            while true {
                _ = try await connection.read(through: "\r\n\r\n")
                try await connection.send(Self.head + "5\r\nearly\r\n")
                try await connection.send("4\r\nlate\r\n0\r\n\r\n")
            }
        }) { address in
            let client = WireClient()
            for _ in 0..<200 {
                let first = try await stream(client, address)
                while client.idleCount(address) == 0 { await Task.yield() }
                let second = try await stream(client, address)
                #expect(try await text(first.body) == "earlylate")
                #expect(try await text(second.body) == "earlylate")
                while client.idleCount(address) == 0 { await Task.yield() }
            }
            client.closeIdle()
        }
    }

    @Test func slowReaderHoldsTheSenderBack() async throws {
        let sent = Mutex(0)
        let total = 256 << 20
        try await RawServer.run({ connection in
            _ = try await connection.read(through: "\r\n\r\n")
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let piece = ByteBuffer(repeating: 0, count: 1 << 16)
            for _ in 0..<(total >> 16) {
                try await connection.send(piece)
                sent.withLock { $0 += piece.readableBytes }
            }
            await connection.waitForEnd()
        }) { address in
            let client = WireClient()
            // Holding back is no pause of the sender's.
            let answer = try await stream(client, address, pause: .seconds(1))
            try await Task.sleep(for: .milliseconds(1_500))
            var last = -1
            while last != sent.withLock(\.self) {
                last = sent.withLock(\.self)
                try await Task.sleep(for: .milliseconds(200))
            }
            // What lies in the system's buffers.
            #expect(last < total / 2)
            var count = 0
            for try await part in answer.body { count += part.readableBytes }
            #expect(count == total)
            client.closeIdle()
        }
    }
}
