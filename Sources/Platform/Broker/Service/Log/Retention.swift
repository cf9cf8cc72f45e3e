import Chassis
import Logging
import ServiceLifecycle
import Wire

/// Forgets events that are old and due to nobody any more.
package struct Retention: Service {
    let file: SharedCommit
    let clock: BrokerClock
    let age: Duration
    let logger: Logger

    package init(file: SharedCommit, clock: BrokerClock, age: Duration, logger: Logger) {
        self.file = file
        self.clock = clock
        self.age = age
        self.logger = logger
    }

    /// Records looked at in one transaction, so that publishers do not wait for long.
    private static let batch = 500
    private static let interval = Duration.seconds(3_600)

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let count = try await sweep()
                    if count > 0 { logger.info("old events forgotten", metadata: ["count": "\(count)"]) }
                } catch {
                    logger.warning("old events not forgotten", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// - Returns: how many were forgotten.
    package func sweep() async throws -> Int {
        let time = clock.now() - age.milliseconds
        var count = 0
        var position: Int64? = 0
        while let after = position, !Task.isCancelled {
            let step = try await file.write { database in
                try EventLog.forget(before: time, after: after, limit: Self.batch, in: database)
            }
            count += step.count
            position = step.next
        }
        return count
    }
}
