import Broker
import BrokerAPI
import Foundation
import GRDB
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(3))) struct DamageTests {
    /// Bits and lengths of every stored field, chosen by a fixed seed so that a failure can be seen again.
    @Test func thousandDamagesAreAllDetectedAndNoneIsServed() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        let event = Sample.event(1, data: .text("forty kites, one of them red"))
        try await broker.accept(event)
        let good = try await broker.database.read { try Row.fetchOne($0, sql: "SELECT * FROM log") }
        let original = try #require(good)
        var random = SeededGenerator(seed: 20_261_127)
        // What damages a file asks no constraint.
        try await broker.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA ignore_check_constraints = 1") }
        var served: [String] = []
        for number in 0..<1_000 {
            let (column, value) = Damage.random(of: original, using: &random)
            try await broker.database.write { try $0.execute(sql: "UPDATE log SET \(column) = ?", arguments: [value]) }
            let deliveries = try await broker.ask()
            let page = try await broker.router.get("/log").decode(LogPage.self)
            let parked = try await broker.parked()
            if !deliveries.isEmpty || page.entries.contains(where: { $0.event != nil }) || !parked[0].isDamaged {
                served.append("\(number): \(column)")
            }
            let before: DatabaseValue = original[column]
            try await broker.database.write { try $0.execute(sql: "UPDATE log SET \(column) = ?", arguments: [before]) }
            #expect(try await broker.post("/groups/catalog/parked/1/replay").status == .noContent)
        }
        #expect(served.isEmpty)
        #expect(try await broker.ask().map(\.event) == [event])
        #expect(try await broker.metric("shop_broker_damaged_total{group=\"catalog\"}") == 1_000)
    }

    @Test func damagedRecordHoldsBackItsOwnKeyOnly() async throws {
        let log = LogCapture()
        let broker = try await BrokerFixture(log: log)
        try await broker.subscribe()
        try await broker.accept(Sample.event(1), Sample.event(2), Sample.event(3, subject: "B"))
        try await broker.database.write { try $0.execute(sql: "UPDATE log SET body = x'00' WHERE position = 1") }
        #expect(try await broker.ask().map(\.event.sequence) == [3])
        let parked = try #require(try await broker.parked().first)
        #expect(parked.isDamaged && parked.id == nil && parked.heldBack == 1)
        let entry = try await broker.router.get("/log/order-service%2Forders%2F1")
        #expect(entry.status == .gone)
        #expect(try entry.decode(Problem.self).type == BrokerProblem.damaged)
        #expect(try await broker.post("/groups/catalog/parked/1/discard").status == .noContent)
        #expect(try await broker.ask().map(\.event.sequence) == [2, 3])
    }

    @Test func sourceThatSendsItAgainMendsIt() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1))
        try await broker.database.write { try $0.execute(sql: "UPDATE log SET body = x'7b7d'") }
        #expect(try await broker.ask().isEmpty)
        #expect(try await broker.accept(Sample.event(1)).duplicates == 1)
        #expect(try await broker.post("/groups/catalog/parked/1/replay").status == .noContent)
        #expect(try await broker.ask().map(\.event) == [Sample.event(1)])
    }
}

private enum Damage {
    /// A column with a bit flipped, or cut short.
    static func random(of row: Row, using random: inout SeededGenerator) -> (column: String, value: DatabaseValue) {
        while true {
            // Half of all damages hit the event itself.
            let column =
                ["body", "body", "body", "subject", "type", "checksum"].randomElement(using: &random) ?? "body"
            let value: DatabaseValue = row[column]
            let changed: DatabaseValue
            switch value.storage {
            case .blob(let data): changed = Data(damaged(Array(data), using: &random)).databaseValue
            case .string(let text):
                changed = String(decoding: damaged(Array(text.utf8), using: &random), as: UTF8.self).databaseValue
            case .int64(let number): changed = (number ^ (1 << Int64.random(in: 0..<32, using: &random))).databaseValue
            case .null, .double: continue
            }
            if changed != value { return (column, changed) }
        }
    }

    private static func damaged(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        if Bool.random(using: &random) { return Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))) }
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        return bytes
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
