import Logging
import ServiceLifecycle

/// Forgets carts that nobody has touched for long: their owners' cookies last 30 days from the last change, so after
/// that nobody can open them.
package struct CartExpiry: Service {
    /// A few days longer than the cookie, since clocks differ.
    package static let age = Duration.seconds(33 * 86_400)
    private static let rest = Duration.seconds(3_600)

    private let store: CartStore
    private let logger: Logger

    package init(store: CartStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    package func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await sweep()
                try await Task.sleep(for: Self.rest)
            }
        }
    }

    private func sweep() async {
        do {
            let lines = try await store.expire(age: Self.age)
            if lines > 0 { logger.info("carts expired", metadata: ["lines": "\(lines)"]) }
        } catch {
            logger.error("cannot expire carts", metadata: ["error": "\(error)"])
        }
    }
}
