import Gateway
import NIOCore
import Testing

@Suite struct GzipStreamTests {
    private func bytes(_ buffer: ByteBuffer) -> [UInt8] { Array(buffer.readableBytesView) }

    @Test func everyFlushedPartCanBeReadAtOnce() throws {
        let gzip = try GzipStream(level: 5)
        let gunzip = try Gunzip()
        for part in ["<!doctype html>", "<title>Kites</title>", String(repeating: "wind ", count: 40_000)] {
            #expect(try gunzip.decode(bytes(gzip.compress(ByteBuffer(string: part), .sync))) == part)
        }
        #expect(try gunzip.decode(bytes(gzip.compress(ByteBuffer(), .finish))) == "")
        #expect(gunzip.isFinished)
    }

    @Test(arguments: [0, 1, 511, 65_536, 1_000_000])
    func whatComesOutIsWhatWentIn(_ count: Int) throws {
        var generator = SystemRandomNumberGenerator()
        let text = String(
            decoding: (0..<count).map { _ in UInt8.random(in: 32...126, using: &generator) }, as: UTF8.self)
        let compressed = try GzipStream.compress(ByteBuffer(string: text), level: 9)
        #expect(try Gunzip.decode(bytes(compressed)) == text)
    }

    @Test func repetitionShrinks() throws {
        let page = ByteBuffer(string: String(repeating: "<li class=\"product\">Kite</li>", count: 500))
        #expect(try GzipStream.compress(page, level: 5).readableBytes * 20 < page.readableBytes)
    }
}
