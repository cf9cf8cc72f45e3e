import Logging
import OrderAPI
import ServiceLifecycle
import Wire

/// Finishes orders that were left pending: at start those of a crash, later those whose question stayed unanswered.
package struct PendingOrders: Service {
    package struct Pace: Sendable {
        /// Between two looks while all is well.
        package var rest = Duration.seconds(1)
        /// The longest wait while catalog-service does not answer.
        package var longestRest = Duration.seconds(15)
        /// How old an order is before it counts as left behind: longer than a request waits for catalog-service.
        package var patience = Duration.seconds(6)

        package init() {}
    }

    private let orders: OrderStore
    private let settlement: OrderSettlement
    private let logger: Logger
    private let pace: Pace

    package init(orders: OrderStore, settlement: OrderSettlement, logger: Logger, pace: Pace = Pace()) {
        self.orders = orders
        self.settlement = settlement
        self.logger = logger
        self.pace = pace
    }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await work() }
        } catch is CancellationError {
            // Whatever is pending is finished after the next start.
        }
    }

    private func work() async throws {
        var age = Duration.zero
        var rest = pace.rest
        while true {
            let areAllSettled = await finishAll(age: age)
            rest = areAllSettled ? pace.rest : min(rest * 2, pace.longestRest)
            age = pace.patience
            try await Task.sleep(for: rest)
        }
    }

    /// Tries to finish every order that has been pending for at least `age`.
    /// - Returns: whether none of them is pending any more.
    package func finishAll(age: Duration = .zero) async -> Bool {
        do {
            var areAllSettled = true
            for order in try await orders.pendingOrders(age: age) {
                let outcome = try await RequestScope.$current.withValue(RequestScope(trace: .root())) {
                    try await settlement.settle(order)
                }
                if case .unknown = outcome { areAllSettled = false }
            }
            return areAllSettled
        } catch {
            logger.error("cannot finish pending orders", metadata: ["error": "\(error)"])
            return false
        }
    }
}
