import NIOCore
import Testing
import Wire

@Suite struct StrictJSONTests {
    struct Line: Codable, Sendable, Hashable {
        var sku: String
        var quantity: Int

        enum CodingKeys: String, CodingKey, CaseIterable {
            case sku, quantity
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseUnknownFields(CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            sku = try container.decode(String.self, forKey: .sku)
            quantity = try container.decode(Int.self, forKey: .quantity)
        }
    }

    struct Order: Decodable, Sendable {
        var lines: [Line]
    }

    private func problem(_ json: String) -> Problem? {
        #expect(throws: Problem.self) { try StrictJSON.decode(Order.self, from: ByteBuffer(string: json)) }
    }

    @Test func goodDocumentIsRead() throws {
        let order = try StrictJSON.decode(
            Order.self, from: ByteBuffer(string: "{\"lines\":[{\"sku\":\"KT-001-SR\",\"quantity\":2}]}"))
        #expect(order.lines.first?.quantity == 2)
    }

    @Test(arguments: [
        ("{\"lines\":[{\"sku\":\"a\"}]}", "lines[0].quantity", "is missing"),
        ("{\"lines\":[{\"sku\":\"a\",\"quantity\":\"2\"}]}", "lines[0].quantity", "must be a whole number"),
        ("{\"lines\":[{\"sku\":7,\"quantity\":2}]}", "lines[0].sku", "must be text"),
        ("{\"lines\":[{\"sku\":null,\"quantity\":2}]}", "lines[0].sku", "must be text, not null"),
        ("{\"lines\":{}}", "lines", "must be a list"), ("{}", "lines", "is missing"),
        (
            "{\"lines\":[{\"sku\":\"a\",\"quantity\":2,\"price\":1}]}", "lines[0].price",
            "is not known here; known are quantity, sku"
        ),
    ])
    func mistakeIsNamedWithItsField(_ json: String, _ field: String, _ detail: String) {
        let problem = problem(json)
        #expect(problem?.status == 422)
        #expect(problem?.errors == [.init(field: field, detail: detail)])
    }

    @Test(arguments: ["", "{", "[", "nonsense", "{\"lines\":[]", "{\"lines\":[]}}", "{'lines':[]}"])
    func brokenDocumentIs400(_ json: String) {
        #expect(problem(json)?.status == 400)
    }

    @Test func otherRootIs422() {
        #expect(problem("[]")?.status == 422)
        #expect(problem("7")?.status == 422)
    }

    @Test func badUTF8Is400() {
        let bytes: [UInt8] = Array("{\"lines\":[{\"sku\":\"".utf8) + [0xC3, 0x28] + Array("\"}]}".utf8)
        let problem = #expect(throws: Problem.self) {
            try StrictJSON.decode(Order.self, from: ByteBuffer(bytes: bytes))
        }
        #expect(problem?.status == 400)
        #expect(problem?.detail == "The body is not valid UTF-8.")
    }

    @Test func equalValuesGiveEqualBytes() throws {
        let first = try StrictJSON.encode(["b": 1, "a": 2])
        #expect(String(buffer: first) == "{\"a\":2,\"b\":1}")
        #expect(try StrictJSON.encode(["/": "a/b"]) == ByteBuffer(string: "{\"/\":\"a/b\"}"))
    }
}

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("abc-._~XYZ019", "abc-._~XYZ019"), ("a b", "a%20b"), ("ä", "%C3%A4"),
        ("a/b?c&d=e+f", "a%2Fb%3Fc%26d%3De%2Bf"),
        ("🪁", "%F0%9F%AA%81"), ("%", "%25"),
    ])
    func encodesAndDecodes(_ text: String, _ encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test(arguments: ["%", "%2", "%zz", "a%", "%C3", "%FF", "%C0%80"])
    func brokenEncodingIsNil(_ text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }

    @Test func plusIsASpaceInForms() {
        #expect(PercentEncoding.decode("a+b%2Bc", plusIsSpace: true) == "a b+c")
        #expect(PercentEncoding.decode("a+b") == "a+b")
    }

    @Test func queryIsWritten() {
        var query = QueryWriter()
        query.add("q", "red & blue")
        query.add("none", String?.none)
        query.add("page", 2)
        #expect(query.target("/products") == "/products?q=red%20%26%20blue&page=2")
        #expect(QueryWriter().target("/products") == "/products")
    }
}

@Suite struct AddressTests {
    @Test(arguments: [("127.0.0.1:80", "127.0.0.1", 80), ("localhost:0", "localhost", 0), ("a:65535", "a", 65_535)])
    func isRead(_ text: String, _ host: String, _ port: Int) {
        #expect(Address(text) == Address(host: host, port: port))
        #expect(Address(host: host, port: port).description == text)
    }

    @Test(arguments: ["", "a", ":80", "a:", "a:x", "a:65536", "a:-1"])
    func isRefused(_ text: String) {
        #expect(Address(text) == nil)
    }
}
