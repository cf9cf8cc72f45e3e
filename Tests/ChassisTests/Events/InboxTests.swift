import Chassis
import GRDB
import TestSupport
import Testing
import Wire

@Suite struct InboxTests {
    private struct Refused: Error {}

    @discardableResult
    private func handle(_ event: CloudEvent, in fixture: EventFixture) async throws -> Bool {
        try await fixture.database.write { database in
            try Inbox().handle(database, event) { database in
                let thing = try event.decode(Thing.self)
                try database.execute(sql: "INSERT INTO effects VALUES (?)", arguments: [thing.number])
            }
        }
    }

    @Test(
        arguments: [
            ([1], [1...1]), ([1, 2, 3], [1...3]), ([3, 2, 1], [1...3]), ([2, 1, 3], [1...3]),
            ([1, 3], [1...1, 3...3]),
            ([1, 3, 2], [1...3]), ([5, 1, 3], [1...1, 3...3, 5...5]), ([5, 1, 3, 4], [1...1, 3...5]),
            ([5, 1, 3, 4, 2], [1...5]), ([1, 1, 2, 1, 2], [1...2]), ([7, 8, 9, 6, 5], [5...9]),
            ([.max, .max - 1, 1], [1...1, .max - 1 ... .max]),
        ] as [([Int], [ClosedRange<Int>])])
    func whatWasHandledIsKeptAsRanges(_ sequences: [Int], _ ranges: [ClosedRange<Int>]) async throws {
        let fixture = try EventFixture()
        var seen: Set<Int> = []
        for sequence in sequences {
            let isNew = try await handle(EventFixture.event(Int64(sequence)), in: fixture)
            #expect(isNew == seen.insert(sequence).inserted)
        }
        #expect(try await fixture.ranges == ranges)
        #expect(try await fixture.effects.count == seen.count)
    }

    /// 1,000 orders of arrival, each with events that come twice or more, and with transactions of several events.
    @Test func everyOrderOfArrivalHasEachEffectOnce() async throws {
        let fixture = try EventFixture()
        for permutation in 1...1_000 {
            let source = "/source-\(permutation)"
            let arrivals = (Array(1...40) + (0..<20).map { _ in Int64.random(in: 1...40) }).shuffled()
            let count = try await fixture.database.write { database in
                for sequence in arrivals {
                    let event = EventFixture.event(sequence, source: source)
                    try Inbox().handle(database, event) {
                        try $0.execute(sql: "INSERT INTO effects VALUES (?)", arguments: [sequence])
                    }
                }
                let numbers = try Int64.fetchAll(database, sql: "SELECT number FROM effects ORDER BY number")
                try database.execute(sql: "DELETE FROM effects")
                let ranges = try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM inbox_range WHERE source = ? AND first = 1 AND last = 40",
                    arguments: [source])
                return numbers == Array(1...40) ? ranges : nil
            }
            try #require(count == 1, "\(arrivals)")
        }
        #expect(try await fixture.ranges.count == 1_000)
    }

    @Test func sourcesAndTopicsDoNotMix() async throws {
        let fixture = try EventFixture()
        var other = EventFixture.event(1)
        other.topic = "others"
        for event in [EventFixture.event(1), EventFixture.event(1, source: "/another"), other] {
            #expect(try await handle(event, in: fixture))
        }
        #expect(try await fixture.effects.count == 3)
    }

    @Test func handlerThatThrowsLeavesNoTrace() async throws {
        let fixture = try EventFixture()
        let event = EventFixture.event(1)
        try await fixture.database.write { database in
            // Even in a transaction that goes on.
            #expect(throws: Refused.self) {
                try Inbox().handle(database, event) {
                    try $0.execute(sql: "INSERT INTO effects VALUES (1)")
                    try fixture.outbox.append($0, Thing.noticed, key: "a", payload: Thing(number: 1))
                    throw Refused()
                }
            }
        }
        #expect(try await fixture.ranges.isEmpty)
        #expect(try await fixture.effects.isEmpty)
        #expect(try await fixture.unsent == 0)
        #expect(try await handle(event, in: fixture))
    }

    @Test func replayAfterAnyTimeHasNoEffect() async throws {
        let fixture = try EventFixture()
        for sequence in Int64(1)...100 { try await handle(EventFixture.event(sequence), in: fixture) }
        var late = EventFixture.event(37)
        late.time = EventTime(milliseconds: EventTime.now().milliseconds - 30 * 86_400_000)
        #expect(try await !handle(late, in: fixture))
        let knows = try await fixture.database.read { database in
            (
                try Inbox().contains(database, EventFixture.event(100)),
                try Inbox().contains(database, EventFixture.event(101))
            )
        }
        #expect(knows == (true, false))
    }

    @Test func touchingRangesAreRefusedBySchema() async throws {
        let fixture = try EventFixture()
        try await handle(EventFixture.event(5), in: fixture)
        for (first, last) in [(5, 5), (6, 9), (1, 4), (1, 9), (6, 5), (0, 1)] {
            await #expect(throws: DatabaseError.self, "\(first) to \(last)") {
                try await fixture.database.write {
                    try $0.execute(
                        sql: "INSERT INTO inbox_range VALUES ('/other-service', 'things', ?, ?)",
                        arguments: [first, last])
                }
            }
        }
    }
}
