import Broker
import BrokerAPI
import Foundation
import GRDB
import TestSupport
import Testing
import Wire

/// A disk under the broker that takes no more, or fails: nobody hears that it has what is not there, and all goes on by
/// itself.
@Suite(.timeLimit(.minutes(1))) struct FailingDiskTests {
    /// Within so long it takes events again.
    private static let promise = Duration.seconds(5)

    private struct NeverFull: Error {}

    private func event(_ sequence: Int64) -> CloudEvent {
        Sample.event(sequence, subject: "S\(sequence)", data: .text(String(repeating: "x", count: 8_000)))
    }

    private func expectUnavailable(_ answer: WireResponse, _ types: String...) throws {
        #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "1")
        #expect(types.contains(try answer.decode(Problem.self).type))
    }

    /// Publishes until it is refused.
    /// - Returns: the sequences that were confirmed, and the refusal.
    private func fill(_ broker: BrokerFixture, from first: Int64) async throws -> ([Int64], WireResponse) {
        var confirmed: [Int64] = []
        for sequence in first..<first + 1_000 {
            let answer = try await broker.publish([event(sequence)])
            guard answer.status == .ok else { return (confirmed, answer) }
            confirmed.append(sequence)
        }
        throw NeverFull()
    }

    private func logged(_ broker: BrokerFixture) async throws -> [Int64] {
        try await broker.database.read { try Int64.fetchAll($0, sql: "SELECT sequence FROM log ORDER BY position") }
    }

    private func tell(_ broker: BrokerFixture, _ sql: String) async throws {
        try await broker.database.writeWithoutTransaction { _ = try Int.fetchOne($0, sql: sql) }
    }

    /// The broker sees that the disk is nearly full, or SQLite that it is.
    @Test(
        .enabled(if: SmallDisk.isPossible),
        arguments: [(150_000, BrokerProblem.full), (1, "/problems/storage-unavailable")])
    func aDiskThatIsFullRefusesUntilThereIsRoom(freeLimit: Int, problem: String) async throws {
        let disk = try SmallDisk()
        defer { disk.remove() }
        var settings = BrokerSettings()
        settings.freeLimit = freeLimit
        let broker = try await BrokerFixture(on: disk.path, settings: settings)
        try await broker.subscribe()
        try Data(count: 300_000).write(to: URL(filePath: "\(disk.path)/ballast"))
        let (confirmed, refusal) = try await fill(broker, from: 1)
        try expectUnavailable(refusal, problem)
        #expect(!confirmed.isEmpty)
        let next = (confirmed.last ?? 0) + 1
        try expectUnavailable(try await broker.publish([event(next)]), problem, BrokerProblem.full)
        #expect(try await logged(broker) == confirmed)

        try FileManager.default.removeItem(atPath: "\(disk.path)/ballast")
        let roomSince = ContinuousClock.now
        try await broker.accept(event(next))
        #expect(roomSince.duration(to: .now) < Self.promise)
        #expect(try await broker.ask(limit: 100).map(\.event.sequence) == Array((confirmed + [next]).prefix(100)))
        try broker.database.close()
    }

    /// What a consumer says is answered for in the same way.
    @Test(arguments: [
        ("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000"),
        ("PRAGMA query_only = 1", "PRAGMA query_only = 0"),
    ])
    func neitherEventsNorOutcomesAreTakenUntilTheFileMayBeWritten(_ failure: String, _ mending: String) async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(event(1))
        let delivery = try await broker.ask()[0]
        try await tell(broker, failure)
        let (confirmed, refusal) = try await fill(broker, from: 2)
        try expectUnavailable(refusal, "/problems/storage-unavailable")
        #expect(try await logged(broker) == [1] + confirmed)
        let isAcknowledged: Bool
        do {
            isAcknowledged = try await broker.acknowledge(delivery.position).acknowledged == 1
        } catch let problem as Problem where problem.status == 503 {
            isAcknowledged = false
        }

        try await tell(broker, mending)
        let mended = ContinuousClock.now
        let next = (confirmed.last ?? 1) + 1
        try await broker.accept(event(next))
        #expect(mended.duration(to: .now) < Self.promise)
        let due = try await broker.ask(limit: 100).map(\.event.sequence)
        #expect(due == (isAcknowledged ? [] : [1]) + confirmed + [next])
    }

    @Test func aDiskThatFailsRefusesUntilItIsWell() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(event(1))
        let failure = try FailingFile("\(broker.folder.path)/broker.sqlite-wal")
        for _ in 1...2 {
            try expectUnavailable(try await broker.publish([event(2)]), "/problems/storage-unavailable")
        }
        failure.end()
        let mended = ContinuousClock.now
        try await broker.accept(event(2))
        #expect(mended.duration(to: .now) < Self.promise)
        #expect(try await broker.ask().map(\.event.sequence) == [1, 2])
    }
}
