import ShellServer
import Testing

@Suite struct DevNewsTests {
    private static func news(_ events: [DevNews.Event]) -> DevNews {
        events.reduce(into: DevNews()) { $0.add($1) }
    }

    private static let reload = DevNews.Event.reload(server: "explore")
    private static let newer = DevNews.Event.reload(server: "decide")
    private static let message = DevNews.Event.message("does not compile")

    /// What has happened, the last that the browser knows of, and the numbers that it is told.
    @Test(
        arguments: [
            ([], nil, []), ([reload], nil, []), ([message, reload], nil, [1]), ([message, .message("")], nil, []),
            ([reload, message], 0, [1, 2]), ([message, reload], 1, [2]), ([message, reload], 2, []),
            ([reload, message, newer], 0, [2, 3]), ([message, .message("")], 1, [2]), ([reload, message], 7, [1, 2]),
        ] as [([DevNews.Event], Int?, [Int])])
    func aBrowserIsToldWhatItHasMissed(events: [DevNews.Event], last: Int?, told: [Int]) {
        #expect(Self.news(events).missed(since: last).map(\.number) == told)
    }

    @Test func aReleaseThatTakesAnotherOnesPlaceIsOneToReloadFor() {
        var news = DevNews()
        news.note("1-a", of: "explore")
        news.note("1-a", of: "decide")
        news.note("1-a", of: "explore")
        #expect(news.lastNumber == 0)
        news.note("2-b", of: "explore")
        #expect(news.missed(since: 0).map(\.event) == [.reload(server: "explore")])
    }

    @Test func whoListensIsToldOfEachTextThatItIsInTimeFor() async {
        let channel = DevChannel()
        var news = channel.news().makeAsyncIterator()
        #expect(await news.next()?.lastNumber == 0)
        channel.send(Self.message)
        #expect(await news.next()?.missed(since: 0).map(\.event) == [Self.message])
        channel.send(Self.reload)
        channel.send(.message(""))
        #expect(await news.next()?.missed(since: 1).map(\.event) == [Self.reload, .message("")])
    }
}
