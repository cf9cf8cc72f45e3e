import BrokerAPI
import Fleet
import FoundationEssentials
import RabbitEvents
import Synchronization
import Wire

/// The RabbitMQ that carries the running shop's events, asked for a person.
struct RunningRabbit: Sendable {
    let url: String
    private let parking: RabbitParking
    let log: RabbitLog
    /// The processes: each that hears events is a group of its name.
    let groups: [String]
    private let isOwn: Bool

    /// Nil if the broker carries the events.
    /// - Throws: `ShopError` if no shop runs.
    init?(_ project: Project) throws {
        let shop = try RunningShop(project).state()
        guard let data = FileManager.default.contents(atPath: project.home.brokerFile) else { return nil }
        url = String(decoding: data, as: UTF8.self)
        parking = try RabbitParking(url)
        log = try RabbitLog(url)
        groups = Set(shop.processes.map(\.name)).sorted()
        isOwn = shop[name: RabbitPlan.name] != nil
    }

    // MARK: What is parked

    /// - Throws: `ShopError` if there is no such group.
    func parked(in group: String) async throws -> [ParkedDetail] {
        guard let parked = try await asking({ try await parking.parked(for: group) }) else {
            throw ShopError("There is no group '\(group)'", mend: "./shop dlq list")
        }
        return parked.map(ParkedDetail.init)
    }

    /// Of all groups.
    func parked() async throws -> [ParkedDetail] {
        var parked: [ParkedDetail] = []
        for group in groups {
            parked += try await asking { try await parking.parked(for: group) }?.map(ParkedDetail.init) ?? []
        }
        return parked
    }

    func replay(_ group: String, _ position: Int64) async throws {
        do {
            try refuse(group, position, unless: await asking { try await parking.replay(position, for: group) })
        } catch is UnreadableParked {
            throw ShopError(
                "What is parked for \(group) at \(position) cannot be delivered again", why: "it is no event",
                mend: "./shop dlq discard \(group) \(position), and see to whoever publishes it")
        }
    }

    func discard(_ group: String, _ position: Int64) async throws {
        try refuse(group, position, unless: await asking { try await parking.discard(position, for: group) })
    }

    private func refuse(_ group: String, _ position: Int64, unless isParked: Bool) throws {
        if !isParked {
            throw ShopError("Nothing is parked for \(group) at \(position)", mend: "./shop dlq list")
        }
    }

    // MARK: What was said

    /// Shows the newest records that a query asks for, then with `follows` those that come, until it is cancelled.
    func tail(
        _ query: LogQuery, follows: Bool, _ show: @escaping @Sendable (LogEntry) throws -> Void
    ) async throws {
        let window = EventWindow(query)
        try await asking {
            try await log.read { record in
                if let record {
                    for entry in window.take(record) { try show(entry) }
                    return true
                }
                for entry in window.open() { try show(entry) }
                return follows
            }
        }
    }

    /// The newest events about one subject.
    func events(about subject: String) async throws -> [CloudEvent] {
        var query = LogQuery()
        (query.subject, query.last) = (subject, 1_000)
        let events = Mutex<[CloudEvent]>([])
        try await tail(query, follows: false) { entry in
            if let event = entry.event { events.withLock { $0.append(event) } }
        }
        return events.withLock(\.self)
    }

    /// - Throws: `ShopError` if there is no such event.
    func entry(_ id: String) async throws -> LogEntry {
        let window = EventWindow(id: id)
        try await asking { try await log.read { record in record.map { window.take($0).isEmpty } ?? false } }
        guard let entry = window.open().first else {
            throw ShopError("There is no event '\(id)'", mend: "./shop events tail")
        }
        return entry
    }

    func asking<Answer>(_ question: () async throws -> Answer) async throws -> Answer {
        do {
            return try await question()
        } catch let error as RabbitError {
            throw ShopError(
                "RabbitMQ did not answer", why: "\(error)",
                mend: isOwn
                    ? "./shop logs rabbitmq, or ./shop status"
                    : "see to the server at the URL; the events wait in the services' outboxes")
        }
    }
}

extension ParkedDetail {
    init(_ parked: RabbitParked) {
        let event = parked.event
        self.init(
            parked: ParkedEvent(
                group: parked.group, position: parked.position, topic: event?.topic ?? "",
                subject: event?.subject ?? "", id: event?.id, type: event?.type, attempts: parked.attempts,
                reason: parked.reason, parkedAt: parked.parkedAt, isDamaged: event == nil, heldBack: nil),
            event: event)
    }
}
