import Gateway
import HTTPTypes
import Testing

@Suite struct AcceptEncodingTests {
    @Test(arguments: [
        "gzip", "gzip, deflate, br, zstd", "deflate, gzip;q=1.0, *;q=0.5", "GZIP", "x-gzip", "*", "gzip;q=0.001",
        "gzip ; q=0.5", "br;q=1, gzip;Q=0.8", "gzip;q=0.5, identity;q=0.5", "*;q=0.1, identity;q=0",
    ])
    func gzipIsTaken(_ header: String) {
        #expect(AcceptEncoding.prefersGzip(header))
    }

    @Test(arguments: [
        nil, "", "identity", "br", "deflate", "gzip;q=0", "gzip; q=0.0", "*;q=0", "gzip;q=0, *;q=1", "gzipped",
        "gzip;q=2", "gzip;q=x", "gzip;q", "gzip;q=0.5, identity;q=0.6", "gzip;q=-1", "gzip;q=nan",
    ])
    func gzipIsNotTaken(_ header: String?) {
        #expect(!AcceptEncoding.prefersGzip(header))
    }
}

@Suite struct CompressionPolicyTests {
    private func decide(
        _ contentType: String? = "text/html", method: HTTPRequest.Method = .get, status: HTTPResponse.Status = .ok,
        accept: String? = "gzip", _ more: HTTPFields = [:]
    ) -> CompressionPolicy.Decision {
        var fields = more
        fields[.contentType] = contentType
        return CompressionPolicy.decide(method: method, acceptEncoding: accept, status: status, fields: fields)
    }

    @Test(arguments: [
        "text/html; charset=utf-8", "text/css", "text/javascript", "application/json", "application/problem+json",
        "image/svg+xml",
    ])
    func textIsCompressed(_ contentType: String) {
        #expect(decide(contentType) == .gzip)
        #expect(decide(contentType, accept: nil) == .plain)
    }

    @Test(arguments: [nil, "image/png", "font/woff2", "application/octet-stream", "text/event-stream"])
    func othersAreNot(_ contentType: String?) {
        #expect(decide(contentType) == .fixed)
    }

    @Test func tinyEncodedPartialAndBodilessAnswersAreNot() {
        #expect(decide([.contentLength: "511"]) == .fixed)
        #expect(decide([.contentLength: "512"]) == .gzip)
        #expect(decide([.contentEncoding: "br"]) == .fixed)
        #expect(decide([.contentRange: "bytes 0-9/10"]) == .fixed)
        #expect(decide([.cacheControl: "public, no-transform"]) == .fixed)
        #expect(decide(status: .partialContent) == .fixed)
        #expect(decide(status: .noContent) == .fixed)
        #expect(decide(method: .head) == .plain)
    }

    private func decide(_ more: HTTPFields) -> CompressionPolicy.Decision { decide("text/html", more) }

    @Test func headerSaysWhatWasDone() {
        var fields: HTTPFields = [.eTag: "\"a\"", .contentLength: "900", .vary: "Cookie", .acceptRanges: "bytes"]
        CompressionPolicy.apply(.gzip, status: .ok, to: &fields)
        #expect(fields == [.eTag: "W/\"a\"", .vary: "Cookie, Accept-Encoding", .contentEncoding: "gzip"])
    }

    @Test func plainAnswerOfTheSameThingVariesToo() {
        var fields: HTTPFields = [.eTag: "\"a\"", .contentLength: "900"]
        CompressionPolicy.apply(.plain, status: .ok, to: &fields)
        #expect(fields == [.eTag: "\"a\"", .contentLength: "900", .vary: "Accept-Encoding"])
    }

    @Test func notModifiedNamesTheTagOfWhatTheClientHas() {
        var fields: HTTPFields = [.eTag: "\"a\""]
        #expect(decide(nil, status: .notModified) == .gzip)
        CompressionPolicy.apply(.gzip, status: .notModified, to: &fields)
        #expect(fields == [.eTag: "W/\"a\"", .vary: "Accept-Encoding"])
    }

    @Test(arguments: ["*", "Accept-Encoding", "cookie, accept-encoding"])
    func varyIsNotSaidTwice(_ vary: String) {
        var fields: HTTPFields = [.vary: vary]
        CompressionPolicy.apply(.plain, status: .ok, to: &fields)
        #expect(fields[.vary] == vary)
    }
}
