import RegistryAPI
import Synchronization
import Wire

/// The registry's one state, and those who wait for it to change.
final class RegistryBoard: Sendable {
    private struct State {
        var table = LeaseTable()
        var watchers = WatcherBook()
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
        /// Those who wait for others to have taken a change.
        var awaiting: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextWaiting = 0
        var isWarming: Bool
        var isClosed = false
    }

    let epoch: String
    let clock: RegistryClock
    private let state: Mutex<State>

    /// - Parameter isWarming: whether it has just started and may not know everybody yet.
    init(epoch: String, clock: RegistryClock, isWarming: Bool) {
        self.epoch = epoch
        self.clock = clock
        state = Mutex(State(isWarming: isWarming))
    }

    // MARK: Leases

    /// Reads or changes the table as of now, and wakes those who wait if anybody could see a change.
    /// - Returns: what `work` answers, and what the directory is at with that.
    func withTable<Answer: Sendable>(
        _ work: (inout LeaseTable, _ now: Int) -> Answer
    ) -> (answer: Answer, mark: DirectoryMark) {
        let (answer, mark, woken) = state.withLock { state in
            let now = clock.now()
            let before = state.table.version
            state.table.expire(at: now)
            let answer = work(&state.table, now)
            let woken = state.table.version == before ? [] : Array(state.waiting.values)
            return (answer, self.mark(of: state), woken)
        }
        for waiting in woken { waiting.finish() }
        return (answer, mark)
    }

    /// Ends the leases that have run out by now.
    /// - Returns: when the next one does.
    func expire() -> Int? { withTable { table, _ in table.nextEnd }.answer }

    /// From now on, who is not here is missing.
    func endWarming() {
        let wasWarming = state.withLock { state in
            defer { state.isWarming = false }
            return state.isWarming
        }
        if wasWarming { _ = withTable { table, _ in table.touch() } }
    }

    // MARK: Watching

    /// What is known, as soon as it differs from `mark` or the time is up.
    /// - Parameter watcher: who asks, for the list of watchers.
    func answer(beyond mark: DirectoryMark?, to watcher: String?, within limit: Duration) async -> DirectoryAnswer {
        _ = expire()
        let (number, awaiting) = state.withLock { state in
            if let watcher { state.watchers.asks(watcher, knowing: mark, at: clock.now()) }
            state.nextWaiting += 1
            return (state.nextWaiting, watcher == nil ? [] : Array(state.awaiting.values))
        }
        for awaiting in awaiting { awaiting.yield() }
        let (news, continuation) = AsyncStream.makeStream(of: Void.self)
        let mustWait = state.withLock { state in
            guard mark == self.mark(of: state), !state.isClosed else { return false }
            state.waiting[number] = continuation
            return true
        }
        if mustWait {
            let alarm = Alarm.set(at: .after(limit)) { continuation.finish() }
            for await _ in news {}
            alarm.cancel()
        }
        return state.withLock { state in
            state.waiting[number] = nil
            if let watcher { state.watchers.isAnswered(watcher, at: clock.now()) }
            return DirectoryAnswer(
                state.table.directory, at: self.mark(of: state), warming: state.isWarming,
                protecting: state.table.isProtecting)
        }
    }

    func watchers() -> WatcherList {
        state.withLock { WatcherList(at: mark(of: $0), watchers: $0.watchers.watchers(at: clock.now())) }
    }

    /// The watchers, as soon as all that live have taken `mark`, or the time is up.
    func watchers(behind mark: DirectoryMark, within limit: Duration) async -> WatcherList {
        let (news, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield()
        let number = state.withLock { state in
            state.nextWaiting += 1
            if state.isClosed { continuation.finish() } else { state.awaiting[state.nextWaiting] = continuation }
            return state.nextWaiting
        }
        defer { state.withLock { _ = $0.awaiting.removeValue(forKey: number) } }
        let alarm = Alarm.set(at: .after(limit)) { continuation.finish() }
        defer { alarm.cancel() }
        for await _ in news {
            let laggards = watchers().laggards(behind: mark)
            guard let silence = laggards.map(\.silentMilliseconds).max() else { break }
            // Nobody waits for one who is not heard of any more.
            let rest = Duration.milliseconds(WatcherBook.patience - silence)
            if silence > 0 { _ = Alarm.set(at: .after(rest)) { continuation.yield() } }
        }
        return watchers()
    }

    /// - Returns: whether it was known, and what the directory is at.
    func forget(watcher: String) -> (wasKnown: Bool, mark: DirectoryMark) {
        let (wasKnown, mark, awaiting) = state.withLock { state in
            (state.watchers.forget(watcher, at: clock.now()), self.mark(of: state), Array(state.awaiting.values))
        }
        for awaiting in awaiting { awaiting.yield() }
        return (wasKnown, mark)
    }

    /// Answers everybody who waits, and lets nobody wait any more.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return Array(state.waiting.values) + Array(state.awaiting.values)
        }
        for waiting in waiting { waiting.finish() }
    }

    private func mark(of state: State) -> DirectoryMark { DirectoryMark(epoch: epoch, version: state.table.version) }
}
