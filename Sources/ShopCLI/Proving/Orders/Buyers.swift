import FoundationEssentials
import OrderAPI
import Synchronization
import Vocabulary
import Wire

/// Buyers who order when they mean to, however slow the shop is, and ask again with the same key until they are
/// answered.
final class Buyers: Sendable {
    private let orders: OrderClient
    private let attempts = Mutex<[OrderAttempt]>([])
    private let underWay = Mutex(0)

    /// How long a buyer asks again, after the traffic has ended too.
    static let patience = Duration.seconds(120)
    /// Between two times, at first and at most. Half of it is left to chance, and it doubles: those who were all turned
    /// away in one moment must not come back in one moment.
    private static let pauses = (first: Duration.milliseconds(100), longest: Duration.seconds(2))

    init(at address: Address) {
        orders = OrderClient(
            ServiceClient(
                OrderClient.serviceName, discovery: FixedDiscovery([OrderClient.serviceName: [address]]),
                timeout: .seconds(5)))
    }

    /// What became of those who are done.
    var done: [OrderAttempt] { attempts.withLock(\.self) }
    var waiting: Int { underWay.withLock(\.self) }

    /// - Parameter due: when the order was to be sent.
    func place(_ intent: OrderIntent, due: ContinuousClock.Instant) async {
        underWay.withLock { $0 += 1 }
        var attempt = OrderAttempt(intent, .unanswered, requests: 0)
        await order(&attempt, due: due, until: due + Self.patience)
        let done = attempt
        attempts.withLock { $0.append(done) }
        underWay.withLock { $0 -= 1 }
    }

    private func order(
        _ attempt: inout OrderAttempt, due: ContinuousClock.Instant, until end: ContinuousClock.Instant
    ) async {
        let intent = attempt.intent
        do {
            guard let sku = SKU(intent.sku), let quantity = Quantity(intent.quantity) else {
                throw Problem.notFound("There is no such article.")
            }
            // Setting how many, not adding: repeated, it is the same.
            try await insisting(until: end) {
                _ = try await self.orders.set(sku, quantity, in: intent.cart)
            }
            let order = try await insisting(until: end) {
                attempt.requests += 1
                return try await self.orders.place(Self.request(intent), key: intent.key)
            }
            attempt.latency = due.duration(to: .now)
            attempt.outcome = .placed(order.number)
            if intent.isCancelled { attempt.isCalledOff = await isCalledOff(order, until: end) }
        } catch let problem as Problem where problem.type == OrderProblem.outOfStock {
            attempt.outcome = .soldOut
        } catch let problem as Problem {
            attempt.outcome = .refused("\(problem.status) \(problem.detail ?? problem.title)")
        } catch {
            attempt.outcome = .unanswered
        }
    }

    /// Calls an order off. It may be too late for that, or nobody there to ask: then its end tells.
    private func isCalledOff(_ order: Order, until end: ContinuousClock.Instant) async -> Bool {
        let after = try? await insisting(until: end) {
            try await self.orders.cancel(order.number, secret: order.secret)
        }
        return after?.rejection == .cancelled
    }

    private struct NobodyAnswers: Error {}

    /// Asks again while nobody answers, or says that he will later.
    private func insisting<Answer>(
        until end: ContinuousClock.Instant, _ question: () async throws -> Answer
    ) async throws -> Answer {
        var pause = Self.pauses.first
        while true {
            do {
                return try await question()
            } catch let problem as Problem where problem.status < 500 && problem.status != 429 {
                throw problem
            } catch {
                let rest = pause * Double.random(in: 0.5...1)
                pause = min(pause * 2, Self.pauses.longest)
                guard .now < end, (try? await Task.sleep(for: rest)) != nil else { throw NobodyAnswers() }
            }
        }
    }

    private static func request(_ intent: OrderIntent) -> OrderRequest {
        OrderRequest(
            cart: intent.cart, email: "buyer-\(intent.number)@example.org", name: "Buyer \(intent.number)",
            fulfilment: .pickup(store: "fano"), paymentToken: intent.card.rawValue)
    }
}
