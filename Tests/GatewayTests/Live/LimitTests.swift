import Gateway
import Hummingbird
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct LimitTests {
    private func exchange(
        _ request: String, settings: GatewaySettings = GatewaySettings()
    ) async throws -> String {
        try await House.run(settings: settings, shell: { $0.addEcho() }) { gateway in
            try await RawConnection.exchange(gateway, request)
        }
    }

    private func fields(_ count: Int, of length: Int) -> String {
        (0..<count).map { "X-\($0): " + String(repeating: "a", count: length) + "\r\n" }.joined()
    }

    @Test func headerLimits() async throws {
        let close = "Host: a\r\nConnection: close\r\n"
        #expect(try await exchange("GET / HTTP/1.1\r\n\(close)\(fields(98, of: 10))\r\n").hasPrefix("HTTP/1.1 200"))
        #expect(try await exchange("GET / HTTP/1.1\r\n\(close)\(fields(99, of: 10))\r\n").hasPrefix("HTTP/1.1 431"))
        #expect(try await exchange("GET / HTTP/1.1\r\n\(close)\(fields(1, of: 8_192))\r\n").hasPrefix("HTTP/1.1 200"))
        #expect(try await exchange("GET / HTTP/1.1\r\n\(close)\(fields(1, of: 8_193))\r\n").hasPrefix("HTTP/1.1 431"))
        #expect(try await exchange("GET / HTTP/1.1\r\n\(close)\(fields(3, of: 6_000))\r\n").hasPrefix("HTTP/1.1 431"))
    }

    @Test(arguments: [4_097, 9_000, 100_000])
    func longTargetIs414(_ length: Int) async throws {
        let target = "/" + String(repeating: "a", count: length - 1)
        #expect(try await exchange("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n").hasPrefix("HTTP/1.1 414"))
    }

    @Test func longBodyIs413BeforeItIsRead() async throws {
        let text = try await exchange("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n")
        #expect(text.hasPrefix("HTTP/1.1 413"))
    }

    @Test func longChunkedBodyIs413() async throws {
        let chunk = "8000\r\n" + String(repeating: "a", count: 0x8000) + "\r\n"
        let text = try await exchange(
            "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)1\r\na\r\n")
        #expect(text.hasPrefix("HTTP/1.1 413"))
    }

    @Test func longestBodyComesIn() async throws {
        let body = String(repeating: "a", count: 65_536)
        let text = try await exchange(
            "POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 65536\r\n\r\n\(body)")
        #expect(text.hasPrefix("HTTP/1.1 200"))
        #expect(text.hasSuffix(body))
    }

    @Test func oneConnectionTooManyIsToldSo() async throws {
        var settings = GatewaySettings()
        settings.maximumConnections = 2
        try await House.run(settings: settings, shell: { $0.addEcho() }) { gateway in
            let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
            try await RawConnection.open(gateway) { first in
                #expect(try await first.request(get).status == 200)
                try await RawConnection.open(gateway) { second in
                    #expect(try await second.request(get).status == 200)
                    let text = try await RawConnection.open(gateway) { await $0.readToEnd() }
                    #expect(text.hasPrefix("HTTP/1.1 503"))
                    #expect(text.lowercased().contains("retry-after: 1"))
                }
                while try await RawConnection.open(gateway, { try await $0.request(get).status }) != 200 {}
            }
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct SlowClientTests {
    private func settings(_ change: (inout GatewaySettings) -> Void) -> GatewaySettings {
        var settings = GatewaySettings()
        change(&settings)
        return settings
    }

    @Test func silentConnectionIsClosed() async throws {
        try await House.run(settings: settings { $0.idleTimeout = .milliseconds(100) }, shell: { $0.addEcho() }) {
            gateway in
            let text = try await RawConnection.exchange(gateway, "")
            #expect(text == "")
        }
    }

    @Test func idleConnectionIsClosedAfterItsLastAnswer() async throws {
        try await House.run(settings: settings { $0.idleTimeout = .seconds(1) }, shell: { $0.addEcho() }) { gateway in
            let text = try await RawConnection.exchange(gateway, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(text.contains("GET /a"))
        }
    }

    @Test func drippingHeadIs408() async throws {
        try await House.run(settings: settings { $0.headTimeout = .milliseconds(200) }, shell: { $0.addEcho() }) {
            gateway in
            try await RawConnection.open(gateway) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\n")
                // It drips for longer than it is let, each drop well within the time.
                for number in 0..<15 {
                    try await Task.sleep(for: .milliseconds(20))
                    try? await client.send("X-\(number): 1\r\n")
                }
                #expect(await client.readToEnd().hasPrefix("HTTP/1.1 408"))
            }
        }
    }

    @Test func unfinishedBodyIs408() async throws {
        try await House.run(settings: settings { $0.bodyTimeout = .milliseconds(200) }, shell: { $0.addEcho() }) {
            gateway in
            let text = try await RawConnection.exchange(
                gateway, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
            #expect(text.hasPrefix("HTTP/1.1 408"))
        }
    }

    @Test func answerThatNobodyReadsIsGivenUp() async throws {
        let gone = Gate()
        try await House.run(
            settings: settings { $0.writeTimeout = .milliseconds(200) },
            rawShell: { shell in
                _ = try await shell.read(through: "\r\n\r\n")
                try await shell.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                let chunk = "10000\r\n" + String(repeating: "a", count: 0x10000) + "\r\n"
                while (try? await shell.send(chunk)) != nil {}
                gone.open()
            }
        ) { gateway in
            try await RawConnection.open(gateway) { client in
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                await gone.wait()
            }
        }
    }
}
