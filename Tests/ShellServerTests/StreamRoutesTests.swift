import Chassis
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct StreamRoutesTests {
    private static func ask(_ target: String, _ fields: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    }

    private func text(_ chunk: [UInt8]?) -> String? { chunk.map { String(decoding: $0, as: UTF8.self) } }

    @Test func eachEventIsPassedOnAsItIsSaid() async throws {
        try await House.run { house in
            try await RawConnection.open(house.shell) { client in
                try await client.send(Self.ask("/kites/delta/events?known=4", "Last-Event-ID: 9\r\n"))
                let head = try await client.responseHead()
                #expect(head.status == 200 && head["content-type"] == "text/event-stream")
                #expect(head["cache-control"] == "no-store")
                #expect(text(try await client.chunk()) == "id: 1\nevent: delta\ndata: 4 9\n\n")
                for number in 2...4 {
                    let part = ServerSentPart.event(.init(id: "\(number)", name: "x", data: "\(number)"))
                    for follower in house.news.value { follower.yield(part) }
                    #expect(text(try await client.chunk()) == part.text)
                }
                for follower in house.news.value { follower.finish() }
                #expect(try await client.chunk() == nil)
            }
        }
    }

    /// The connection stays whole: the browser's next request may come on it.
    @Test func aStreamEndsWhenTheShellDrains() async throws {
        try await House.run { house in
            try await RawConnection.open(house.shell) { client in
                try await client.send(Self.ask("/kites/delta/events"))
                _ = try await client.responseHead()
                _ = try await client.chunk()
                house.lifecycle.drain()
                #expect(try await client.chunk() == nil)
                #expect(try await client.request(Self.ask("/kites/delta"))["connection"] == "close")
            }
        }
    }

    @Test(arguments: [("/kites/gone/events", 204), ("/kites/delta/other", 404), ("/kites/delta/events/x", 404)])
    func whatCannotBeFollowedIsSaid(_ target: String, _ status: Int) async throws {
        try await House.run { house in
            let answer = try await house.get(target)
            #expect(answer.status.code == status)
        }
    }
}
