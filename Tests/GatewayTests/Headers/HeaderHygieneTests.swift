import Gateway
import HTTPTypes
import Testing

@Suite struct HeaderHygieneTests {
    private func fields(_ pairs: [(String, String)]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in pairs {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return fields
    }

    private func passesIn(_ name: String) -> Bool { !HeaderHygiene.inbound(fields([(name, "x")])).isEmpty }

    private func passesOut(_ name: String) -> Bool { !HeaderHygiene.outbound(fields([(name, "x")])).isEmpty }

    @Test(arguments: [
        "Accept", "Accept-Language", "Cookie", "User-Agent", "If-None-Match", "Content-Type", "Referer", "Range",
        "Sec-Fetch-Site", "Origin", "Idempotency-Key", "Cache-Control", "DNT",
    ])
    func browsersFieldsPassIn(_ name: String) {
        #expect(passesIn(name))
    }

    @Test(arguments: [
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Proxy-Authorization", "Shop-Nonce", "SHOP-anything", "Traceparent", "Tracestate", "Baggage", "X-B3-TraceId",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Prefix", "Forwarded", "X-Real-IP", "X-User", "X-User-Id",
        "X-Auth-Request-Email", "X-Authenticated-User", "X-Roles", "X-Role", "X-Identity", "X-Account-Id",
        "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "Expect", "Accept-Encoding", "Content-Length",
        "X_User", "Shop_Nonce", "X-Remote-User", "Via",
    ])
    func whatOnlyTheHouseSaysIsNotTakenFromOutside(_ name: String) {
        #expect(!passesIn(name))
    }

    @Test(arguments: [
        "Content-Type", "Set-Cookie", "Location", "ETag", "Cache-Control", "Vary", "Server-Timing", "Link",
        "Retry-After",
        "Content-Length", "Content-Encoding",
    ])
    func answersFieldsPassOut(_ name: String) {
        #expect(passesOut(name))
    }

    @Test(arguments: [
        "Connection", "Keep-Alive", "Transfer-Encoding", "Trailer", "Upgrade", "Proxy-Authenticate", "Server",
        "X-Powered-By", "Shop-Nonce", "Shop-Title", "Traceparent", "Date", "Content-Security-Policy",
    ])
    func whatIsForTheHouseDoesNotPassOut(_ name: String) {
        #expect(!passesOut(name))
    }

    @Test func fieldsThatConnectionNamesEndHere() {
        let pairs = [("Connection", "close, X-Hop ,\tX-Other"), ("x-hop", "1"), ("X-OTHER", "2"), ("x-kept", "3")]
        #expect(HeaderHygiene.inbound(fields(pairs)) == fields([("x-kept", "3")]))
        #expect(HeaderHygiene.outbound(fields(pairs)) == fields([("x-kept", "3")]))
    }

    @Test func repeatedFieldsKeepTheirOrder() {
        let cookies = fields([("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        #expect(HeaderHygiene.outbound(cookies) == cookies)
    }
}

@Suite struct ForwardedClientTests {
    private let claim: HTTPFields = [
        .init("x-forwarded-for") ?? .accept: "203.0.113.9", .init("x-forwarded-proto") ?? .accept: "https",
        .init("x-forwarded-host") ?? .accept: "shop.example",
    ]

    @Test func strangersClaimsAreNotBelieved() {
        let client = ForwardedClient(claim, peer: "198.51.100.1", authority: "shop.test", trusted: ["10.0.0.1"])
        #expect(client.addresses == "198.51.100.1")
        #expect(client.scheme == "http")
        #expect(client.host == "shop.test")
    }

    @Test func trustedProxiesClaimsAre() {
        let client = ForwardedClient(claim, peer: "10.0.0.1", authority: "inside", trusted: ["10.0.0.1"])
        #expect(client.addresses == "203.0.113.9, 10.0.0.1")
        #expect(client.scheme == "https")
        #expect(client.host == "shop.example")
    }
}
