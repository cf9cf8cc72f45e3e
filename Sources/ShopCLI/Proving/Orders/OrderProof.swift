import Bookkeeping
import CatalogAPI
import Fleet
import FoundationEssentials
import OrderAPI
import RabbitEvents
import Shoppers
import Wire

/// Proves that whatever is killed, every acknowledged order comes to exactly one end, with the pieces and the payment
/// that belong to it.
struct OrderProof: Sendable {
    let fleet: ProofFleet
    let rate: Double
    let duration: Duration
    let kills: Int
    let seed: UInt64
    let progress: OrderProgress

    /// After the last kill, everything has ended within this.
    static let settling = Duration.seconds(10)
    /// It is waited for longer, so that the report can say how long it took.
    private static let patience = Duration.seconds(60)

    /// What the shop of the proof is told, so that an order takes no longer than it must, and is not rejected because a
    /// RabbitMQ is killed again and again while it starts.
    static let settings = [
        "SAGA_STOCK_SECONDS": "120", "SAGA_PAYMENT_SECONDS": "2", "CARRIER_COLLECT_MILLISECONDS": "200",
        "CARRIER_DELIVER_MILLISECONDS": "200", "BANK_SLOW_MILLISECONDS": "300", "LOG_LEVEL": "notice",
    ]

    func run(on state: FleetState) async throws -> OrderReport {
        let shelves = try ProofShelves(seed: "\(fleet.plan.root)/Sources/CatalogService/Seed/catalogue.json")
        try await shelves.fill(at: address(of: CatalogClient.serviceName, state))
        try await serverIsSettled(state)
        let buyers = Buyers(at: try address(of: OrderClient.serviceName, state))
        let killer = Killer(home: fleet.plan.home, seed: seed)
        let (lastKill, stoodStill) = await withTaskGroup(of: Duration.self) { group in
            group.addTask { await progress.run(buyers, killer) }
            let lastKill = await disturb(buyers, killer, shelves)
            group.cancelAll()
            return (lastKill, await group.reduce(.zero, +))
        }
        let (settledIn, books) = try await settle(since: lastKill.at)
        progress.clear()
        var report = OrderReport(attempts: buyers.done, books)
        report.plan = .init(rate: rate, seconds: duration / .seconds(1), kills: kills, seed: seed)
        report.kills = killer.kills
        report.stoodStillSeconds = Int(stoodStill / .seconds(1))
        report.settledSeconds = settledIn.map(Self.seconds)
        report.serverSeconds = lastKill.serverIn.map(Self.seconds)
        return report
    }

    private static func seconds(_ time: Duration) -> Double { (time / .seconds(1) * 100).rounded() / 100 }

    /// Waits until a RabbitMQ of the shop's own would find its queues again. That is its promise, not the shop's.
    private func serverIsSettled(_ state: FleetState) async throws {
        guard state[name: RabbitPlan.name] != nil else { return }
        let start = ContinuousClock.now
        while !RabbitPlan.hasWritten(["catalog-service.orders", "order-service.stock"], in: fleet.plan.home) {
            guard start.duration(to: .now) < Self.patience else {
                throw ShopError("The proof's services do not hear each other", mend: "./shop prove orders again")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// A RabbitMQ takes up to 8 s to start, most of what the shop has to settle.
    /// - Returns: how long it took until it could be entered; nil if the broker carries the events.
    private func serverIsBack(since start: ContinuousClock.Instant) async -> Duration? {
        guard let data = FileManager.default.contents(atPath: fleet.plan.home.brokerFile),
            let url = try? RabbitURL(String(decoding: data, as: UTF8.self))
        else { return nil }
        while start.duration(to: .now) < Self.patience {
            if (try? await url.tryToEnter()) != nil { break }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return start.duration(to: .now)
    }

    private func address(of service: String, _ state: FleetState) throws -> Address {
        guard let process = state[name: service], let address = Address(process.address) else {
            throw ShopError("The proof's shop has no \(service)", mend: "git checkout compose/fleet.json")
        }
        return address
    }

    private struct LastKill: Sendable {
        var at: ContinuousClock.Instant
        /// How long RabbitMQ was away after it; nil if the broker carries the events.
        var serverIn: Duration?
    }

    /// Orders come and processes go, until both have ended and every buyer has been answered.
    private func disturb(_ buyers: Buyers, _ killer: Killer, _ shelves: ProofShelves) async -> LastKill {
        var random = SeededGenerator(seed: seed)
        let schedule = KillSchedule(count: kills, within: duration, using: &random)
        let arrivals = ArrivalSchedule(rate: rate, duration: duration)
        let begin = ContinuousClock.now
        async let lastKill = kill(schedule, from: begin, killer)
        await withDiscardingTaskGroup { group in
            for number in 0..<arrivals.count {
                let due = begin + arrivals.due(number)
                guard (try? await Task.sleep(until: due, tolerance: .zero, clock: .continuous)) != nil else { break }
                let intent = OrderIntent(number, plenty: shelves.plenty, scarce: shelves.scarce, using: &random)
                group.addTask { await buyers.place(intent, due: due) }
            }
        }
        return await lastKill
    }

    private func kill(_ schedule: KillSchedule, from begin: ContinuousClock.Instant, _ killer: Killer) async -> LastKill
    {
        for moment in schedule.moments {
            guard (try? await Task.sleep(until: begin + moment, clock: .continuous)) != nil else { break }
            await killer.kill()
        }
        let end = ContinuousClock.now
        return LastKill(at: end, serverIn: await serverIsBack(since: end))
    }

    /// Waits until nothing is under way any more.
    /// - Returns: how long that took since the last kill, nil if it did not end; and the books then.
    private func settle(since start: ContinuousClock.Instant) async throws -> (Duration?, ShopBooks) {
        let data = fleet.plan.home.data
        while start.duration(to: .now) < Self.patience {
            let isAtRest = (try? OpenWork.count(in: data)) == 0
            if isAtRest {
                let settled = start.duration(to: .now)
                let books = try readBooks()
                if Audit(of: books).report().isSettled { return (settled, books) }
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return (nil, try readBooks())
    }

    private func readBooks() throws -> ShopBooks {
        try ShopBooks(of: fleet.plan.home.data, isRunning: true, hasOwnBroker: fleet.plan.home.hasOwnBroker)
    }
}
