import Logging
import ServiceLifecycle

/// Background work that is done when something was committed for it or its time has come; in between it sleeps. What a
/// crash left is done at the start.
struct DueWork: Service {
    /// Between attempts that fail, as they do while the disk is full.
    private static let pause = Duration.seconds(1)

    let name: String
    let wakeUp: WakeUp
    let clock: WallClock
    let logger: Logger
    /// Does all that is due.
    /// - Returns: when there is something next, in the clock's milliseconds; nil if nothing is known of.
    let work: @Sendable () async throws -> Int?

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled { await wakeUp.wait(atMost: await turn()) }
        }
    }

    private func turn() async -> Duration? {
        do {
            return try await work().map { .milliseconds(max(1, $0 - clock.now())) }
        } catch is CancellationError {
            return nil
        } catch {
            logger.error("work is put off", metadata: ["work": "\(name)", "error": "\(error)"])
            return Self.pause
        }
    }
}
