import Gateway
import Hummingbird
import TestSupport
import Testing
import Wire

/// What two readers of the same bytes could read differently must not come in.
@Suite(.timeLimit(.minutes(1))) struct SmugglingTests {
    @Test(arguments: [
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        ("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        ("GET /../x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /%2e%2e/x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n folded\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: b\u{0}c\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("GET /\r\n\r\n", 505),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}", 400),
    ])
    func ambiguousRequestIsRefusedAndTheConnectionClosed(_ request: String, _ status: Int) async throws {
        let text = try await House.run(shell: { $0.addEcho() }) { gateway in
            try await RawConnection.exchange(gateway, request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(text.prefix(300))")
        #expect(!text.contains("smuggled"))
    }

    @Test func refusalIsLoggedWithTheTraceThatTheClientSees() async throws {
        let log = LogCapture()
        let text = try await House.run(log: log, shell: { $0.addEcho() }) { gateway in
            try await RawConnection.exchange(gateway, "GET /../x HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        let line = try #require(log.lines.first { $0.contains("\"route\":\"refused\"") })
        let trace = try #require(line.firstMatch(of: /"trace":"([0-9a-f]{32})"/)?.1)
        #expect(text.lowercased().contains("shop-trace: \(trace)"))
        #expect(line.contains("\"status\":\"400\""))
    }

    @Test func foreignFormIsAPageOf403() async throws {
        let text = try await House.run(shell: { $0.addEcho() }) { gateway in
            try await RawConnection.exchange(
                gateway,
                """
                POST /checkout/place-order HTTP/1.1\r
                Host: shop.test\r
                Sec-Fetch-Site: cross-site\r
                Accept: text/html\r
                Content-Length: 3\r
                \r
                a=1
                """)
        }
        #expect(text.hasPrefix("HTTP/1.1 403 "))
        #expect(text.contains("<h1>"))
    }
}
