import Chassis
import Gateway
import Hummingbird
import Synchronization
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct StreamingTests {
    private func page(_ gate: Gate) -> (Router<ShopContext>) -> Void {
        { router in
            router.get("/") { _, _ in
                Response(
                    status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
                    body: ResponseBody { writer in
                        try await writer.write(ByteBuffer(string: "<head>early</head>"))
                        await gate.wait()
                        try await writer.write(ByteBuffer(string: "<body>late</body>"))
                        try await writer.finish(nil)
                    })
            }
        }
    }

    @Test func earlyPartArrivesBeforeTheLateOneIsSent() async throws {
        let gate = Gate()
        try await House.run(shell: page(gate)) { gateway in
            try await RawConnection.open(gateway) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.responseHead()["content-encoding"] == nil)
                #expect(try await client.chunk() == Array("<head>early</head>".utf8))
                gate.open()
                #expect(try await client.chunk() == Array("<body>late</body>".utf8))
                #expect(try await client.chunk() == nil)
            }
        }
    }

    @Test func earlyPartLeavesTheCompressorBeforeTheLateOneIsSent() async throws {
        let gate = Gate()
        try await House.run(shell: page(gate)) { gateway in
            try await RawConnection.open(gateway) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip, br\r\n\r\n")
                let head = try await client.responseHead()
                #expect(head["content-encoding"] == "gzip")
                #expect(head["vary"] == "Accept-Encoding")
                #expect(head["content-length"] == nil)
                let gunzip = try Gunzip()
                var text = ""
                while text != "<head>early</head>" { text += try gunzip.decode(try await client.chunk() ?? []) }
                gate.open()
                while let chunk = try await client.chunk() { text += try gunzip.decode(chunk) }
                #expect(text == "<head>early</head><body>late</body>")
                #expect(gunzip.isFinished)
            }
        }
    }

    @Test func serverSentEventsArePassedOnAsTheyAre() async throws {
        let gate = Gate()
        try await House.run(shell: { router in
            router.get("/") { request, _ in
                Response(
                    status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                    body: ResponseBody { writer in
                        try await writer.write(ByteBuffer(string: "data: \(request.headers[.lastEventID] ?? "")\n\n"))
                        await gate.wait()
                        try await writer.write(ByteBuffer(string: "data: late\n\n"))
                        try await writer.finish(nil)
                    })
            }
        }) { gateway in
            try await RawConnection.open(gateway) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nLast-Event-ID: 7\r\n\r\n")
                let head = try await client.responseHead()
                #expect(head["content-encoding"] == nil && head["content-type"] == "text/event-stream")
                #expect(try await client.chunk() == Array("data: 7\n\n".utf8))
                gate.open()
                #expect(try await client.chunk() == Array("data: late\n\n".utf8))
                #expect(try await client.chunk() == nil)
            }
        }
    }

    @Test func wholePageIsCompressedWithItsLength() async throws {
        let page = String(repeating: "<p>kite</p>", count: 500)
        try await House.run(shell: { router in
            router.get("/") { _, _ in
                Response(
                    status: .ok, headers: [.contentType: "text/html", .eTag: "\"a\""],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
            }
        }) { gateway in
            try await RawConnection.open(gateway) { client in
                for _ in 0..<3 {
                    let answer = try await client.request("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                    #expect(answer["content-encoding"] == "gzip")
                    #expect(answer["etag"] == "W/\"a\"")
                    #expect(answer["content-length"] == String(answer.body.count))
                    #expect(try Gunzip.decode(answer.body) == page)
                }
                let plain = try await client.request("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(plain["etag"] == "\"a\"")
                #expect(plain["vary"] == "Accept-Encoding")
                #expect(plain.text == page)
            }
        }
    }

    @Test func immutableThingIsTheSameEachTime() async throws {
        let drawing = String(repeating: "<path d=\"M0 0\"/>", count: 300)
        try await House.run(shell: { router in
            router.get("/pictures/a") { _, _ in
                Response(
                    status: .ok,
                    headers: [
                        .contentType: "image/svg+xml", .cacheControl: "public, max-age=31536000, immutable",
                        .eTag: "\"a\"",
                    ],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: drawing)))
            }
        }) { gateway in
            try await RawConnection.open(gateway) { client in
                var bodies: Set<[UInt8]> = []
                for _ in 0..<3 {
                    let answer = try await client.request(
                        "GET /pictures/a HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                    bodies.insert(answer.body)
                }
                #expect(bodies.count == 1)
                #expect(try Gunzip.decode(bodies.first ?? []) == drawing)
            }
        }
    }

    @Test func slowReaderHoldsTheShellBack() async throws {
        let sent = Mutex(0)
        let total = 256 << 20
        try await House.run(rawShell: { shell in
            _ = try await shell.read(through: "\r\n\r\n")
            try await shell.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let piece = ByteBuffer(repeating: 0, count: 1 << 16)
            for _ in 0..<(total >> 16) {
                try await shell.send(piece)
                sent.withLock { $0 += piece.readableBytes }
            }
            await shell.waitForEnd()
        }) { gateway in
            try await RawConnection.open(gateway) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await client.responseHead()
                var last = -1
                // Nobody reads: what the shell can send comes to rest.
                while last != sent.withLock(\.self) {
                    last = sent.withLock(\.self)
                    try await Task.sleep(for: .milliseconds(200))
                }
                // What lies in the system's buffers.
                #expect(last < total / 2)
                for _ in 0..<(total >> 16) { _ = try await client.read(count: 1 << 16) }
            }
        }
    }
}
