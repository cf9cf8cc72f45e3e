import Chassis
import Gateway
import Hummingbird
import NIOCore
import TestSupport
import Testing
import Wire

/// The gateway at an address of its own and on the public socket that it was born with.
@Suite(.timeLimit(.minutes(1))) struct HandOverTests {
    private static func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: shop.test\r\n\r\n" }

    private func run(
        _ body: @escaping @Sendable (_ own: Address, _ public: Address, Lifecycle) async throws -> Void
    ) async throws {
        let socket = try SharedSocket()
        let folder = try ScratchFolder()
        let router = Chassis.test("shell-server", in: folder).router()
        router.addEcho()
        router.get("/parts") { _, _ in
            Response(status: .ok, body: ResponseBody(asyncSequence: AsyncStream.of("one, ", "two")))
        }
        router.get("/follow") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    // It would go on for ever.
                    while true {
                        try await writer.write(ByteBuffer(string: ServerSentPart.signOfLife.text))
                        try await Task.sleep(for: .milliseconds(20))
                    }
                })
        }
        let shell = Chassis.test("shell-server", in: folder)
        try await RunningServer.run(ShopApplication(router: router), on: shell) { address in
            let chassis = Chassis.test(
                "gateway", in: folder,
                discovery: FixedDiscovery(["shell-server": [address]]), inherited: socket.inherited())
            let client = WireClient()
            defer { client.closeIdle() }
            let gateway = Gateway.buildApplication(chassis, settings: GatewaySettings(), client: client)
            let lifecycle = chassis.lifecycle
            try await RunningServer.run(gateway, on: chassis, lifecycle: lifecycle) { own in
                try await body(own, socket.address, lifecycle)
            }
        }
    }

    @Test func idleConnectionIsAnsweredOnceMore() async throws {
        try await run { _, address, lifecycle in
            try await RawConnection.open(address) { client in
                #expect(try await client.request(Self.get("/a"))["connection"] == nil)
                lifecycle.drain()
                await lifecycle.reaches(.draining)
                let last = try await client.request(Self.get("/b"))
                #expect(last.status == 200)
                #expect(last["connection"] == "close")
                #expect(await client.readToEnd() == "")
            }
            await lifecycle.reaches(.stopping)
        }
    }

    @Test func whoFollowsIsSentAwayWhenTheGatewayDrains() async throws {
        try await run { _, address, lifecycle in
            try await RawConnection.open(address) { client in
                try await client.send(Self.get("/follow"))
                #expect(try await client.responseHead().status == 200)
                #expect(try await client.chunk() != nil)
                lifecycle.drain()
                while try await client.chunk() != nil {}
                #expect(try await client.request(Self.get("/b"))["connection"] == "close")
            }
            await lifecycle.reaches(.stopping)
        }
    }

    @Test func stoppingCutsIdleConnectionsAtOnce() async throws {
        try await run { _, address, lifecycle in
            try await RawConnection.open(address) { client in
                _ = try await client.request(Self.get("/a"))
                lifecycle.stop()
                #expect(await client.readToEnd() == "")
            }
        }
    }

    @Test func figuresAreToldInsideOnly() async throws {
        try await run { own, address, _ in
            let inside = try await RawConnection.open(own) { try await $0.request(Self.get("/metrics")) }
            #expect(inside.status == 200)
            #expect(inside.text.contains("shop_connections_open 1"))
            for path in ["/metrics", "//metrics", "/%6detrics", "/internal/x", "/metrics?a=b"] {
                let outside = try await RawConnection.open(address) { try await $0.request(Self.get(path)) }
                #expect(outside.status == (path.hasPrefix("//") ? 400 : 404), "\(path)")
                #expect(!outside.text.contains("GET "), "\(path)")
            }
        }
    }

    @Test func bytesAreCountedAsTheyLeave() async throws {
        try await run { own, address, _ in
            var count = 0
            for path in ["/a", "/parts"] {
                let answer = try await RawConnection.open(address) { try await $0.request(Self.get(path)) }
                #expect(answer.status == 200)
                count += answer.text.utf8.count
            }
            let figures = try await RawConnection.open(own) { try await $0.request(Self.get("/metrics")) }
            #expect(count > 8 && figures.text.contains("shop_http_response_bytes_total \(count)\n"), "\(figures.text)")
        }
    }

    @Test func reportsAreCountedByDirective() async throws {
        try await run { own, address, _ in
            let body = #"{"csp-report":{"effective-directive":"img-src","document-uri":"http://shop.test/secret"}}"#
            let answer = try await RawConnection.open(address) { client in
                try await client.request(
                    "POST /csp-report HTTP/1.1\r\nHost: shop.test\r\nContent-Type: application/csp-report\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            }
            #expect(answer.status == 204)
            let figures = try await RawConnection.open(own) { try await $0.request(Self.get("/metrics")) }
            #expect(figures.text.contains("shop_csp_reports_total{directive=\"img-src\"} 1\n"))
            #expect(!figures.text.contains("secret"))
        }
    }

    @Test func reportsAreSmallAndPostedOnly() async throws {
        try await run { _, address, _ in
            let get = try await RawConnection.open(address) { try await $0.request(Self.get("/csp-report")) }
            #expect(get.status == 405)
            let long = try await RawConnection.open(address) { client in
                try await client.request(
                    "POST /csp-report HTTP/1.1\r\nHost: shop.test\r\nContent-Type: application/csp-report\r\n"
                        + "Content-Length: 16385\r\n\r\n" + String(repeating: " ", count: 16_385))
            }
            #expect(long.status == 413)
        }
    }
}

extension AsyncStream<ByteBuffer> {
    fileprivate static func of(_ texts: String...) -> AsyncStream {
        AsyncStream { parts in
            for text in texts { parts.yield(ByteBuffer(string: text)) }
            parts.finish()
        }
    }
}
