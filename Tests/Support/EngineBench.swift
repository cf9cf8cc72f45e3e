import Synchronization
import Wire

/// A promise that an engine did not keep.
package struct BrokenPromise: Error, CustomStringConvertible {
    package let description: String

    package static func demand(_ isKept: Bool, _ promise: @autoclosure () -> String) throws {
        if !isKept { throw BrokenPromise(description: promise()) }
    }
}

/// What a test of an engine works with: names that no other test has, events with sequences of their own, ears.
package final class EngineBench: Sendable {
    /// A connection of its own to the same engine each time.
    package let engine: @Sendable () async throws -> any EventEngine
    package let topic: String
    package let otherTopic: String
    private let sequences = Mutex<[String: Int64]>([:])

    /// - Parameter name: small letters and digits; unique among all benches at the same engine.
    package init(_ name: String, engine: @escaping @Sendable () async throws -> any EventEngine) {
        self.engine = engine
        topic = "\(name)-a"
        otherTopic = "\(name)-b"
    }

    package func group(_ name: String = "ear") -> String { "\(topic)-\(name)" }

    /// The topic's next event.
    package func event(_ subject: String, topic: String? = nil) -> CloudEvent {
        let topic = topic ?? self.topic
        let sequence = sequences.withLock { sequences in
            sequences[topic, default: 0] += 1
            return sequences[topic, default: 0]
        }
        return CloudEvent(
            source: "/bench", type: "bench.thing.happened.v1", subject: subject, topic: topic, sequence: sequence,
            correlationid: subject, data: ["number": .whole(Int(sequence))])
    }

    package func events(_ subjects: [String]) -> [CloudEvent] { subjects.map { event($0) } }

    // MARK: Ears

    /// Listens until what was heard is enough.
    /// - Parameter handle: what the consumer does with a delivery.
    /// - Returns: what was heard, in the order in which handling began.
    /// - Throws: ``BrokenPromise`` if it is not enough within 30 seconds.
    @discardableResult
    package func hear(
        _ engine: (any EventEngine)? = nil, group: String? = nil, topics: [String]? = nil,
        handle: @escaping @Sendable (Delivery) async -> Verdict = { _ in .acknowledge },
        until isEnough: @escaping @Sendable ([Delivery]) -> Bool
    ) async throws -> [Delivery] {
        let engine = if let engine { engine } else { try await self.engine() }
        let (group, topics) = (group ?? self.group(), topics ?? [topic])
        let heard = Shared<[Delivery]>([])
        let (ticks, tick) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let isHeard = await withTaskGroup(of: Bool?.self) { tasks in
            tasks.addTask {
                try? await engine.consume(group: group, topics: topics) { delivery in
                    heard.withLock { $0.append(delivery) }
                    let verdict = await handle(delivery)
                    tick.yield()
                    return verdict
                }
                return nil
            }
            tasks.addTask {
                for await _ in ticks where isEnough(heard.value) { return true }
                return false
            }
            tasks.addTask {
                try? await Task.sleep(for: .seconds(30))
                return false
            }
            var answer = false
            while let next = await tasks.next() {
                guard let next else { continue }
                answer = next
                break
            }
            tasks.cancelAll()
            return answer
        }
        let deliveries = heard.value
        try BrokenPromise.demand(
            isHeard, "heard only \(deliveries.map { "\($0.event.subject) \($0.event.sequence) (\($0.attempt))" })")
        return deliveries
    }
}

extension [Delivery] {
    /// Sequences of one subject, repetitions of the latest left out.
    package func sequences(of subject: String) -> [Int64] {
        filter { $0.event.subject == subject }.map(\.event.sequence).reduce(into: []) { sequences, next in
            if sequences.last != next { sequences.append(next) }
        }
    }

    /// Each sequence once.
    package var distinct: Set<Int64> { Set<Int64>(map(\.event.sequence)) }
}
