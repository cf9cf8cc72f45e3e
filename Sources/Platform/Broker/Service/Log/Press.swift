import BrokerAPI
import Chassis
import GRDB
import Logging
import Synchronization
import Wire

/// Takes events in.
struct Press: Sendable {
    let file: SharedCommit
    let bell: Bell
    let clock: BrokerClock
    let capacity: Capacity
    let figures: BrokerFigures
    let logger: Logger

    /// How many events are looked at in one step, and how many steps are gone for one publication, when the log is
    /// full.
    private static let shedding = (events: 1_000, steps: 10)
    private let search = Search()

    /// Where the search for events that may go has come to. What is due to a group that stands still may lie before
    /// much that may go; it is not looked through each time.
    private final class Search: Sendable {
        let position = Mutex<Int64>(0)
    }

    private struct Result: Sendable {
        var receipt = PublishReceipt(accepted: 0, duplicates: 0)
        var listeners: Set<String> = []
        var shed = 0
    }

    /// Returns when all of them are on disk.
    /// - Throws: ``Problem``: 503 if there is no room, 409 if one of them is known with other content; then none is
    ///   taken.
    func publish(_ events: [IncomingEvent]) async throws -> PublishReceipt {
        let start = ContinuousClock.now
        let bytes = events.reduce(0) { $0 + $1.record.body.count }
        let result = try await file.write { database in
            var result = Result()
            let now = clock.now()
            try makeRoom(for: bytes, &result, in: database)
            for event in events {
                guard try EventLog.append(event, at: now, in: database) else {
                    result.receipt.duplicates += 1
                    continue
                }
                result.receipt.accepted += 1
            }
            for topic in Set(events.map(\.record.topic)) {
                result.listeners.formUnion(try DeliveryTable.listeners(to: topic, in: database))
            }
            return result
        } onCommit: { result in
            guard result.receipt.accepted > 0 else { return }
            for group in result.listeners { bell.ring(.group(group)) }
            bell.ring(.log)
        }
        if result.shed > 0 {
            logger.warning("log is full, oldest events let go early", metadata: ["count": "\(result.shed)"])
        }
        figures.published(result.receipt, in: start.duration(to: .now))
        return result.receipt
    }

    /// - Returns: how many events were let go.
    private func shed(for bytes: Int, in database: Database) throws -> Int {
        var position = search.position.withLock(\.self)
        defer { search.position.withLock { [position] in $0 = position } }
        var shed = 0
        for _ in 0..<Self.shedding.steps {
            let (count, next) = try EventLog.forget(
                before: .max, after: position, limit: Self.shedding.events, in: database)
            shed += count
            // At the end it begins anew next time.
            position = next ?? 0
            if next == nil { return shed }
            if count > 0, try capacity.shortage(for: bytes, in: database) == nil { return shed }
        }
        return shed
    }

    /// Events that every group has acknowledged are kept only as long as there is room for them.
    private func makeRoom(for bytes: Int, _ result: inout Result, in database: Database) throws {
        guard var shortage = try capacity.shortage(for: bytes, in: database) else { return }
        if shortage == .log {
            result.shed = try shed(for: bytes, in: database)
            guard let still = try capacity.shortage(for: bytes, in: database) else { return }
            shortage = still
        }
        figures.refused.increment(by: 1)
        throw Problem(
            .serviceUnavailable, type: BrokerProblem.full, title: "Broker full",
            detail: shortage == .log
                ? "The log has reached \(capacity.limit) bytes that consumers have still to read: send it again later."
                : "The disk has less than \(capacity.freeLimit) bytes left: send it again later.")
    }
}
