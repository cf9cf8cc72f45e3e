import Wire

/// What every engine promises to those who follow events: `@Test(arguments: EventFollowingContract.claims)`.
package enum EventFollowingContract {
    package static let claims = [
        EventEngineClaim("who follows hears what is said from then on, and nothing before") { bench in
            let publisher = try await bench.engine()
            try await publisher.publish(bench.events(["before", "before"]))
            let events = bench.events(["a", "b", "a"])
            let heard = try await bench.follow {
                try await publisher.publish(events)
            } until: {
                $0.events.count == 3
            }
            try BrokenPromise.demand(heard.first == .starts, "heard \(heard.first.debugDescription) first")
            try BrokenPromise.demand(heard.events == events, "heard \(heard.events.map(\.id))")
        },
        EventEngineClaim("everybody who follows hears every event") { bench in
            let publisher = try await bench.engine()
            let events = bench.events(["a", "b", "c"])
            let isHeard = try await withThrowingTaskGroup(of: [FollowedNews].self) { tasks in
                let ready = Shared(0)
                for _ in 0..<3 {
                    tasks.addTask {
                        try await bench.follow {
                            let count = ready.withLock { count in
                                count += 1
                                return count
                            }
                            if count == 3 { try await publisher.publish(events) }
                        } until: {
                            $0.events.count == 3
                        }
                    }
                }
                return try await tasks.reduce(into: [Bool]()) { $0.append($1.events == events) }
            }
            try BrokenPromise.demand(isHeard == [true, true, true], "heard \(isHeard)")
        },
        EventEngineClaim("who follows hears its own topics only") { bench in
            let publisher = try await bench.engine()
            let heard = try await bench.follow {
                try await publisher.publish([bench.event("x", topic: bench.otherTopic)])
                try await publisher.publish(bench.events(["a"]))
            } until: {
                !$0.events.isEmpty
            }
            try BrokenPromise.demand(heard.events.map(\.topic) == [bench.topic], "heard \(heard)")
        },
        EventEngineClaim("who follows is told again and again that it is up to date") { bench in
            try await bench.follow {
            } until: {
                $0.count { $0 == .isUpToDate } >= 2
            }
        },
    ]
}

extension EngineBench {
    /// Follows events until what was heard is enough.
    /// - Parameter begin: done once when events are heard.
    /// - Throws: ``BrokenPromise`` if it is not enough within 30 seconds, or the engine cannot be followed.
    @discardableResult
    package func follow(
        _ begin: @escaping @Sendable () async throws -> Void,
        until isEnough: @escaping @Sendable ([FollowedNews]) -> Bool
    ) async throws -> [FollowedNews] {
        guard let engine = try await engine() as? any EventFollowing else {
            throw BrokenPromise(description: "the engine cannot be followed")
        }
        let (news, listener) = AsyncStream.makeStream(of: FollowedNews.self)
        let topics = [topic]
        return try await withThrowingTaskGroup(of: [FollowedNews]?.self) { tasks in
            tasks.addTask {
                try? await engine.follow(topics: topics) { listener.yield($0) }
                return nil
            }
            tasks.addTask {
                var heard: [FollowedNews] = []
                for await next in news {
                    heard.append(next)
                    if heard == [.starts] { try await begin() }
                    if isEnough(heard) { return heard }
                }
                return nil
            }
            tasks.addTask {
                try? await Task.sleep(for: .seconds(30))
                return []
            }
            defer { tasks.cancelAll() }
            while let next = try await tasks.next() {
                guard let next else { continue }
                try BrokenPromise.demand(!next.isEmpty, "not enough was heard within 30 seconds")
                return next
            }
            return []
        }
    }
}

extension [FollowedNews] {
    package var events: [CloudEvent] {
        compactMap { if case .event(let event) = $0 { event } else { nil } }
    }
}
