import BrokerAPI
import Chassis
import GRDB
import Wire

/// The groups: what they hear, how they get on, and what is parked for them.
struct Groups: Sendable {
    let file: SharedCommit
    let desk: Desk
    let clock: BrokerClock

    func subscribe(_ group: String, _ subscription: GroupSubscription) async throws -> GroupReport {
        if let known = try await report(group), Set(known.topics) == Set(subscription.topics) { return known }
        try await file.write { database in
            try GroupTable.subscribe(group, to: subscription, at: clock.now(), in: database)
        } onCommit: {
            desk.bell.ring(.group(group))
        }
        guard let report = try await report(group) else { throw Problem.notFound("The group has just been removed.") }
        return report
    }

    /// - Throws: ``Problem`` 404 if there is no such group.
    func remove(_ group: String) async throws {
        try await file.write {
            try GroupTable.remove(group, in: $0)
        } onCommit: {
            desk.forget(group)
        }
    }

    func list() async throws -> [GroupReport] { try await file.database.read { try reports(in: $0) } }

    func report(_ group: String) async throws -> GroupReport? {
        try await file.database.read { try reports(of: group, in: $0).first }
    }

    func reports(of group: String? = nil, in database: Database) throws -> [GroupReport] {
        let now = clock.now()
        return try GroupTable.reports(of: group, in: database).map { report in
            GroupReport(
                group: report.group, topics: report.topics, lag: report.lag,
                oldestSeconds: report.oldest.map { max(0, now - $0) / 1_000 } ?? 0, parked: report.parked,
                inFlight: desk.inFlight(of: report.group), waiting: desk.bell.count(.group(report.group)))
        }
    }

    // MARK: Parking

    func parked(_ group: String, after position: Int64, limit: Int) async throws -> [ParkedEvent] {
        try await file.database.read { try ParkingTable.list(group, after: position, limit: limit, in: $0) }
    }

    func parked(_ group: String, at position: Int64) async throws -> (event: ParkedEvent, record: EventRecord?) {
        try await file.database.read { try ParkingTable.detail(group, at: position, in: $0) }
    }

    /// - Throws: ``Problem`` 404 if nothing is parked there.
    func replay(_ group: String, _ position: Int64) async throws {
        try await decide(group, position) { id, database in
            try DeliveryTable.replay(position, of: id, at: clock.now(), in: database)
        }
    }

    /// - Throws: ``Problem`` 404 if nothing is parked there.
    func discard(_ group: String, _ position: Int64) async throws {
        try await decide(group, position) { id, database in
            guard try DeliveryTable.isParked(position, of: id, in: database) else { return false }
            return try DeliveryTable.end(position, of: id, in: database)
        }
    }

    private func decide(
        _ group: String, _ position: Int64, _ change: @escaping @Sendable (Int64, Database) throws -> Bool
    ) async throws {
        try await file.write { database in
            guard try change(GroupTable.id(of: group, in: database), database) else {
                throw Problem.notParked(position, group)
            }
        } onCommit: {
            desk.bell.ring(.group(group))
        }
    }
}
