import NIOCore
import Testing
import Wire

@Suite struct ServerSentEventsTests {
    private static let stream = """
        : hello
        id: 7
        event: order
        data: {"a":1}
        data: second
        unknown: x

        data:no space

        event: nothing

        """ + "\n"

    private static let parts: [ServerSentPart] = [
        .signOfLife, .event(.init(id: "7", name: "order", data: "{\"a\":1}\nsecond")),
        .event(.init(id: "7", data: "no space")),
    ]

    private func read(_ pieces: [String]) throws -> [ServerSentPart] {
        var reader = ServerSentReader()
        return try pieces.flatMap { try reader.read(ByteBuffer(string: $0)) }
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func eventsAreReadWhateverEndsALine(_ end: String) throws {
        #expect(try read([Self.stream.replacing("\n", with: end)]) == Self.parts)
    }

    @Test func eventsAreReadHoweverTheyAreCut() throws {
        let text = Self.stream.replacing("\n", with: "\r\n")
        for cut in 1..<text.utf8.count {
            let bytes = Array(text.utf8)
            let pieces = [bytes[..<cut], bytes[cut...]].map { String(decoding: $0, as: UTF8.self) }
            #expect(try read(pieces) == Self.parts, "cut at \(cut)")
        }
        #expect(try read(text.unicodeScalars.map { String($0) }) == Self.parts)
    }

    @Test func whatIsWrittenIsRead() throws {
        let parts: [ServerSentPart] = [
            .event(.init(id: "1", name: "order", data: "one\n\nthree")), .signOfLife,
            .event(.init(name: "x", data: "")),
        ]
        #expect(
            try read([parts.map(\.text).joined()]) == [
                parts[0], .signOfLife, .event(.init(id: "1", name: "x", data: "")),
            ])
    }

    @Test func anEventWithoutEndIsRefused() throws {
        var reader = ServerSentReader()
        #expect(throws: WireError.tooLarge(limit: 1 << 20)) {
            try reader.read(ByteBuffer(repeating: UInt8(ascii: "x"), count: (1 << 20) + 1))
        }
    }
}
