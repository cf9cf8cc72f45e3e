import Gateway
import Hummingbird
import Synchronization
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct FailureTests {
    private static let get = "GET / HTTP/1.1\r\nHost: shop.test\r\nAccept: text/html\r\n\r\n"
    private static let nobody = Address(host: "127.0.0.1", port: 1)

    private func answer(_ gateway: Address, _ request: String = get) async throws -> RawResponse {
        try await RawConnection.open(gateway) { try await $0.request(request) }
    }

    @Test func unreachableShellIsAPageOf503() async throws {
        let answer = try await House.gateway(before: Self.nobody) { try await self.answer($0) }
        #expect(answer.status == 503)
        #expect(answer["retry-after"] == "1")
        #expect(answer["content-type"] == "text/html; charset=utf-8")
        #expect(answer.text.contains("grounded"))
    }

    @Test func pagesOfATeamThatIsAwayDoNotCutOffTheOthers() async throws {
        let statuses = try await House.run(shell: { router in
            router.get("/") { _, _ in Response(status: .serviceUnavailable) }
            router.get("/checkout/cart") { _, _ in Response(status: .ok) }
        }) { gateway in
            var statuses: [Int] = []
            for path in Array(repeating: "/", count: 40) + ["/checkout/cart"] {
                let request = "GET \(path) HTTP/1.1\r\nHost: shop.test\r\nAccept: text/html\r\n\r\n"
                statuses.append(try await self.answer(gateway, request).status)
            }
            return statuses
        }
        #expect(statuses == Array(repeating: 503, count: 40) + [200])
    }

    @Test func programsGetAProblemDocument() async throws {
        let answer = try await House.gateway(before: Self.nobody) {
            try await self.answer($0, "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n")
        }
        #expect(answer.status == 503)
        #expect(answer["content-type"] == "application/problem+json")
        #expect(answer.text.contains("upstream-unavailable"))
    }

    @Test func hungShellIs504() async throws {
        let answer = try await House.run(
            routes: House.routes(timeout: .milliseconds(100)), rawShell: { await $0.waitForEnd() }
        ) { try await self.answer($0) }
        #expect(answer.status == 504)
        #expect(answer["retry-after"] == "1")
    }

    @Test func nonsenseIs502() async throws {
        let answer = try await House.run(rawShell: { shell in
            _ = try await shell.read(through: "\r\n\r\n")
            try await shell.send("SSH-2.0-OpenSSH_9.2\r\n")
            await shell.waitForEnd()
        }) { try await self.answer($0) }
        #expect(answer.status == 502)
    }

    @Test(arguments: ["HTTP/1.1", "HTTP/1.0"])
    func halfAPageIsNeverTakenForAWholeOne(_ version: String) async throws {
        let text = try await House.run(rawShell: { shell in
            _ = try await shell.read(through: "\r\n\r\n")
            try await shell.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
        }) { gateway in
            try await RawConnection.open(gateway) { client in
                try await client.send("GET / \(version)\r\nHost: shop.test\r\n\r\n")
                return await client.readToEnd()
            }
        }
        #expect(!text.contains("\r\n0\r\n"))
        #expect(text.isEmpty || text.contains("half") || version == "HTTP/1.0")
    }

    @Test func halfACompressedPageHasNoEnd() async throws {
        try await House.run(rawShell: { shell in
            _ = try await shell.read(through: "\r\n\r\n")
            try await shell.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
        }) { gateway in
            try await RawConnection.open(gateway) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nAccept-Encoding: gzip\r\n\r\n")
                let head = try await client.responseHead()
                #expect(head["content-encoding"] == "gzip")
                let gunzip = try Gunzip()
                await #expect(throws: (any Error).self) {
                    while let chunk = try await client.chunk() { _ = try gunzip.decode(chunk) }
                }
                #expect(!gunzip.isFinished)
            }
        }
    }

    @Test func stalledBodyIsCutOff() async throws {
        let text = try await House.run(
            routes: House.routes(timeout: .seconds(1)),
            rawShell: { shell in
                _ = try await shell.read(through: "\r\n\r\n")
                try await shell.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
                await shell.waitForEnd()
            }
        ) { try await RawConnection.exchange($0, "GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n") }
        #expect(text.contains("half"))
        #expect(!text.contains("\r\n0\r\n"))
    }

    @Test func brokenOffShortBodyIs503() async throws {
        let answer = try await House.run(rawShell: { shell in
            _ = try await shell.read(through: "\r\n\r\n")
            try await shell.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        }) { try await self.answer($0) }
        #expect(answer.status == 503)
    }

    @Test func leavingClientCancelsTheWork() async throws {
        let asked = Gate()
        let cancelled = Gate()
        try await House.run(rawShell: { shell in
            _ = try await shell.read(through: "\r\n\r\n")
            asked.open()
            await shell.waitForEnd()
            cancelled.open()
        }) { gateway in
            try await RawConnection.open(gateway) { client in
                try await client.send(Self.get)
                await asked.wait()
            }
            await cancelled.wait()
        }
    }

    @Test func leavingClientCancelsAStream() async throws {
        let cancelled = Gate()
        try await House.run(rawShell: { shell in
            _ = try await shell.read(through: "\r\n\r\n")
            try await shell.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
            await shell.waitForEnd()
            cancelled.open()
        }) { gateway in
            try await RawConnection.open(gateway) { client in
                try await client.send(Self.get)
                _ = try await client.read(through: "half")
            }
            await cancelled.wait()
        }
    }

    @Test func halfAFormIsNeverPassedOn() async throws {
        let log = LogCapture()
        let posts = Mutex(0)
        try await House.run(
            log: log,
            shell: { router in
                router.post("/x") { _, _ in
                    posts.withLock { $0 += 1 }
                    return "taken"
                }
            }
        ) { gateway in
            for framing in ["Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"] {
                try await RawConnection.open(gateway) { client in
                    try await client.send("POST /x HTTP/1.1\r\nHost: shop.test\r\n" + framing)
                }
            }
            while log.lines.count(where: { $0.contains("\"status\":\"499\"") }) < 2 { await Task.yield() }
        }
        #expect(posts.withLock(\.self) == 0)
    }
}
