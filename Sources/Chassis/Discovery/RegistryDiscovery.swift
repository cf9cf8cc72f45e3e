import Logging
import RegistryAPI
import ServiceLifecycle
import Synchronization
import Wire

/// Discovery from the registry: told of every change, and content with what it knows while the registry is away.
package final class RegistryDiscovery: Discovery, Service {
    private let registry: RegistryClient
    private let watcher: String
    private let logger: Logger
    private let board = DirectoryBoard()
    private let memory = Mutex(DirectoryMemory())
    private let restartHandlers = Mutex<[@Sendable () -> Void]>([])
    private let noLongerUsable: @Sendable (Address) -> Void

    /// - Parameters:
    ///   - watcher: the name to be listed under: this process's (``Watcher/name(of:process:)``).
    ///   - noLongerUsable: called with each address that takes no calls any more.
    package init(
        _ registry: RegistryClient, watcher: String, logger: Logger,
        noLongerUsable: @escaping @Sendable (Address) -> Void = { WireClient.shared.closeIdle(to: $0) }
    ) {
        self.registry = registry
        self.watcher = watcher
        self.logger = logger
        self.noLongerUsable = noLongerUsable
    }

    package var directory: Directory { board.directory }

    package func changes() -> AsyncStream<Directory> { board.changes() }

    /// What is to happen when the registry has started anew and knows nobody.
    package func onRestart(_ handler: @escaping @Sendable () -> Void) {
        restartHandlers.withLock { $0.append(handler) }
    }

    // MARK: Watching

    /// Fetches the directory for the first time; a process starts without it when the registry does not answer. One
    /// that has only just started need not know the fleet yet: whoever needs others is not ready until they are there.
    /// - Parameters:
    ///   - limit: how long to wait for a registry.
    ///   - isWaitedFor: whether those who change the directory wait for this watcher from now on.
    package func begin(within limit: Duration = .seconds(5), isWaitedFor: Bool = true) async {
        let deadline = Deadline.after(limit)
        while !deadline.hasPassed, !Task.isCancelled {
            let wait = min(deadline.remaining, .seconds(1))
            if let answer = try? await registry.watch(
                since: memory.withLock(\.mark), as: isWaitedFor ? watcher : nil, wait: wait)
            {
                return take(answer)
            } else {
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
        logger.warning("registry does not answer", metadata: ["registry": "\(registry.address)"])
    }

    /// Watches until the process stops.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.watch() }
                group.addTask { await self.forget() }
            }
        }
        try? await registry.forget(watcher: watcher)
    }

    private func watch() async {
        var pause = Self.pauses.lowerBound
        var isAway = false
        while !Task.isCancelled {
            do {
                let asked = ContinuousClock.now
                let mark = memory.withLock(\.mark)
                let answer = try await registry.watch(since: mark, as: watcher)
                if isAway { logger.notice("registry is back") }
                (pause, isAway) = (Self.pauses.lowerBound, false)
                take(answer)
                // A registry that is leaving answers at once, with nothing new.
                if answer.mark == mark, asked.duration(to: .now) < .seconds(1) { try await Task.sleep(for: pause) }
            } catch {
                if Task.isCancelled { return }
                if !isAway { logger.warning("registry is away", metadata: ["error": "\(error)"]) }
                isAway = true
                try? await Task.sleep(for: pause * Double.random(in: 0.5...1))
                pause = min(pause * 2, Self.pauses.upperBound)
            }
        }
    }

    /// The shortest and the longest pause before the registry is asked again after it did not answer.
    private static let pauses = Duration.milliseconds(50)...Duration.milliseconds(500)

    /// Ends the time of grace of those that a restarted registry has not heard of.
    private func forget() async {
        while !Task.isCancelled {
            let second = ContinuousClock.now + .seconds(1)
            let next = memory.withLock(\.nextSettling)
            try? await Task.sleep(until: min(next ?? second, second))
            if next != nil { publish { $0.settle(at: .now) } }
        }
    }

    // MARK: Knowing

    private func take(_ answer: DirectoryAnswer) {
        guard publish({ $0.take(answer, at: .now) }) else { return }
        logger.notice("registry has started anew")
        for handler in restartHandlers.withLock(\.self) { handler() }
    }

    /// Changes what is remembered, and tells of it.
    @discardableResult
    private func publish<Answer: Sendable>(_ change: (inout DirectoryMemory) -> Answer) -> Answer {
        let (answer, before, after) = memory.withLock { memory in
            let before = memory.directory
            let answer = change(&memory)
            let after = memory.directory
            // In here, so that of two changes the later one is published last.
            board.update { $0 = after }
            return (answer, before, after)
        }
        guard before != after else { return answer }
        for address in before.usableAddresses.subtracting(after.usableAddresses) { noLongerUsable(address) }
        return answer
    }
}
