import GRDB
import Synchronization
import TestSupport
import Wire

/// Kills a process at one of its steps, which are counted: the moment before and after each commit of its databases,
/// and before and after each send. A dead process commits nothing, sends nothing and acknowledges nothing.
final class KillSwitch: TransactionObserver, Sendable {
    private struct State {
        var steps = 0
        var isDead = false
    }

    struct Killed: Error {}

    /// 1 for the first step; nil for none.
    private let step: Int?
    private let state = Mutex(State())

    init(at step: Int? = nil) {
        self.step = step
    }

    var isDead: Bool { state.withLock(\.isDead) }

    /// - Throws: ``Killed`` if the process is dead or dies here.
    func pass() throws {
        let isDead = state.withLock { state in
            state.steps += 1
            if state.steps == step { state.isDead = true }
            return state.isDead
        }
        if isDead { throw Killed() }
    }

    // MARK: Commits

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }

    func databaseDidChange(with event: DatabaseEvent) {}

    func databaseWillCommit() throws { try pass() }

    func databaseDidCommit(_ database: Database) { try? pass() }

    func databaseDidRollback(_ database: Database) {}
}

/// The line of a process that may be killed to an engine that lives on.
struct KillableEngine: EventEngine {
    let engine: MemoryEngine
    let kill: KillSwitch

    func publish(_ events: [CloudEvent]) async throws {
        try kill.pass()
        try await engine.publish(events)
        try kill.pass()
    }

    func consume(
        group: String, topics: [String], handle: @escaping @Sendable (Delivery) async -> Verdict
    ) async throws {
        try await engine.consume(group: group, topics: topics) { delivery in
            let verdict = kill.isDead ? .release : await handle(delivery)
            if (try? kill.pass()) != nil { return verdict }
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(1)) }
            return .release
        }
    }
}
