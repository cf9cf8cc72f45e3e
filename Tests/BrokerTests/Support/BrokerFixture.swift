import Broker
import BrokerAPI
import Chassis
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization
import TestSupport
import Wire

/// A broker without a socket over a real file, whose time the test sets. It can be killed and started again.
struct BrokerFixture: Sendable {
    let folder: ScratchFolder
    let clock: TestClock
    let database: any DatabaseWriter
    let router: RouterClient
    let farewells: [@Sendable () async -> Void]
    /// Method and path of everything that is served, HEAD aside.
    let routes: [String]

    /// - Parameter disk: where the file lies, if not in the folder.
    init(
        in folder: ScratchFolder? = nil, on disk: String? = nil, clock: TestClock = TestClock(),
        settings: BrokerSettings = .init(), log: LogCapture? = nil
    ) async throws {
        self.folder = try folder ?? ScratchFolder()
        self.clock = clock
        let path = "\(disk ?? self.folder.path)/broker.sqlite"
        database = try Storage.open(path)
        let chassis = Chassis.test("broker", in: self.folder, log: log)
        let shop = try await Broker.buildApplication(
            chassis, database: database, path: path, settings: settings, clock: clock.brokerClock)
        router = RouterClient(shop, on: chassis)
        routes = shop.router.routes.filter { $0.method != .head }.map {
            "\($0.method.rawValue.lowercased()) \($0.path)"
        }
        farewells = shop.beforeDraining
    }

    /// Whether ``hold(until:)`` has begun.
    let isBusy = Flag()

    /// Keeps the file busy until the gate opens.
    func hold(until gate: Gate) async throws {
        try await database.writeWithoutTransaction { [isBusy] _ in
            isBusy.raise()
            let opened = DispatchSemaphore(value: 0)
            Task {
                await gate.wait()
                opened.signal()
            }
            opened.wait()
        }
    }

    /// What is there after a crash at this moment: the same file, and nothing of what was in memory.
    func restarted() async throws -> BrokerFixture {
        try database.close()
        return try await BrokerFixture(in: folder, clock: clock)
    }

    // MARK: Requests

    func publish(_ events: [CloudEvent]) async throws -> WireResponse {
        try await publish(raw: String(buffer: StrictJSON.encode(events)))
    }

    func publish(raw: String) async throws -> WireResponse {
        try await router.send(
            WireRequest(
                method: .post, target: "/events", headers: [.contentType: CloudEvent.batchMediaType],
                body: ByteBuffer(string: raw)))
    }

    @discardableResult
    func accept(_ events: CloudEvent...) async throws -> PublishReceipt {
        let answer = try await publish(events)
        guard answer.status == .ok else { throw Problem(from: answer) }
        return try answer.decode()
    }

    func subscribe(_ group: String = "catalog", to topics: [String] = ["orders"], from: String = "start") async throws {
        let list = topics.map { "\"\($0)\"" }.joined(separator: ",")
        let answer = try await router.send(
            .put, "/groups/\(group)", json: "{\"topics\":[\(list)],\"from\":\"\(from)\"}")
        guard answer.status == .ok else { throw Problem(from: answer) }
    }

    func ask(
        _ group: String = "catalog", as consumer: String = "one", limit: Int = 32, wait: Int = 0
    ) async throws -> [BrokerDelivery] {
        let answer = try await router.get(
            "/groups/\(group)/deliveries?consumer=\(consumer)&limit=\(limit)&wait=\(wait)")
        guard answer.status == .ok else { throw Problem(from: answer) }
        return try answer.decode(DeliveryBatch.self).deliveries
    }

    @discardableResult
    func settle(_ outcome: DeliveryOutcome, of group: String = "catalog") async throws -> OutcomeReceipt {
        let answer = try await router.send(
            .post, "/groups/\(group)/acknowledgements", json: String(buffer: StrictJSON.encode(outcome)))
        guard answer.status == .ok else { throw Problem(from: answer) }
        return try answer.decode()
    }

    @discardableResult
    func acknowledge(_ positions: Int64..., of group: String = "catalog") async throws -> OutcomeReceipt {
        try await settle(DeliveryOutcome(acknowledged: positions), of: group)
    }

    @discardableResult
    func reject(_ delivery: BrokerDelivery, of group: String = "catalog") async throws -> OutcomeReceipt {
        let rejection = DeliveryOutcome.Rejection(
            position: delivery.position, attempt: delivery.attempt, reason: "the shelf is on fire")
        return try await settle(DeliveryOutcome(rejected: [rejection]), of: group)
    }

    /// Rejects the one event that is due until it is parked.
    func park(of group: String = "catalog") async throws -> Int64 {
        var position: Int64 = 0
        for _ in 0..<5 {
            clock.advance(milliseconds: 30_000)
            guard let delivery = try await ask(group).first else { break }
            position = delivery.position
            try await reject(delivery, of: group)
        }
        return position
    }

    func parked(_ group: String = "catalog") async throws -> [ParkedEvent] {
        try await router.get("/groups/\(group)/parked").decode(ParkedList.self).parked
    }

    func post(_ target: String) async throws -> WireResponse {
        try await router.send(WireRequest(method: .post, target: target))
    }

    func groups() async throws -> [GroupReport] { try await router.get("/groups").decode(GroupList.self).groups }

    func sweep() async throws -> Int {
        try await Retention(
            file: SharedCommit(database), clock: clock.brokerClock, age: BrokerSettings().retention,
            logger: Logger(label: "test")
        ).sweep()
    }

    func metric(_ line: String) async throws -> Double? {
        let text = try await router.get("/metrics").text
        return text.split(separator: "\n").first { $0.hasPrefix("\(line) ") }
            .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
    }
}

/// Something that has happened.
final class Flag: Sendable {
    private let isRaised = Mutex(false)
    var value: Bool { isRaised.withLock(\.self) }
    func raise() { isRaised.withLock { $0 = true } }
}

enum Sample {
    static let start = 1_700_000_000_000

    static func event(
        _ sequence: Int64, subject: String = "A-1", topic: String = "orders", source: String = "/order-service",
        type: String = "shop.order.placed.v1", data: JSONNode = .object(["lines": .whole(1)])
    ) -> CloudEvent {
        CloudEvent(
            source: source, type: type, subject: subject, time: EventTime(milliseconds: start), topic: topic,
            sequence: sequence, correlationid: subject, data: data)
    }
}

/// Time that passes when a test says so, and rings who waits for it.
final class TestClock: Sendable {
    private struct State {
        var now = Sample.start
        var alarms: [Int: (time: Int, ring: @Sendable () -> Void)] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    var now: Int { state.withLock(\.now) }
    /// When those who wait want to be woken.
    var alarms: [Int] { state.withLock { $0.alarms.values.map { $0.time - Sample.start }.sorted() } }

    func advance(milliseconds: Int) {
        let due = state.withLock { state in
            state.now += milliseconds
            let due = state.alarms.filter { $0.value.time <= state.now }
            for number in due.keys { state.alarms[number] = nil }
            return due.values.map(\.ring)
        }
        for ring in due { ring() }
    }

    var brokerClock: BrokerClock {
        BrokerClock { [self] in
            state.withLock(\.now)
        } alarm: { [self] time, ring in
            let number: Int? = state.withLock { state in
                guard time > state.now else { return nil }
                state.next += 1
                state.alarms[state.next] = (time, ring)
                return state.next
            }
            guard let number else {
                ring()
                return {}
            }
            return { [self] in state.withLock { $0.alarms[number] = nil } }
        }
    }

    /// Returns when somebody waits.
    func waitForAlarm(_ count: Int = 1) async throws {
        while alarms.count < count {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
