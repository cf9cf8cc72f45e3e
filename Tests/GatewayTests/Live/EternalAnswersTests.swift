import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import TestSupport
import Testing
import Wire

@Suite struct BoundedCacheTests {
    @Test func staysBoundedAndDropsTheLongestUnused() {
        let cache = BoundedCache<Int, String>(limit: 1_000)
        for number in 0..<50 {
            cache.insert("\(number)", of: 100, for: number)
            _ = cache[0]
            #expect(cache.size <= 1_000)
        }
        #expect(cache[0] == "0" && cache[1] == nil && cache[49] == "49")
    }

    @Test func whatIsTooLargeIsNotKept() {
        let cache = BoundedCache<Int, String>(limit: 1_000)
        cache.insert("", of: 126, for: 1)
        #expect(cache.size == 0)
    }

    @Test func theSameThingTwiceCountsOnce() {
        let cache = BoundedCache<Int, String>(limit: 1_000)
        for _ in 0..<5 { cache.insert("", of: 100, for: 1) }
        #expect(cache.size == 100)
    }
}

/// What never changes is asked for once.
@Suite struct EternalAnswersTests {
    private static let eternal = "public, max-age=31536000, immutable"

    @Test(
        arguments: [
            ("/pictures/a", eternal, [:], 1),
            ("/pictures/a?x=1", eternal, [:], 3),
            ("/pictures/a", "public, max-age=31536000", [:], 3),
            ("/pictures/a", "private, immutable", [:], 3),
            ("/pictures/a", eternal, [.setCookie: "a=1"], 3),
            ("/pictures/a", eternal, [.vary: "cookie"], 3),
        ] as [(String, String, HTTPFields, Int)])
    func onlyWhatSaysSoIsKept(_ target: String, _ control: String, _ others: HTTPFields, _ times: Int) async throws {
        let asked = Mutex(0)
        try await House.run(shell: { router in
            router.get("/pictures/a") { _, _ in
                asked.withLock { $0 += 1 }
                var headers = others
                headers[.contentType] = "image/svg+xml"
                headers[.cacheControl] = control
                return Response(
                    status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: "<svg></svg>")))
            }
        }) { gateway in
            for _ in 0..<3 {
                let answer = try await WireClient.shared.send(
                    WireRequest(target: target), to: gateway, deadline: .after(.seconds(20)))
                #expect(answer.status == .ok && String(buffer: answer.body) == "<svg></svg>")
                #expect(answer.headers[.cacheControl] == control)
            }
        }
        #expect(asked.withLock(\.self) == times)
    }

    @Test func aPartOrAComparisonIsTheServersToAnswer() async throws {
        let asked = Mutex<[String]>([])
        try await House.run(shell: { router in
            router.get("/pictures/a") { request, _ in
                asked.withLock { $0.append(request.headers[.ifNoneMatch] ?? request.headers[.range] ?? "all") }
                return Response(
                    status: .ok, headers: [.cacheControl: Self.eternal],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: "a")))
            }
        }) { gateway in
            for headers in [[:], [.ifNoneMatch: "\"x\""], [:], [.range: "bytes=0-0"]] as [HTTPFields] {
                _ = try await WireClient.shared.send(
                    WireRequest(target: "/pictures/a", headers: headers), to: gateway, deadline: .after(.seconds(20)))
            }
        }
        #expect(asked.withLock(\.self) == ["all", "\"x\"", "bytes=0-0"])
    }

    @Test func whatIsMissingIsAskedForAgain() async throws {
        let asked = Mutex(0)
        try await House.run(shell: { router in
            router.get("/pictures/a") { _, _ in
                let isFirst = asked.withLock { asked in
                    asked += 1
                    return asked == 1
                }
                return Response(
                    status: isFirst ? .notFound : .ok, headers: [.cacheControl: Self.eternal],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: "a")))
            }
        }) { gateway in
            var statuses: [Int] = []
            for _ in 0..<3 {
                let answer = try await WireClient.shared.send(
                    WireRequest(target: "/pictures/a"), to: gateway, deadline: .after(.seconds(20)))
                statuses.append(answer.status.code)
            }
            #expect(statuses == [404, 200, 200])
        }
        #expect(asked.withLock(\.self) == 2)
    }
}
