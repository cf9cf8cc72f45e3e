import Chassis
import GRDB
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Wire

/// A small service's events.
struct Thing: Codable, Sendable, Equatable {
    var number: Int

    static let happened = EventType<Thing>(
        "shop.thing.happened.v1", topic: "things", meaning: "A thing has happened.",
        schema: .object(.required("number", .whole(from: 0))))
    static let noticed = EventType<Thing>(
        "shop.thing.noticed.v1", topic: "notices", meaning: "Somebody has noticed a thing.",
        schema: .object(.required("number", .whole(from: 0))))

    static func catalogue(_ service: String) -> EventCatalogue {
        EventCatalogue(service: service, publishes: [happened, noticed, Long.told])
    }
}

/// An event that may be as long as one likes.
struct Long: Codable, Sendable {
    var text: String

    static let told = EventType<Long>(
        "shop.thing.told.v1", topic: "things", meaning: "Something long.",
        schema: .object(.required("text", .text())))
}

/// A service with a database, an outbox and a table that effects are written into.
struct EventFixture: Sendable {
    let database: any DatabaseWriter
    let outbox = Outbox(of: Thing.catalogue("thing-service"))
    let metrics = Metrics()
    let log = LogCapture()

    init(_ database: any DatabaseWriter) throws {
        self.database = database
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: events") { try $0.execute(sql: EventTables.migration) }
        migrator.registerMigration("2: effects") { try $0.execute(sql: "CREATE TABLE effects (number INTEGER)") }
        try migrator.migrate(database)
    }

    init() throws { try self.init(Storage.inMemory()) }

    var logger: Logger {
        Logger(label: "test") { [log] _ in JSONLogHandler(service: "test", release: "test", write: log.append) }
    }

    func relay(to engine: any EventEngine, leveling: LoadLeveling? = nil) -> OutboxRelay {
        OutboxRelay(
            outbox: outbox, file: SharedCommit(database), engine: engine, leveling: leveling, metrics: metrics,
            logger: logger)
    }

    /// A consumer that writes each thing's number down, and whatever `more` adds.
    func consumer(
        of engine: any EventEngine, more: @escaping @Sendable (Database, Thing) throws -> Void = { _, _ in }
    ) -> EventConsumer {
        EventConsumer(
            group: "thing-service",
            handlers: [
                .on(Thing.happened) { database, thing, _ in
                    try database.execute(sql: "INSERT INTO effects VALUES (?)", arguments: [thing.number])
                    try more(database, thing)
                }
            ], file: SharedCommit(database), engine: engine, metrics: metrics, logger: logger)
    }

    @discardableResult
    func append(_ number: Int, key: String = "thing") async throws -> CloudEvent {
        try await database.write { [outbox] in
            try outbox.append($0, Thing.happened, key: key, payload: Thing(number: number))
        }
    }

    var unsent: Int {
        get async throws { try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outbox") ?? -1 } }
    }

    var effects: [Int] {
        get async throws { try await database.read { try Int.fetchAll($0, sql: "SELECT number FROM effects") } }
    }

    var ranges: [ClosedRange<Int>] {
        get async throws {
            try await database.read {
                try Row.fetchAll($0, sql: "SELECT first, last FROM inbox_range ORDER BY source, topic, first")
                    .map { ($0["first"] as Int)...($0["last"] as Int) }
            }
        }
    }

    /// An event of another service.
    static func event(_ sequence: Int64, number: Int? = nil, source: String = "/other-service") -> CloudEvent {
        CloudEvent(
            source: source, type: Thing.happened.name, subject: "thing", topic: "things", sequence: sequence,
            correlationid: "course", data: ["number": .whole(number ?? Int(sequence))])
    }
}

/// An engine in which something happens before or after each publishing.
final class InterruptedEngine: EventEngine {
    private let engine: any EventEngine
    private let before: @Sendable ([CloudEvent]) async throws -> Void
    private let after: @Sendable ([CloudEvent]) async throws -> Void

    init(
        _ engine: any EventEngine, before: @escaping @Sendable ([CloudEvent]) async throws -> Void = { _ in },
        after: @escaping @Sendable ([CloudEvent]) async throws -> Void = { _ in }
    ) {
        self.engine = engine
        self.before = before
        self.after = after
    }

    func publish(_ events: [CloudEvent]) async throws {
        try await before(events)
        try await engine.publish(events)
        try await after(events)
    }

    func consume(
        group: String, topics: [String], handle: @escaping @Sendable (Delivery) async -> Verdict
    ) async throws {
        try await engine.consume(group: group, topics: topics, handle: handle)
    }
}

/// Runs services until a fact is there.
func running(
    _ services: [any Service], until isThere: @escaping @Sendable () async throws -> Bool
) async throws {
    let isDone = try await withThrowingTaskGroup(of: Bool.self) { tasks in
        for service in services {
            tasks.addTask {
                try await service.run()
                return false
            }
        }
        tasks.addTask {
            while try await !isThere() { try await Task.sleep(for: .milliseconds(5)) }
            return true
        }
        tasks.addTask {
            try await Task.sleep(for: .seconds(30))
            return false
        }
        let isDone = try await tasks.next() ?? false
        tasks.cancelAll()
        return isDone
    }
    try BrokenPromise.demand(isDone, "the fact did not come")
}
