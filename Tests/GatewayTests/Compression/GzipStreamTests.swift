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

@Suite struct CompressedCacheTests {
    private func key(_ number: Int) -> CompressedCache.Key { .init(target: "/a/\(number)", tag: "t") }

    @Test func keepsWhatItIsGiven() {
        let cache = CompressedCache()
        cache.insert(ByteBuffer(string: "abc"), for: key(1))
        #expect(cache[key(1)] == ByteBuffer(string: "abc"))
        #expect(cache[.init(target: "/a/1", tag: "other")] == nil)
    }

    @Test func staysBoundedAndDropsTheLongestUnused() {
        let cache = CompressedCache(limit: 1_000)
        for number in 0..<50 {
            cache.insert(ByteBuffer(repeating: 0, count: 100), for: key(number))
            _ = cache[key(0)]
            #expect(cache.size <= 1_000)
        }
        #expect(cache[key(0)] != nil)
        #expect(cache[key(1)] == nil)
        #expect(cache[key(49)] != nil)
    }

    @Test func whatIsTooLargeIsNotKept() {
        let cache = CompressedCache(limit: 1_000)
        cache.insert(ByteBuffer(repeating: 0, count: 126), for: key(1))
        #expect(cache.size == 0)
    }

    @Test func theSameThingTwiceCountsOnce() {
        let cache = CompressedCache(limit: 1_000)
        for _ in 0..<5 { cache.insert(ByteBuffer(repeating: 0, count: 100), for: key(1)) }
        #expect(cache.size == 100)
    }
}
