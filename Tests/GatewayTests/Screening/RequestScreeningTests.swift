import Gateway
import HTTPTypes
import NIOHTTP1
import Testing

@Suite struct RequestScreeningTests {
    let screening = RequestScreening(routes: GatewayRoute.table, settings: GatewaySettings())

    private func head(
        _ method: HTTPMethod = .GET, _ uri: String = "/", version: HTTPVersion = .http1_1,
        _ fields: [(String, String)] = [], host: String? = "shop.test"
    ) -> HTTPRequestHead {
        var headers = HTTPHeaders(fields)
        if let host { headers.add(name: "host", value: host) }
        return HTTPRequestHead(version: version, method: method, uri: uri, headers: headers)
    }

    private func status(_ head: HTTPRequestHead) -> Int? { screening.refusal(of: head)?.status.code }

    @Test(arguments: [HTTPMethod.GET, .HEAD, .POST])
    func pageMethodsComeIn(_ method: HTTPMethod) {
        #expect(status(head(method)) == nil)
    }

    @Test(arguments: [HTTPMethod.PUT, .DELETE, .PATCH, .OPTIONS, .TRACE, .CONNECT, .PROPFIND])
    func otherMethodsAreRefusedWithAllow(_ method: HTTPMethod) {
        let refusal = screening.refusal(of: head(method))
        #expect(refusal?.status == .methodNotAllowed)
        #expect(refusal?.allow == [.get, .head, .post])
    }

    @Test func picturesTakeNoPost() {
        let refusal = screening.refusal(of: head(.POST, "/pictures/a.svg"))
        #expect(refusal?.allow == [.get, .head])
    }

    @Test func longestTargetComesInAndOneMoreDoesNot() {
        let longest = "/" + String(repeating: "a", count: 4_095)
        #expect(status(head(.GET, longest)) == nil)
        #expect(status(head(.GET, longest + "a")) == 414)
    }

    @Test(
        arguments: [
            ("content-length", "65536", nil), ("content-length", "65537", 413), ("content-length", "-1", 400),
            ("content-length", "+1", 400), ("content-length", "0x10", 400), ("content-length", "1, 1", 400),
            ("content-length", "99999999999999999999", 400), ("transfer-encoding", "chunked", nil),
            ("transfer-encoding", "gzip, chunked", 501), ("transfer-encoding", "identity", 501),
            ("transfer-encoding", "xchunked", 501), ("expect", "100-continue", nil), ("expect", "200-ok", 417),
        ] as [(String, String, Int?)])
    func framingIsChecked(_ name: String, _ value: String, _ expected: Int?) {
        #expect(status(head(.POST, "/x", [(name, value)])) == expected)
    }

    @Test(arguments: [
        [("content-length", "3"), ("content-length", "3")],
        [("content-length", "3"), ("transfer-encoding", "chunked")],
        [("transfer-encoding", "chunked"), ("transfer-encoding", "chunked")],
    ])
    func twoLengthsAreRefused(_ fields: [(String, String)]) {
        #expect(status(head(.POST, "/x", fields)) == 400)
    }

    @Test func onlyAPostCarriesABody() {
        #expect(status(head(.GET, "/", [("content-length", "3")])) == 400)
        #expect(status(head(.GET, "/", [("content-length", "0")])) == nil)
        #expect(status(head(.HEAD, "/", [("transfer-encoding", "chunked")])) == 400)
    }

    @Test func oldVersionComesInWithoutItsHost() {
        #expect(status(head(version: .http1_0, host: nil)) == nil)
        #expect(status(head(host: nil)) == 400)
        #expect(status(head(version: HTTPVersion(major: 1, minor: 2))) == 505)
        #expect(status(head(.POST, "/", version: .http1_0, [("transfer-encoding", "chunked")])) == 400)
    }

    @Test func twoHostsAreRefused() {
        #expect(status(head(.GET, "/", [("host", "shop.test")])) == 400)
    }

    @Test(
        arguments: [
            ([], nil), ([("sec-fetch-site", "same-origin")], nil), ([("sec-fetch-site", "none")], nil),
            ([("sec-fetch-site", "same-site")], 403), ([("sec-fetch-site", "cross-site")], 403),
            ([("origin", "http://shop.test")], nil), ([("origin", "https://SHOP.test")], nil),
            ([("origin", "http://evil.test")], 403), ([("origin", "null")], 403), ([("origin", "shop.test")], 403),
            ([("origin", "http://shop.test:81")], 403), ([("origin", "http://shop.test.evil.test")], 403),
            ([("sec-fetch-site", "same-origin"), ("origin", "http://evil.test")], 403),
        ] as [([(String, String)], Int?)])
    func foreignPostsAreRefused(_ fields: [(String, String)], _ expected: Int?) {
        #expect(status(head(.POST, "/checkout/cart/add", fields)) == expected)
        #expect(status(head(.GET, "/", fields)) == nil)
    }
}
