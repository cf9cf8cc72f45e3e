import Synchronization
import Wire

/// An engine within one process that keeps every promise but durability, for tests of what stands on an engine. It
/// passes the engines' contract like the others.
package final class MemoryEngine: EventEngine, EventFollowing {
    private struct Key: Hashable {
        var topic: String
        var subject: String
    }

    private struct Group {
        var topics: Set<String>
        /// Positions that are not acknowledged.
        var open: [Int] = []
        /// Positions that some consumer is handling.
        var busy: Set<Int> = []
        var attempts: [Int: Int] = [:]
        var retryAt: [Int: ContinuousClock.Instant] = [:]
        var parked: Set<Int> = []
    }

    private struct State {
        var log: [CloudEvent] = []
        var known: Set<String> = []
        var groups: [String: Group] = [:]
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextListener = 0
        var followers: [Int: AsyncStream<CloudEvent>.Continuation] = [:]
    }

    private let state = Mutex(State())
    private let firstPause: Duration
    private static let prefetch = 32

    /// - Parameter firstPause: how long the first rejected attempt waits; each further one twice as long.
    package init(firstPause: Duration = .milliseconds(100)) {
        self.firstPause = firstPause
    }

    /// Everything published, once each, in order.
    package var log: [CloudEvent] { state.withLock(\.log) }

    /// What a group has given up for now.
    package func parked(_ group: String) -> [CloudEvent] {
        state.withLock { state in state.groups[group]?.parked.sorted().map { state.log[$0] } ?? [] }
    }

    /// Whether every group has handled all that there is for it, but for what is parked.
    package var isIdle: Bool {
        state.withLock { state in state.groups.values.allSatisfy { Set($0.open).isSubset(of: $0.parked) } }
    }

    package func publish(_ events: [CloudEvent]) async throws {
        state.withLock { state in
            for event in events where state.known.insert(event.id).inserted {
                state.log.append(event)
                for follower in state.followers.values { follower.yield(event) }
                for name in state.groups.keys where state.groups[name]?.topics.contains(event.topic) == true {
                    state.groups[name]?.open.append(state.log.count - 1)
                }
            }
        }
        wake()
    }

    package func follow(
        topics: [String], handle: @escaping @Sendable (FollowedNews) async -> Void
    ) async throws {
        let (events, follower) = AsyncStream.makeStream(of: CloudEvent.self)
        let key = state.withLock { state in
            state.nextListener += 1
            state.followers[state.nextListener] = follower
            return state.nextListener
        }
        defer { state.withLock { $0.followers[key] = nil } }
        await handle(.starts)
        await withDiscardingTaskGroup { group in
            group.addTask {
                while (try? await Task.sleep(for: .seconds(2))) != nil { await handle(.isUpToDate) }
            }
            for await event in events where topics.contains(event.topic) { await handle(.event(event)) }
        }
        throw CancellationError()
    }

    package func consume(
        group: String, topics: [String], handle: @escaping @Sendable (Delivery) async -> Verdict
    ) async throws {
        let (ticks, listener) = listen(group, topics)
        let underWay = Shared(0)
        await withDiscardingTaskGroup { tasks in
            for await _ in ticks {
                while !Task.isCancelled, underWay.withLock({ $0 < Self.prefetch }),
                    let (position, delivery) = take(group)
                {
                    underWay.withLock { $0 += 1 }
                    tasks.addTask { [self] in
                        let verdict = await handle(delivery)
                        underWay.withLock { $0 -= 1 }
                        settle(group, position, verdict)
                    }
                }
            }
        }
        state.withLock { _ = $0.listeners.removeValue(forKey: listener) }
        throw CancellationError()
    }

    // MARK: Waking

    private func listen(_ group: String, _ topics: [String]) -> (AsyncStream<Void>, Int) {
        let (ticks, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let listener = state.withLock { state in
            let known = state.groups[group]?.topics ?? []
            let added = state.log.indices.filter { position in
                let topic = state.log[position].topic
                return topics.contains(topic) && !known.contains(topic)
            }
            state.groups[group, default: Group(topics: [])].topics = Set(topics)
            state.groups[group]?.open.append(contentsOf: added)
            state.groups[group]?.open.sort()
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.yield()
        return (ticks, listener)
    }

    private func wake() {
        for listener in state.withLock(\.listeners).values { listener.yield() }
    }

    // MARK: Deliveries

    private func take(_ name: String) -> (Int, Delivery)? {
        state.withLock { state in
            guard let group = state.groups[name] else { return nil }
            var held: Set<Key> = []
            for position in group.open {
                let event = state.log[position]
                let isHeld = held.contains(Key(topic: event.topic, subject: event.subject))
                let isWaiting = group.retryAt[position].map { $0 > .now } ?? false
                if !isHeld, !isWaiting, !group.busy.contains(position), !group.parked.contains(position) {
                    state.groups[name]?.busy.insert(position)
                    return (position, Delivery(event: event, attempt: group.attempts[position, default: 0] + 1))
                }
                held.insert(Key(topic: event.topic, subject: event.subject))
            }
            return nil
        }
    }

    private func settle(_ name: String, _ position: Int, _ verdict: Verdict) {
        let retryAt: ContinuousClock.Instant? = state.withLock { state in
            guard var group = state.groups.removeValue(forKey: name) else { return nil }
            defer { state.groups[name] = group }
            group.busy.remove(position)
            switch verdict {
            case .acknowledge: group.open.removeAll { $0 == position }
            case .release: break
            case .reject:
                let attempts = group.attempts[position, default: 0] + 1
                group.attempts[position] = attempts
                guard attempts < Delivery.maximumAttempts else {
                    group.parked.insert(position)
                    return nil
                }
                group.retryAt[position] = .now + firstPause * (1 << (attempts - 1))
            }
            return group.retryAt[position]
        }
        wake()
        if let retryAt { _ = Alarm.set(at: Deadline(retryAt)) { [weak self] in self?.wake() } }
    }
}
