import NIOCore
import Testing
import Wire

/// The quick way to and from bytes says the same as the way over `Codable`.
@Suite struct JSONNodeTests {
    static let documents = [
        "null", "true", "[]", "{}", "0", "-0", "-17", "9223372036854775807", "-9223372036854775808", "1.0", "1e2",
        "0.1", "-2.5e-3", "12345678901234567890", "1e300", "\"\"", "\"gr\u{f6}\u{df}e \u{1F681}\"",
        #""\"\\\/\b\f\n\r\t\u0001\u00e4\ud83d\ude81""#, " [ 1 , [ 2 , { \"a\" : [ ] } ] ]\n",
        #"{"b":1,"a":{"z":null,"y":[true,false]},"\u00e9":"x"}"#,
    ]

    @Test(arguments: documents) func isReadAsCodableReadsIt(_ text: String) throws {
        let bytes = ByteBuffer(string: text)
        #expect(try JSONNode(json: bytes) == StrictJSON.decode(JSONNode.self, from: bytes))
    }

    @Test(arguments: documents) func isWrittenAsCodableWritesIt(_ text: String) throws {
        let node = try JSONNode(json: ByteBuffer(string: text))
        #expect(String(buffer: node.json()) == String(buffer: try StrictJSON.encode(node)))
    }

    @Test(
        arguments: [
            "", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "[1 2]", "nul", "truely", "01", "1.", ".5", "+1",
            "1e",
            "-", "1e999", "NaN", "'a'", "\"a", "\"\u{1}\"", #""\x""#, #""\u12""#, #""\ud800""#, #""\ud800\u0041""#,
            #""\udc00""#, "[] []", "{\"a\":1,\"a\":2}", String(repeating: "[", count: 100_000),
        ]) func whatIsNoJSONIs400(_ text: String)
    {
        let problem = #expect(throws: Problem.self) { try JSONNode(json: ByteBuffer(string: text)) }
        #expect(problem?.status == 400)
    }

    @Test func bytesThatAreNoTextAre400() {
        #expect(throws: Problem.self) { try JSONNode(json: ByteBuffer(bytes: [0x22, 0xff, 0x22])) }
    }
}
