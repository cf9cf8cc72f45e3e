import Foundation
import Gateway
import Hummingbird
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct ForwardingTests {
    private let get = "Host: shop.test\r\n\r\n"

    @Test func requestReachesTheShellWithWhatOnlyTheGatewaySays() async throws {
        let answer = try await House.run(shell: { $0.addEcho() }) { gateway in
            try await RawConnection.open(gateway) {
                try await $0.request(
                    """
                    GET /products?page=2 HTTP/1.1\r
                    Host: shop.test\r
                    Connection: keep-alive, X-Hop\r
                    X-Hop: 1\r
                    X-User-Id: 7\r
                    X-Forwarded-For: 203.0.113.9\r
                    Shop-Nonce: mine\r
                    Traceparent: 00-11111111111111111111111111111111-1111111111111111-01\r
                    Cookie: a=1\r
                    \r

                    """)
            }
        }
        let lines = answer.text.split(separator: "\n").map(String.init)
        #expect(lines.first == "GET /products?page=2")
        for line in [
            "x-forwarded-for: 127.0.0.1", "x-forwarded-proto: http", "x-forwarded-host: shop.test", "cookie: a=1",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        let trace = try #require(answer["shop-trace"])
        #expect(trace != "11111111111111111111111111111111")
        #expect(lines.contains { $0.hasPrefix("traceparent: 00-\(trace)-") })
        let names = lines.dropFirst().map { $0.prefix { $0 != ":" } }
        for name in ["x-hop", "x-user-id", "connection", "accept-encoding"] {
            #expect(!names.contains { $0 == name }, "\(name)")
        }
        #expect(lines.filter { $0.hasPrefix("shop-nonce: ") }.count == 1)
        #expect(!lines.contains("shop-nonce: mine"))
        #expect(answer["server"] == nil)
        #expect(answer["date"] != nil)
    }

    @Test func policyNamesTheNonceThatTheShellWasTold() async throws {
        try await House.run(shell: { router in
            router.get("/") { request, _ in
                Response(
                    status: .ok, headers: [.contentType: "text/html", .shopNonce: "leak", .shopTitle: "leak"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: request.headers[.shopNonce] ?? "")))
            }
        }) { gateway in
            try await RawConnection.open(gateway) { connection in
                var nonces: Set<String> = []
                for _ in 0..<20 {
                    let answer = try await connection.request("GET / HTTP/1.1\r\n" + get)
                    #expect(answer["content-security-policy"]?.contains("'nonce-\(answer.text)'") == true)
                    #expect(answer["shop-nonce"] == nil)
                    #expect(answer["shop-title"] == nil)
                    nonces.insert(answer.text)
                }
                #expect(nonces.count == 20)
            }
        }
    }

    @Test func formReachesTheShell() async throws {
        try await House.run(shell: { $0.addEcho() }) { gateway in
            try await RawConnection.open(gateway) { connection in
                let whole = try await connection.request(
                    "POST /checkout/cart/add HTTP/1.1\r\nContent-Length: 5\r\n\(get)a=1&b")
                #expect(whole.text.hasSuffix("\na=1&b"))
                let chunked = try await connection.request(
                    "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(get)3\r\na=1\r\n2\r\n&b\r\n0\r\n\r\n")
                #expect(chunked.text.hasSuffix("\na=1&b"))
                #expect(chunked.text.contains("content-length: 5"))
            }
        }
    }

    @Test func headHasNoBodyAndTheConnectionGoesOn() async throws {
        try await House.run(shell: { router in
            router.addEcho()
            router.get("/stream") { _, _ in
                Response(
                    status: .ok, headers: [.contentType: "text/html"],
                    body: ResponseBody { writer in
                        try await writer.write(ByteBuffer(string: "page"))
                        try await writer.finish(nil)
                    })
            }
        }) { gateway in
            try await RawConnection.open(gateway) { connection in
                let head = try await connection.request("HEAD /a HTTP/1.1\r\n" + get, hasBody: false)
                #expect(head.status == 200)
                #expect((head["content-length"].flatMap { Int($0) } ?? 0) > 20)
                let stream = try await connection.request("HEAD /stream HTTP/1.1\r\n" + get, hasBody: false)
                #expect(stream.status == 200)
                #expect(stream["content-length"] == nil)
                #expect(stream["transfer-encoding"] == nil)
                #expect(try await connection.request("GET /stream HTTP/1.1\r\n" + get).text == "page")
            }
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await House.run(shell: { $0.addEcho() }) { gateway in
            try await RawConnection.open(gateway) { connection in
                try await connection.send((1...5).map { "GET /\($0) HTTP/1.1\r\n" + get }.joined())
                for number in 1...5 {
                    #expect(try await connection.response().text.hasPrefix("GET /\(number)\n"))
                }
            }
        }
    }

    @Test func oldClientsGetABodyThatEndsWithTheConnection() async throws {
        try await House.run(shell: { router in
            router.get("/") { _, _ in
                Response(
                    status: .ok,
                    body: ResponseBody { writer in
                        try await writer.write(ByteBuffer(string: "one "))
                        try await writer.write(ByteBuffer(string: "two"))
                        try await writer.finish(nil)
                    })
            }
        }) { gateway in
            let text = try await RawConnection.exchange(gateway, "GET / HTTP/1.0\r\n\r\n")
            #expect(text.hasSuffix("\r\n\r\none two"))
            #expect(text.contains("Connection: close") || text.contains("connection: close"))
        }
    }

    @Test func closeIsHonoured() async throws {
        try await House.run(shell: { $0.addEcho() }) { gateway in
            let text = try await RawConnection.exchange(gateway, "GET /a HTTP/1.1\r\nConnection: close\r\n" + get)
            #expect(text.contains("GET /a"))
        }
    }

    @Test func upgradeIsNotGranted() async throws {
        try await House.run(shell: { $0.addEcho() }) { gateway in
            let text = try await RawConnection.exchange(
                gateway, "GET /a HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + get)
            #expect(text.hasPrefix("HTTP/1.1 200"))
            #expect(!text.contains("upgrade: "))
        }
    }

    @Test func expectationIsMet() async throws {
        try await House.run(shell: { $0.addEcho() }) { gateway in
            try await RawConnection.open(gateway) { connection in
                try await connection.send("POST /x HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n" + get)
                #expect(try await connection.responseHead().status == 100)
                #expect(try await connection.request("abc").text.hasSuffix("\nabc"))
            }
        }
    }

    @Test func notModifiedPasses() async throws {
        try await House.run(shell: { router in
            router.get("/") { _, _ in Response(status: .notModified, headers: [.eTag: "\"a\""]) }
        }) { gateway in
            try await RawConnection.open(gateway) { connection in
                for _ in 0..<2 {
                    let answer = try await connection.request("GET / HTTP/1.1\r\nAccept-Encoding: gzip\r\n" + get)
                    #expect(answer.status == 304)
                    #expect(answer["etag"] == "W/\"a\"")
                    #expect(answer["content-length"] == nil)
                    #expect(answer["content-security-policy"] == nil)
                }
            }
        }
    }

    @Test func internalPathsAreTheShellsToRefuse() async throws {
        try await House.run(shell: { $0.addEcho() }) { gateway in
            try await RawConnection.open(gateway) { connection in
                for path in ["/catalogue/import", "/quotes", "/carts", "/fragment-manifest.json"] {
                    let answer = try await connection.request("GET \(path) HTTP/1.1\r\n" + get)
                    #expect(answer.text.hasPrefix("GET \(path)\n"))
                }
            }
        }
    }

    @Test func healthIsItsOwn() async throws {
        try await House.run(shell: { $0.addEcho() }) { gateway in
            try await RawConnection.open(gateway) { connection in
                let live = try await connection.request("GET /health/live HTTP/1.1\r\n" + get)
                #expect(live.text.contains("\"process\":\"gateway\""))
                let ready = try await connection.request("GET /health/ready HTTP/1.1\r\n" + get)
                #expect(ready.status == 200)
                #expect(ready.text.contains("\"process\":\"gateway\""))
                #expect(ready["shop-trace"]?.utf8.count == 32)
            }
        }
    }

    @Test func notReadyWithoutAShell() async throws {
        try await House.gateway(before: nil) { gateway in
            let ready = try await RawConnection.open(gateway) {
                try await $0.request("GET /health/ready HTTP/1.1\r\n" + get)
            }
            #expect(ready.status == 503)
            #expect(ready.text.contains("has no address"))
        }
    }

    @Test func logLineCarriesTheTraceOfTheAnswer() async throws {
        let log = LogCapture()
        let trace = try await House.run(log: log, shell: { $0.addEcho() }) { gateway in
            try await RawConnection.open(gateway) { try await $0.request("GET /a HTTP/1.1\r\n" + get) }["shop-trace"]
        }
        let line = try #require(log.lines.first { $0.contains("\"message\":\"request\"") })
        #expect(line.contains("\"trace\":\"\(trace ?? "none")\""))
        #expect(line.contains("\"route\":\"/*\""))
    }
}
