import BrokerAPI
import Chassis
import GRDB
import Logging
import Synchronization
import Wire

/// Gives events to consumers and takes their outcomes.
final class Desk: Sendable {
    /// A delivery with the event's bytes as they came.
    struct Parcel: Sendable {
        let position: Int64
        let attempt: Int
        let body: [UInt8]
    }

    private struct Consumer: Hashable {
        let group: String
        let name: String
    }

    private struct State {
        var leases = LeaseBook()
        /// The ask of each consumer that waits; an older one of the same consumer is nobody's any more.
        var asks: [Consumer: (number: Int, ear: Bell.Ear)] = [:]
        var nextAsk = 0
    }

    /// Bytes of one answer, unless a single event is longer.
    private static let byteLimit = 1 << 20

    let file: SharedCommit
    let bell: Bell
    private let clock: BrokerClock
    private let lease: Int
    private let figures: BrokerFigures
    private let logger: Logger
    private let state = Mutex(State())

    init(_ file: SharedCommit, bell: Bell, clock: BrokerClock, lease: Duration, figures: BrokerFigures, logger: Logger)
    {
        self.file = file
        self.bell = bell
        self.clock = clock
        self.lease = lease.milliseconds
        self.figures = figures
        self.logger = logger
    }

    // MARK: Asking

    /// What is due, as soon as there is anything; nothing when the time is up, the broker drains, the same consumer
    /// asks anew, or nobody waits for the answer any more.
    /// - Throws: ``Problem`` 404 if there is no such group.
    func deliveries(to group: String, consumer: String, limit: Int, within wait: Duration) async throws -> [Parcel] {
        let end = clock.now() + wait.milliseconds
        return try await bell.listen(.group(group)) { ear in
            let consumer = Consumer(group: group, name: consumer)
            let ask = begin(consumer, ear)
            defer { finish(consumer, ask) }
            while true {
                let (parcels, next) = try await take(consumer, ask, limit: limit)
                if Task.isCancelled { giveBack(parcels.map(\.position), of: group) }
                try Task.checkCancellation()
                if !parcels.isEmpty || clock.now() >= end || bell.isClosed { return parcels }
                guard await ear.wait(until: min(end, next ?? end)), isCurrent(consumer, ask) else { return [] }
            }
        }
    }

    /// Gives back what a consumer holds.
    func leave(_ group: String, consumer: String) {
        let consumer = Consumer(group: group, name: consumer)
        let ear = state.withLock { state in
            state.leases.release(all: consumer.name, of: group)
            return state.asks.removeValue(forKey: consumer)?.ear
        }
        ear?.stop()
        bell.ring(.group(group))
    }

    /// Whoever asks anew holds nothing.
    private func begin(_ consumer: Consumer, _ ear: Bell.Ear) -> Int {
        let (ask, before, hadAny) = state.withLock { state in
            state.nextAsk += 1
            let before = state.asks.updateValue((state.nextAsk, ear), forKey: consumer)?.ear
            return (state.nextAsk, before, state.leases.release(all: consumer.name, of: consumer.group))
        }
        before?.stop()
        if hadAny { bell.ring(.group(consumer.group)) }
        return ask
    }

    private func finish(_ consumer: Consumer, _ ask: Int) {
        state.withLock { if $0.asks[consumer]?.number == ask { $0.asks[consumer] = nil } }
    }

    private func isCurrent(_ consumer: Consumer, _ ask: Int) -> Bool {
        state.withLock { $0.asks[consumer]?.number == ask }
    }

    // MARK: Taking

    /// - Returns: what is due now, and otherwise when to look again though nobody rings.
    private func take(_ consumer: Consumer, _ ask: Int, limit: Int) async throws -> (parcels: [Parcel], next: Int?) {
        while true {
            let (heads, next) = try await leaseHeads(consumer, ask, limit: limit)
            guard !heads.isEmpty else { return ([], next) }
            do {
                let parcels = try await read(heads, for: consumer.group)
                // If all that was due is damaged, something else may be due.
                if !parcels.isEmpty { return (parcels, nil) }
            } catch {
                giveBack(heads.map(\.position), of: consumer.group)
                throw error
            }
        }
    }

    /// Chooses while nothing is written, so that nothing is given that has just been acknowledged, and nothing twice.
    private func leaseHeads(
        _ consumer: Consumer, _ ask: Int, limit: Int
    ) async throws -> (heads: [DeliveryTable.Head], next: Int?) {
        try await file.look { [self] database in
            let group = try GroupTable.id(of: consumer.group, in: database)
            let now = clock.now()
            guard isCurrent(consumer, ask) else { return ([], nil) }
            let book = state.withLock(\.leases)
            let heads = try DeliveryTable.due(
                to: group, at: now, limit: limit, byteLimit: Self.byteLimit, in: database
            ) { book.isLeased($0, of: consumer.group, at: now) }
            let isLeased = state.withLock { state in
                state.leases.prune(consumer.group, at: now)
                // A newer ask of the same consumer may have begun meanwhile.
                guard state.asks[consumer]?.number == ask else { return false }
                state.leases.lease(heads.map(\.position), of: consumer.group, to: consumer.name, until: now + lease)
                return true
            }
            guard heads.isEmpty || !isLeased else { return (heads, nil) }
            let due = try DeliveryTable.nextDue(to: group, after: now, in: database)
            let end = book.nextEnd(of: consumer.group, after: now)
            return ([], [due, end].compactMap(\.self).min())
        }
    }

    private func read(_ heads: [DeliveryTable.Head], for group: String) async throws -> [Parcel] {
        let records = try await file.database.read { database in
            try heads.map { ($0, try EventLog.record(at: $0.position, in: database)) }
        }
        var parcels: [Parcel] = []
        for (head, found) in records {
            // It may have been discarded in this moment.
            guard let found else { continue }
            if let record = found {
                parcels.append(Parcel(position: head.position, attempt: head.attempt, body: record.body))
            } else {
                try await park(damaged: head.position, of: group)
            }
        }
        figures.delivered(parcels.count, again: parcels.count { $0.attempt > 1 }, to: group)
        return parcels
    }

    private func park(damaged position: Int64, of group: String) async throws {
        logger.error("damaged record", metadata: ["group": "\(group)", "position": "\(position)"])
        figures.damaged.increment(["group": group])
        try await file.write { [clock] database in
            let id = try GroupTable.id(of: group, in: database)
            try DeliveryTable.parkDamaged(position, of: id, at: clock.now(), in: database)
        } onCommit: { [self] _ in
            state.withLock { $0.leases.release([position], of: group) }
        }
    }

    /// What was taken for somebody who does not get it.
    private func giveBack(_ positions: [Int64], of group: String) {
        guard !positions.isEmpty else { return }
        state.withLock { $0.leases.release(positions, of: group) }
        bell.ring(.group(group))
    }

    // MARK: Outcomes

    /// - Throws: ``Problem`` 404 if there is no such group.
    func settle(_ outcome: DeliveryOutcome, of group: String) async throws -> OutcomeReceipt {
        let positions = outcome.acknowledged + outcome.rejected.map(\.position)
        let receipt = try await file.write { [clock] database in
            let id = try GroupTable.id(of: group, in: database)
            let now = clock.now()
            var receipt = OutcomeReceipt()
            for position in outcome.acknowledged {
                if try DeliveryTable.end(position, of: id, in: database) {
                    receipt.acknowledged += 1
                } else {
                    receipt.ignored += 1
                }
            }
            for rejection in outcome.rejected {
                switch try DeliveryTable.reject(rejection, of: id, at: now, in: database) {
                case .comesAgain: receipt.rejected += 1
                case .parked: receipt.parked += 1
                case .ignored: receipt.ignored += 1
                }
            }
            return receipt
        } onCommit: { [self] _ in
            state.withLock { $0.leases.release(positions, of: group) }
            bell.ring(.group(group))
        }
        figures.settled(receipt, of: group)
        return receipt
    }

    // MARK: Looking

    func inFlight(of group: String) -> Int { state.withLock { $0.leases.count(of: group, at: clock.now()) } }

    /// Nothing of a group is held any more.
    func forget(_ group: String) {
        let ears = state.withLock { state in
            state.leases.forget(group)
            let gone = state.asks.filter { $0.key.group == group }
            for consumer in gone.keys { state.asks[consumer] = nil }
            return gone.values.map(\.ear)
        }
        for ear in ears { ear.stop() }
    }
}
