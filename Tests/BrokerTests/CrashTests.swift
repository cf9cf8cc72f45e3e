import Broker
import BrokerAPI
import Foundation
import GRDB
import TestSupport
import Testing
import Wire

/// A crash leaves the file, and nothing of what was in memory. Whatever step it falls behind, nothing is lost, and
/// nothing is in the log twice.
@Suite(.timeLimit(.minutes(1))) struct CrashTests {
    static let steps = [
        "subscribe", "publish", "publish again", "ask", "reject", "ask again", "acknowledge", "acknowledge again",
    ]

    @Test(arguments: steps.indices) func crashBehindAnyStepLosesAndDoublesNothing(crash: Int) async throws {
        var broker = try await BrokerFixture()
        let events = [Sample.event(1), Sample.event(2), Sample.event(3, subject: "B")]
        var handled: [Int64] = []
        var held: [BrokerDelivery] = []
        for (number, step) in Self.steps.enumerated() {
            switch step {
            case "subscribe": try await broker.subscribe()
            case "publish", "publish again": #expect(try await broker.publish(events).status == .ok)
            case "reject":
                for delivery in held { try await broker.reject(delivery) }
                broker.clock.advance(milliseconds: 100)
            case "acknowledge", "acknowledge again":
                handled += held.map(\.event.sequence)
                try await broker.settle(DeliveryOutcome(acknowledged: held.map(\.position)))
            default: held = try await broker.ask()
            }
            if number == crash { broker = try await broker.restarted() }
        }
        while let delivery = try await broker.ask().first {
            handled.append(delivery.event.sequence)
            try await broker.acknowledge(delivery.position)
        }
        #expect(Set(handled) == [1, 2, 3])
        #expect(try await broker.groups()[0].lag == 0)
        let page = try await broker.router.get("/log").decode(LogPage.self)
        #expect(page.entries.compactMap(\.event) == events)
    }

    @Test func whatWasHeldWhenTheBrokerEndedIsAcknowledgedToItsSuccessor() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1), Sample.event(2))
        let held = try await broker.ask()
        let successor = try await broker.restarted()
        #expect(try await successor.acknowledge(held[0].position).acknowledged == 1)
        #expect(try await successor.ask().map(\.event.sequence) == [2])
    }

    @Test func clockThatWasSetBackLeavesNothingWaiting() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1))
        broker.clock.advance(milliseconds: -3_600_000)
        let successor = try await broker.restarted()
        #expect(try await successor.ask().count == 1)
    }
}

@Suite struct RetentionTests {
    @Test func oldEventIsForgottenOnceEverybodyHasIt() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1, subject: "A"), Sample.event(2, subject: "B"))
        try await broker.acknowledge(1)
        broker.clock.advance(milliseconds: 31 * 86_400_000 + 1)
        try await broker.accept(Sample.event(3, subject: "C"))
        #expect(try await broker.sweep() == 1)
        let page = try await broker.router.get("/log").decode(LogPage.self)
        #expect(page.entries.map(\.position) == [2, 3])
        // Its sequence is known for ever.
        #expect(try await broker.accept(Sample.event(1, subject: "A")).duplicates == 1)
    }

    @Test func everyEventCanBeHadAgainAfterThirtyDays() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        for sequence in Int64(1)...60 {
            try await broker.accept(Sample.event(sequence, subject: "\(sequence)"))
            try await broker.acknowledge(sequence)
        }
        broker.clock.advance(milliseconds: 30 * 86_400_000)
        #expect(try await broker.sweep() == 0)
        #expect(
            try await broker.router.send(WireRequest(method: .delete, target: "/groups/catalog")).status == .noContent)
        try await broker.subscribe()
        let again = try await broker.ask(limit: 100)
        #expect(again.map(\.event) == (1...60).map { Sample.event($0, subject: "\($0)") })
    }
}
