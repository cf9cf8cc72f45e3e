import Bookkeeping
import Shoppers

/// What a proof of orders came to.
package struct OrderReport: Codable, Sendable {
    package struct Plan: Codable, Sendable, Equatable {
        package var rate: Double
        package var seconds: Double
        package var kills: Int
        package var seed: UInt64

        package init(rate: Double, seconds: Double, kills: Int, seed: UInt64) {
            self.rate = rate
            self.seconds = seconds
            self.kills = kills
            self.seed = seed
        }
    }

    package var plan = Plan(rate: 0, seconds: 0, kills: 0, seed: 0)
    /// By process.
    package var kills: [String: Int] = [:]
    package private(set) var orders = 0
    package private(set) var acknowledged = 0
    /// Requests that were sent again, because nobody answered.
    package private(set) var repeated = 0
    /// How orders ended, e.g. `rejected (cancelled)`.
    package private(set) var ends: [String: Int] = [:]
    /// Acknowledged, and in no database.
    package private(set) var lost: [String] = []
    /// Two orders where one was meant, or more.
    package private(set) var doubled: [String] = []
    /// Ends that are not right, orders that nobody placed, refusals, and buyers who were never answered.
    package private(set) var unexpected: [String] = []
    package private(set) var audit: AuditReport
    /// From the last kill, with which the traffic ends, until everything had ended; nil if it did not.
    package var settledSeconds: Double?
    /// The part of it in which RabbitMQ was still starting; nil where the broker carries the events.
    package var serverSeconds: Double?
    /// How long the machine stood still. Then deadlines pass though nobody is slow, and the figures say little.
    package var stoodStillSeconds = 0
    /// Milliseconds from when an order was due until it was acknowledged.
    package private(set) var latency: [String: Int] = [:]

    package init(attempts: [OrderAttempt], _ books: ShopBooks) {
        audit = Audit(of: books, mustBeSettled: true).report()
        orders = attempts.count
        var byCart = Dictionary(grouping: books.orders.orders, by: \.cart)
        var histogram = LatencyHistogram()
        for attempt in attempts {
            let entries = byCart.removeValue(forKey: attempt.intent.cart) ?? []
            repeated += max(0, attempt.requests - 1)
            if case .placed = attempt.outcome { histogram.record(attempt.latency) }
            judge(attempt, entries)
        }
        for entries in byCart.values { unexpected += entries.map { "\($0.number): nobody placed it" } }
        for (name, percent) in [("p50", 50.0), ("p99", 99), ("max", 100)] {
            latency[name] = Int(histogram.percentile(percent) / .milliseconds(1))
        }
    }

    private mutating func judge(_ attempt: OrderAttempt, _ entries: [OrderEntry]) {
        let intent = attempt.intent
        if entries.count > 1 {
            doubled.append("order \(intent.number): \(entries.map(\.number).joined(separator: ", "))")
        }
        for entry in entries {
            let saga = entry.saga ?? .init("without a saga")
            let end = saga.reason.map { "\(saga.state) (\($0))" } ?? saga.state
            ends[end, default: 0] += 1
            if entry.lines != [intent.sku: intent.quantity] {
                unexpected.append("\(entry.number): of \(entry.lines), not \(intent.quantity) of \(intent.sku)")
            }
            if attempt.isCalledOff, saga != .init("rejected", reason: "cancelled") {
                unexpected.append("\(entry.number): \(end), though its buyer was told that it is called off")
            } else if !intent.allows(saga) {
                unexpected.append(
                    "\(entry.number): \(end), by \(intent.card.rawValue)\(intent.isCancelled ? ", called off" : "")")
            }
        }
        switch attempt.outcome {
        case .placed(let number):
            acknowledged += 1
            if !entries.contains(where: { $0.number == number }) { lost.append(number) }
        case .soldOut:
            ends["sold out", default: 0] += 1
            if !intent.isScarce { unexpected.append("order \(intent.number) was refused: sold out") }
        case .refused(let why): unexpected.append("order \(intent.number) was refused: \(why)")
        case .unanswered: unexpected.append("order \(intent.number) was never answered")
        }
    }

    package var killed: Int { kills.values.reduce(0, +) }

    package var isProven: Bool {
        lost.isEmpty && doubled.isEmpty && unexpected.isEmpty && audit.isClean && killed == plan.kills && orders > 0
            && (settledSeconds.map { $0 <= OrderProof.settling / .seconds(1) } ?? false)
    }
}
