import Dispatch
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct BroadcastTests {
    private static func all<Value>(_ values: AsyncStream<Value>) async -> [Value] {
        await values.reduce(into: []) { $0.append($1) }
    }

    // MARK: Changing

    @Test func aReaderThatKeepsUpSeesEveryChange() async {
        let broadcast = Broadcast(0)
        var values = broadcast.values().makeAsyncIterator()
        for number in 0...5 {
            #expect(await values.next() == number)
            broadcast.change { $0 += 1 }
        }
    }

    @Test func aSlowReaderMissesOnlyWhatIsOutdated() async {
        let broadcast = Broadcast(0)
        var values = broadcast.values().makeAsyncIterator()
        for number in 1...5 { broadcast.change { $0 = number } }
        #expect(await values.next() == 5)
        broadcast.change { $0 = 6 }
        #expect(await values.next() == 6)
    }

    @Test func watchersLearnInOrderWhatManyChange() async {
        let broadcast = Broadcast(0)
        let watchers = (1...4).map { _ in
            let values = broadcast.values()
            return Task { await Self.all(values) }
        }
        await withDiscardingTaskGroup { group in
            for _ in 1...4 {
                group.addTask { for _ in 1...2_000 { broadcast.change { $0 += 1 } } }
            }
        }
        broadcast.finish()
        for watcher in watchers {
            let seen = await watcher.value
            #expect(seen.last == 8_000)
            #expect(zip(seen, seen.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test func whatStaysTheSameIsNoNews() async {
        let broadcast = Broadcast(1)
        var values = broadcast.values().makeAsyncIterator()
        #expect(await values.next() == 1)
        broadcast.update { $0 = 1 }
        broadcast.finish()
        #expect(await values.next() == nil)
        #expect(broadcast.value == 1)
    }

    @Test func aChangeAnswers() {
        let broadcast = Broadcast([1, 2, 3])
        #expect(broadcast.change { $0.removeLast() } == 3)
        #expect(broadcast.value == [1, 2])
    }

    // MARK: The end

    @Test func streamsEndBehindTheLastValue() async {
        let broadcast = Broadcast(0)
        let early = broadcast.values()
        broadcast.update { $0 = 7 }
        broadcast.finish()
        #expect(await Self.all(early) == [7])
        #expect(await Self.all(broadcast.values()) == [7])
        broadcast.finish()
        broadcast.change { $0 = 8 }
        #expect(await Self.all(broadcast.values()) == [8])
    }

    // MARK: Waiting

    /// What there is at first, what comes, what is waited for, and what comes of it when nothing more can.
    @Test(
        arguments: [
            (3, [], 3, 3), (0, [1, 2, 3], 3, 3), (0, [5], 3, 5), (0, [1, 2], 3, nil), (0, [], 3, nil),
        ] as [(Int, [Int], Int, Int?)])
    func waitingEndsWithTheFirstThatIsSuchOrTheEnd(first: Int, later: [Int], least: Int, answer: Int?) async {
        let broadcast = Broadcast(first)
        async let found = broadcast.wait { $0 >= least }
        for value in later { broadcast.change { $0 = value } }
        broadcast.finish()
        #expect(await found == answer)
    }

    @Test func whoIsCancelledWaitsNoMore() async {
        let broadcast = Broadcast(0)
        let wait = Task { await broadcast.wait { $0 > 0 } }
        wait.cancel()
        #expect(await wait.value == nil)
    }

    // MARK: Two at a time

    /// To wake a task and to cancel it want the same, so nobody may tell with a lock held that cancellation wants. Both
    /// are done by threads of their own: those that are stuck are no loss to the other tests.
    @Test func whoTellsAndWhoCancelsDoNotWaitForEachOther() async {
        let (broadcast, isOver, isDone) = (Broadcast(0), Broadcast(false), Broadcast(false))
        DispatchQueue.global().async {
            while !isOver.value { broadcast.change { $0 += 1 } }
            isDone.change { $0 = true }
        }
        DispatchQueue.global().async {
            for _ in 1...1_000 {
                let begun = DispatchSemaphore(value: 0)
                let watchers = (1...16).map { _ in
                    let values = broadcast.values()
                    return Task {
                        for await _ in values { begun.signal() }
                    }
                }
                for _ in watchers { begun.wait() }
                for watcher in watchers { watcher.cancel() }
            }
            isOver.change { $0 = true }
        }
        await firstOf({ await isDone.wait { $0 } }, { await pause(.seconds(20)) })
        #expect(isDone.value)
    }
}
