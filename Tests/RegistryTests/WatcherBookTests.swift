import Registry
import RegistryAPI
import Testing

@Suite struct WatcherBookTests {
    private let mark = DirectoryMark(epoch: "a", version: 3)

    @Test func questionAcknowledges() {
        var book = WatcherBook()
        book.asks("shell", knowing: mark, at: 0)
        #expect(book.watchers(at: 60_000) == [Watcher(name: "shell", acknowledged: mark, silentMilliseconds: 0)])
    }

    @Test func whoIsAnsweredAndSilentForFiveSecondsIsGone() {
        var book = WatcherBook()
        book.asks("shell", knowing: nil, at: 0)
        book.isAnswered("shell", at: 1_000)
        #expect(book.watchers(at: 5_999).map(\.silentMilliseconds) == [4_999])
        #expect(book.watchers(at: 6_000) == [])
    }

    @Test func whoSaysGoodbyeIsGoneAtOnce() {
        var book = WatcherBook()
        book.asks("shell", knowing: mark, at: 0)
        let wasWatching = book.forget("shell", at: 0)
        #expect(wasWatching)
        #expect(book.watchers(at: 0) == [])
        let wasWatchingThen = book.forget("shell", at: 0)
        #expect(!wasWatchingThen)
    }

    /// Two connections: the goodbye may overtake the question before it, and nobody is there to hear its answer.
    @Test func aQuestionThatComesAfterTheGoodbyeIsNoReturn() {
        var book = WatcherBook()
        book.asks("shell", knowing: mark, at: 0)
        _ = book.forget("shell", at: 10)
        book.asks("shell", knowing: mark, at: 11)
        #expect(book.watchers(at: 11) == [])
        book.asks("shell", knowing: nil, at: 12)
        #expect(book.watchers(at: 12).map(\.name) == ["shell"])
        _ = book.forget("shell", at: 13)
        book.asks("shell", knowing: mark, at: 13 + WatcherBook.patience)
        #expect(book.watchers(at: 13 + WatcherBook.patience).map(\.name) == ["shell"])
    }

    @Test(arguments: [
        ("a", 3, true), ("a", 4, true), ("a", 2, false), ("b", 9, false),
    ])
    func laggardsAreThoseBehindOrOfAnotherEpoch(_ epoch: String, _ version: Int, _ hasIt: Bool) {
        let known = DirectoryMark(epoch: epoch, version: version)
        let list = WatcherList(
            at: mark, watchers: [Watcher(name: "shell", acknowledged: known, silentMilliseconds: 0)])
        #expect(list.laggards(behind: mark).isEmpty == hasIt)
    }
}
