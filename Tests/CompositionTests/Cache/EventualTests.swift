import Composition
import Synchronization
import Testing
import Wire

@Suite struct EventualTests {
    @Test func aValueThatIsThereIsAnsweredAtOnce() async {
        let eventual = Eventual<Int>()
        #expect(eventual.now == nil)
        eventual.set(1)
        eventual.set(2)
        #expect(eventual.now == 1)
        #expect(await eventual.value() == 1)
        #expect(await eventual.value(until: .after(.zero)) == 1)
        let seen = Mutex(0)
        eventual.whenSet { value in seen.withLock { $0 = value } }
        #expect(seen.withLock(\.self) == 1)
    }

    @Test func allWhoWaitAreAnswered() async {
        let eventual = Eventual<Int>()
        let sum = await withTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask {
                    number % 2 == 0 ? await eventual.value() : await eventual.value(until: .after(.seconds(60))) ?? 0
                }
            }
            group.addTask {
                eventual.set(1)
                return 0
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 200)
    }

    @Test func waitingEndsAtTheDeadline() async {
        let eventual = Eventual<Int>()
        let start = ContinuousClock.now
        #expect(await eventual.value(until: .after(.milliseconds(20))) == nil)
        #expect(start.duration(to: .now) >= .milliseconds(19))
        eventual.set(1)
        #expect(await eventual.value(until: .after(.milliseconds(20))) == 1)
    }

    @Test func aDeadlineThatHasPassedEndsItAtOnce() async {
        #expect(await Eventual<Int>().value(until: .after(.seconds(-1))) == nil)
    }

    /// The value and the alarm come at the same moment, again and again: each waiter is answered once, or this hangs or
    /// traps.
    @Test func aValueAtTheVeryDeadlineIsNoTrouble() async {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<2_000 {
                let eventual = Eventual<Int>()
                let moment = Deadline.after(.microseconds(number))
                group.addTask { #expect([nil, 1].contains(await eventual.value(until: moment))) }
                group.addTask {
                    while !moment.hasPassed { await Task.yield() }
                    eventual.set(1)
                }
            }
        }
    }
}
