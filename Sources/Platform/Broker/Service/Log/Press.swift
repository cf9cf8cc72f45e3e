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

    /// Events that are let go before their time at once, when the log is full.
    private static let shedding = 1_000

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

    /// Events that every group has acknowledged are kept only as long as there is room for them.
    private func makeRoom(for bytes: Int, _ result: inout Result, in database: Database) throws {
        guard var shortage = try capacity.shortage(for: bytes, in: database) else { return }
        if shortage == .log {
            result.shed = try EventLog.forget(before: .max, after: 0, limit: Self.shedding, in: database).count
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
