import GRDB
import Logging
import ServiceLifecycle
import Wire

/// Sends what the outbox has. At its start that is what a crash left; then every commit wakes it, and nothing else.
///
/// An event is deleted only after the engine has confirmed it. A relay that dies in between sends it again, and the
/// engine keeps one; so may a second relay at the same time.
package struct OutboxRelay: Service {
    private let outbox: Outbox
    private let file: SharedCommit
    private let engine: any EventEngine
    private let leveling: LoadLeveling?
    private let metrics: OutboxMetrics
    private let logger: Logger

    /// - Parameters:
    ///   - leveling: who goes first when there is much to do; nil for nobody.
    ///   - metrics: where depth, age and damage are shown.
    package init(
        outbox: Outbox, file: SharedCommit, engine: any EventEngine, leveling: LoadLeveling? = nil, metrics: Metrics,
        logger: Logger
    ) {
        self.outbox = outbox
        self.file = file
        self.engine = engine
        self.leveling = leveling
        self.metrics = OutboxMetrics(database: file.database)
        self.logger = logger
        metrics.add(self.metrics)
    }

    package func run() async throws {
        try? await cancelWhenGracefulShutdown { try await work() }
    }

    private func work() async throws {
        var reading = OutboxReading()
        var backoff = Backoff()
        for await _ in outbox.wakeUps() {
            while try await !isSent(&reading) {
                try await Task.sleep(for: backoff.pause())
            }
            backoff.reset()
        }
    }

    /// Sends all there is.
    /// - Returns: false if something failed, which has been logged.
    /// - Throws: only `CancellationError`.
    private func isSent(_ reading: inout OutboxReading) async throws -> Bool {
        do {
            while true {
                try await leveling?.letCallersGoFirst()
                let batch = try await next(&reading)
                if batch.isEmpty || reading.mustForget { try await forget(&reading) }
                if batch.isEmpty { return true }
                try await engine.publish(batch.map(\.event))
                metrics.published.increment(by: Double(batch.count))
                reading.wasSent(batch)
            }
        } catch {
            try Task.checkCancellation()
            metrics.failures.increment()
            // What the engine refuses it will refuse again: somebody has to look. Until then nothing is lost.
            let isRefused = (error as? Problem).map { (400..<500).contains($0.status) } ?? false
            logger.log(
                level: isRefused ? .error : .warning, "events are not sent yet", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func next(_ reading: inout OutboxReading) async throws -> [OutboxReading.Item] {
        let before = reading
        let (after, batch) = try await file.database.read { database in
            var reading = before
            let batch = try reading.batch(database)
            return (reading, batch)
        }
        for row in after.damaged[before.damaged.count...] {
            logger.error(
                "an event in the outbox is damaged and is not sent",
                metadata: ["topic": "\(row.topic)", "sequence": "\(row.sequence)", "subject": "\(row.subject)"])
        }
        reading = after
        metrics.damaged = reading.damaged.count
        return batch
    }

    /// Deletes what was sent.
    private func forget(_ reading: inout OutboxReading) async throws {
        let sent = reading.sent
        guard !sent.isEmpty else { return }
        try await file.write { try OutboxTable.delete($0, sent) }
        reading.sent = []
    }
}
