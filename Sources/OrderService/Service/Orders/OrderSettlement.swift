import CatalogAPI
import Logging
import OrderAPI
import Wire

/// Brings written-down orders to their end, as ``OrderMachine`` says. Safe to call again and by several at once.
package struct OrderSettlement: Sendable {
    /// What is known of an order after trying.
    package enum Outcome: Sendable {
        case received(Order)
        /// Nothing was taken out of stock; the errors say what is short, as far as catalog-service said it.
        case rejected([Problem.FieldError])
        /// Not known yet; ask again later.
        case unknown
    }

    private let orders: OrderStore
    private let catalog: CatalogClient
    private let logger: Logger

    package init(orders: OrderStore, catalog: CatalogClient, logger: Logger) {
        self.orders = orders
        self.catalog = catalog
        self.logger = logger
    }

    package func settle(_ order: Order) async throws -> Outcome {
        let asked = OrderMachine.step(order.state, on: .asked)
        guard asked.actions.contains(.takeStock) else { return outcome(of: order, in: asked.state) }
        let answer = try await takeStock(of: order)
        let step = try await orders.advance(order, on: answer.event)
        if step.actions.contains(.raiseAlarm) {
            logger.critical(
                "catalog-service contradicts itself",
                metadata: ["order": "\(order.number)", "state": "\(step.state)", "event": "\(answer.event)"])
        }
        if step.state != order.state {
            logger.info("order settled", metadata: ["order": "\(order.number)", "state": "\(step.state)"])
        }
        return outcome(of: order, in: step.state, shortages: answer.shortages)
    }

    private func outcome(
        of order: Order, in state: Order.State, shortages: [Problem.FieldError] = []
    ) -> Outcome {
        switch state {
        case .pending: return .unknown
        case .rejected: return .rejected(shortages)
        case .received:
            var order = order
            order.state = .received
            return .received(order)
        }
    }

    // MARK: Stock

    private struct StockAnswer {
        var event: OrderMachine.Event
        var shortages: [Problem.FieldError] = []
    }

    private func takeStock(of order: Order) async throws -> StockAnswer {
        let lines = order.lines.map { QuoteLine(sku: $0.sku, quantity: $0.quantity) }
        do {
            _ = try await catalog.withdrawStock(order: order.number, lines: lines)
            return StockAnswer(event: .stockTaken)
        } catch let problem as Problem where problem.isFinalRefusal {
            return StockAnswer(event: .stockRefused, shortages: problem.errors ?? [])
        } catch let error as CancellationError {
            throw error
        } catch {
            logger.warning(
                "stock withdrawal unanswered", metadata: ["order": "\(order.number)", "error": "\(brief(error))"])
            return StockAnswer(event: .unanswered)
        }
    }

    private func brief(_ error: any Error) -> String {
        switch error {
        case let problem as Problem: "status \(problem.status)"
        case let error as WireError: "\(error)"
        default: "\(type(of: error))"
        }
    }
}

extension Problem {
    /// Whether catalog-service has certainly taken nothing for this order: something is short or no longer sold, or an
    /// order of a lost database had the same number.
    fileprivate var isFinalRefusal: Bool {
        type == CatalogProblem.outOfStock || type == CatalogProblem.differentWithdrawal || status == 422
    }
}
