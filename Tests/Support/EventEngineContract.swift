import Wire

/// What every engine promises, one claim a test: `@Test(arguments: EventEngineContract.claims)`.
package struct EventEngineClaim: Sendable, CustomStringConvertible {
    package let description: String
    /// - Throws: ``BrokenPromise``, or the engine's error.
    package let check: @Sendable (EngineBench) async throws -> Void

    init(_ name: String, check: @escaping @Sendable (EngineBench) async throws -> Void) {
        description = name
        self.check = check
    }
}

package enum EventEngineContract {
    package static let claims = delivering + keys + rejecting + consumers

    /// Small letters and digits that no other call gives, for benches that share an engine with earlier runs.
    package static func uniqueName() -> String { "t" + String(UInt64.random(in: 0 ... .max), radix: 36) }

    private static let delivering: [EventEngineClaim] = [
        EventEngineClaim("what was published before the group was known is delivered") { bench in
            let events = bench.events(["a", "b", "c"])
            try await bench.engine().publish(events)
            let heard = try await bench.hear { $0.distinct.count == 3 }
            try BrokenPromise.demand(heard.distinct == [1, 2, 3], "heard \(heard)")
        },
        EventEngineClaim("what is published later is delivered at once") { bench in
            let publisher = try await bench.engine()
            try await publisher.publish(bench.events(["first"]))
            let publishedAt = Shared(ContinuousClock.now)
            let late = bench.event("late")
            let heardAt = Shared(ContinuousClock.now)
            try await bench.hear { delivery in
                if delivery.event.subject == "first" {
                    publishedAt.withLock { $0 = .now }
                    do { try await publisher.publish([late]) } catch { return .reject("\(error)") }
                } else {
                    heardAt.withLock { $0 = .now }
                }
                return .acknowledge
            } until: {
                $0.distinct.count == 2
            }
            let delay = publishedAt.value.duration(to: heardAt.value)
            try BrokenPromise.demand(delay < .seconds(2), "it took \(delay)")
        },
        EventEngineClaim("an event arrives as it was published") { bench in
            var event = bench.event("KT-001 \u{1F681} \"ü\"")
            event.causationid = "bench/other/7"
            event.traceparent = TraceContext.root().traceparent
            event.extensions = ["partner": "x", "count": 3, "flag": true]
            event.data = [
                "text": "line\nbreak \u{2028} <&>", "list": [1, 2, []], "nothing": .nothing, "part": .fraction(1.5),
            ]
            try await bench.engine().publish([event])
            let heard = try await bench.hear { !$0.isEmpty }
            try BrokenPromise.demand(heard.first?.event == event, "heard \(heard)")
        },
        EventEngineClaim("publishing again does no harm") { bench in
            let events = bench.events(["a", "b", "a", "b", "a"])
            let engine = try await bench.engine()
            for _ in 1...3 { try await engine.publish(events) }
            let last = bench.event("end")
            try await engine.publish([last])
            let heard = try await bench.hear { $0.distinct.count == 6 }
            let firsts = heard.reduce(into: [Int64]()) {
                if !$0.contains($1.event.sequence) { $0.append($1.event.sequence) }
            }
            try BrokenPromise.demand(firsts.filter { $0 % 2 == 1 } == [1, 3, 5], "heard \(firsts)")
            try BrokenPromise.demand(firsts.filter { [2, 4].contains($0) } == [2, 4], "heard \(firsts)")
        },
        EventEngineClaim("a group hears its own topics only") { bench in
            let engine = try await bench.engine()
            try await engine.publish([bench.event("x", topic: bench.otherTopic)])
            try await engine.publish(bench.events(["a"]))
            let heard = try await bench.hear { !$0.isEmpty }
            try BrokenPromise.demand(heard.allSatisfy { $0.event.topic == bench.topic }, "heard \(heard)")
        },
    ]

    private static let keys: [EventEngineClaim] = [
        EventEngineClaim("events of a key come in order") { bench in
            let events = bench.events((0..<300).map { "key \($0 % 7)" })
            let engine = try await bench.engine()
            for start in stride(from: 0, to: events.count, by: 100) {
                try await engine.publish(Array(events[start..<start + 100]))
            }
            let heard = try await bench.hear { $0.distinct.count == 300 }
            for key in 0..<7 {
                let expected = events.filter { $0.subject == "key \(key)" }.map(\.sequence)
                let sequences = heard.sequences(of: "key \(key)")
                try BrokenPromise.demand(sequences == expected, "key \(key) came as \(sequences)")
            }
        },
        EventEngineClaim("a key has one delivery at a time") { bench in
            try await bench.engine().publish(bench.events((0..<60).map { "key \($0 % 3)" }))
            let busy = Shared<Set<String>>([])
            let overlaps = Shared(0)
            try await bench.hear { delivery in
                let isAlone = busy.withLock { $0.insert(delivery.event.subject).inserted }
                if !isAlone { overlaps.withLock { $0 += 1 } }
                await Task.yield()
                if isAlone { busy.withLock { _ = $0.remove(delivery.event.subject) } }
                return .acknowledge
            } until: {
                $0.distinct.count == 60
            }
            try BrokenPromise.demand(overlaps.value == 0, "\(overlaps.value) overlapped")
        },
        EventEngineClaim("keys do not wait for each other") { bench in
            try await bench.engine().publish(bench.events(["slow", "quick", "slow", "quick"]))
            let quickIsHeard = Gate()
            try await bench.hear { delivery in
                if delivery.event.sequence == 1 { await quickIsHeard.wait() }
                if delivery.event.sequence == 4 { quickIsHeard.open() }
                return .acknowledge
            } until: {
                $0.distinct.count == 4
            }
        },
    ]

    private static let rejecting: [EventEngineClaim] = [
        EventEngineClaim("a rejected event comes again, later each time") { bench in
            try await bench.engine().publish(bench.events(["a"]))
            let times = Shared<[ContinuousClock.Instant]>([])
            let heard = try await bench.hear { delivery in
                times.withLock { $0.append(.now) }
                return delivery.attempt < 4 ? .reject("not yet") : .acknowledge
            } until: {
                $0.last?.attempt == 4
            }
            try BrokenPromise.demand(heard.map(\.attempt) == [1, 2, 3, 4], "attempts \(heard.map(\.attempt))")
            let moments = times.value
            let pauses = zip(moments, moments.dropFirst()).map { $0.duration(to: $1) }
            try BrokenPromise.demand(pauses[2] > pauses[0], "pauses \(pauses)")
        },
        EventEngineClaim("a rejected event holds back its own key and nothing else") { bench in
            try await bench.engine().publish(bench.events(["poison", "poison", "well", "well"]))
            let heard = try await bench.hear { delivery in
                delivery.event.sequence == 1 && delivery.attempt < 3 ? .reject("not yet") : .acknowledge
            } until: {
                $0.distinct.count == 4
            }
            let order = heard.map(\.event.sequence)
            let thirdAttempt = heard.firstIndex { $0.event.sequence == 1 && $0.attempt == 3 } ?? heard.endIndex
            try BrokenPromise.demand(order.firstIndex(of: 2).map { $0 > thirdAttempt } == true, "order \(order)")
            try BrokenPromise.demand(order.firstIndex(of: 4).map { $0 < thirdAttempt } == true, "order \(order)")
        },
        EventEngineClaim("after five attempts an event is parked") { bench in
            let engine = try await bench.engine()
            try await engine.publish(bench.events(["poison", "poison", "well"]))
            let heard = try await bench.hear(engine) { delivery in
                if delivery.event.sequence != 1 { return .acknowledge }
                if delivery.attempt == Delivery.maximumAttempts {
                    do { try await engine.publish(bench.events(["after"])) } catch { return .reject("\(error)") }
                }
                return .reject("never")
            } until: {
                $0.contains { $0.event.subject == "after" }
            }
            let poison = heard.filter { $0.event.subject == "poison" }.map(\.attempt)
            try BrokenPromise.demand(poison == [1, 2, 3, 4, 5], "the parked key came with attempts \(poison)")
            try BrokenPromise.demand(heard.contains { $0.event.subject == "well" }, "others were held back")
        },
    ]

    private static let consumers: [EventEngineClaim] = [
        EventEngineClaim("every group hears everything") { bench in
            try await bench.engine().publish(bench.events(["a", "b", "a"]))
            for group in ["one", "two", "three"] {
                try await bench.hear(group: bench.group(group)) { $0.distinct.count == 3 }
            }
        },
        EventEngineClaim("what was acknowledged does not come again") { bench in
            let engine = try await bench.engine()
            try await engine.publish(bench.events(["a", "b", "c"]))
            try await bench.hear(engine) { $0.distinct.count == 3 }
            try await engine.publish(bench.events(["a", "b", "c"]))
            let heard = try await bench.hear { $0.distinct.isSuperset(of: [4, 5, 6]) }
            try BrokenPromise.demand(heard.distinct == [4, 5, 6], "heard \(heard.distinct)")
        },
        EventEngineClaim("consumers of a group share the work") { bench in
            let publisher = try await bench.engine()
            let all = Shared<[Delivery]>([])
            let (first, second) = (try await bench.engine(), try await bench.engine())
            try await publisher.publish(bench.events((0..<200).map { "key \($0 % 20)" }))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for engine in [first, second] {
                    tasks.addTask {
                        try await bench.hear(engine) { delivery in
                            all.withLock { $0.append(delivery) }
                            return .acknowledge
                        } until: { _ in
                            all.withLock { $0.distinct.count >= 200 }
                        }
                    }
                }
                try await tasks.next()
                tasks.cancelAll()
            }
            let heard = all.value
            for key in 0..<20 {
                let sequences = heard.sequences(of: "key \(key)")
                try BrokenPromise.demand(sequences == sequences.sorted(), "key \(key) came as \(sequences)")
            }
        },
        EventEngineClaim("what a stopped consumer was handling comes to another at once") { bench in
            let engine = try await bench.engine()
            try await engine.publish(bench.events(["a"]))
            let isHandling = Gate()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    try await engine.consume(group: bench.group(), topics: [bench.topic]) { _ in
                        isHandling.open()
                        try? await Task.sleep(for: .seconds(60))
                        return .release
                    }
                }
                await isHandling.wait()
                tasks.cancelAll()
                try? await tasks.waitForAll()
            }
            let start = ContinuousClock.now
            let heard = try await bench.hear { !$0.isEmpty }
            try BrokenPromise.demand(heard.first?.attempt == 1, "attempt \(heard.first?.attempt ?? 0)")
            try BrokenPromise.demand(start.duration(to: .now) < .seconds(5), "it took \(start.duration(to: .now))")
        },
    ]
}
