import Broker
import BrokerAPI
import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct DeliveryTests {
    @Test func oneEventOfEachKeyIsInFlight() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(
            Sample.event(1, subject: "A"), Sample.event(2, subject: "A"), Sample.event(3, subject: "B"))
        let first = try await broker.ask()
        #expect(first.map(\.event.sequence) == [1, 3])
        #expect(try await broker.ask(as: "two").isEmpty)
        try await broker.acknowledge(first[0].position)
        #expect(try await broker.ask(as: "two").map(\.event.sequence) == [2])
    }

    /// Subjects of different topics have nothing to do with each other.
    @Test func keyIsTopicAndSubject() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe(to: ["orders", "stock"])
        try await broker.accept(Sample.event(1), Sample.event(1, topic: "stock"))
        #expect(try await broker.ask().count == 2)
    }

    @Test func concurrentConsumersKeepTheOrderOfEveryKey() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        for start in stride(from: 0, to: 300, by: 50) {
            let events = (1...50).map { Sample.event(Int64(start + $0), subject: "S\((start + $0) % 7)") }
            #expect(try await broker.publish(events).status == .ok)
        }
        let heard = Heard()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...4 {
                group.addTask {
                    while try await broker.groups()[0].lag > 0 {
                        let due = try await broker.ask(as: "c\(number)", limit: 3)
                        for delivery in due.shuffled() {
                            heard.note(delivery.event)
                            await Task.yield()
                            try await broker.acknowledge(delivery.position)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let all = heard.all
        #expect(all.values.reduce(0) { $0 + $1.count } == 300)
        for (subject, sequences) in all { #expect(sequences == sequences.sorted(), "\(subject)") }
    }

    @Test func everyGroupHearsEverything() async throws {
        let broker = try await BrokerFixture()
        try await broker.accept(Sample.event(1), Sample.event(2, subject: "B"))
        try await broker.subscribe("catalog")
        try await broker.subscribe("late", from: "now")
        try await broker.accept(Sample.event(3, subject: "C"))
        #expect(try await broker.ask("catalog").map(\.event.sequence) == [1, 2, 3])
        #expect(try await broker.ask("late").map(\.event.sequence) == [3])
    }

    @Test func subscriptionIsRepeatedWithoutHarmAndChanged() async throws {
        let broker = try await BrokerFixture()
        try await broker.accept(Sample.event(1), Sample.event(2), Sample.event(1, topic: "stock"))
        for _ in 0..<3 { try await broker.subscribe() }
        #expect(try await broker.groups()[0].lag == 2)
        try await broker.subscribe(to: ["orders", "stock"])
        #expect(try await broker.groups()[0].lag == 3)
        try await broker.subscribe(to: ["stock"])
        #expect(try await broker.ask().map(\.event.topic) == ["stock"])
    }

    // MARK: Outcomes

    @Test func outcomeThatIsToldTwiceOrOutOfOrderDoesNoHarm() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1), Sample.event(2), Sample.event(3))
        let first = try await broker.ask()[0]
        // What is not due yet cannot have been handled.
        #expect(try await broker.acknowledge(first.position + 1, 99).ignored == 2)
        #expect(try await broker.reject(first) == OutcomeReceipt(rejected: 1))
        #expect(try await broker.reject(first) == OutcomeReceipt(ignored: 1))
        broker.clock.advance(milliseconds: 100)
        let second = try await broker.ask()[0]
        #expect(second.attempt == 2)
        #expect(try await broker.acknowledge(first.position, first.position) == .init(acknowledged: 1, ignored: 1))
        #expect(try await broker.reject(second) == OutcomeReceipt(ignored: 1))
        #expect(try await broker.ask().map(\.event.sequence) == [2])
    }

    /// 100 ms, doubled each time; the fifth rejection is the last.
    @Test func rejectedEventComesAgainLaterEachTimeAndIsParked() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1), Sample.event(2), Sample.event(3, subject: "B"))
        for pause in [100, 200, 400, 800] {
            let delivery = try #require(try await broker.ask().first { $0.event.subject == "A-1" })
            try await broker.reject(delivery)
            broker.clock.advance(milliseconds: pause - 1)
            #expect(try await broker.ask().allSatisfy { $0.event.subject != "A-1" }, "\(pause)")
            broker.clock.advance(milliseconds: 1)
        }
        let last = try #require(try await broker.ask().first { $0.event.subject == "A-1" })
        #expect(last.attempt == 5)
        #expect(try await broker.reject(last).parked == 1)
        broker.clock.advance(milliseconds: 86_400_000)
        // It holds back its own key only.
        #expect(try await broker.ask().map(\.event.subject) == ["B"])
        let parked = try #require(try await broker.parked().first)
        #expect(parked.id == "order-service/orders/1" && parked.attempts == 5 && parked.heldBack == 1)
        #expect(parked.reason == "the shelf is on fire")
    }

    @Test func attemptsOutliveTheBroker() async throws {
        var broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1))
        for attempt in 1...5 {
            let delivery = try await broker.ask()[0]
            #expect(delivery.attempt == attempt)
            try await broker.reject(delivery)
            broker = try await broker.restarted()
            broker.clock.advance(milliseconds: 1_600)
        }
        #expect(try await broker.parked().count == 1)
    }

    @Test func replayedEventComesAsIfForTheFirstTimeAndInItsPlace() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1), Sample.event(2))
        let position = try await broker.park()
        #expect(try await broker.post("/groups/catalog/parked/\(position)/replay").status == .noContent)
        let delivery = try await broker.ask()[0]
        #expect(delivery.attempt == 1 && delivery.event.sequence == 1)
        try await broker.acknowledge(delivery.position)
        #expect(try await broker.ask().map(\.event.sequence) == [2])
        #expect(try await broker.post("/groups/catalog/parked/\(position)/replay").status == .notFound)
    }

    @Test func discardedEventLetsItsKeyGoOn() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1), Sample.event(2))
        let position = try await broker.park()
        let detail = try await broker.router.get("/groups/catalog/parked/\(position)").decode(ParkedDetail.self)
        #expect(detail.event == Sample.event(1))
        #expect(try await broker.post("/groups/catalog/parked/\(position)/discard").status == .noContent)
        #expect(try await broker.ask().map(\.event.sequence) == [2])
        #expect(try await broker.parked().isEmpty)
    }

    // MARK: Leases

    @Test func leaseOfAConsumerThatVanishesRunsOut() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1))
        #expect(try await broker.ask(as: "gone").count == 1)
        broker.clock.advance(milliseconds: 29_999)
        #expect(try await broker.ask(as: "other").isEmpty)
        broker.clock.advance(milliseconds: 1)
        #expect(try await broker.ask(as: "other").map(\.attempt) == [1])
    }

    @Test func consumerThatAsksAnewHoldsNothing() async throws {
        let broker = try await BrokerFixture()
        try await broker.subscribe()
        try await broker.accept(Sample.event(1))
        #expect(try await broker.ask() == broker.ask())
        let left = WireRequest(method: .delete, target: "/groups/catalog/consumers/one")
        #expect(try await broker.router.send(left).status == .noContent)
        #expect(try await broker.ask(as: "two").count == 1)
    }
}

/// The sequences of each subject in the order in which they were handled.
private final class Heard: Sendable {
    private let sequences = Mutex<[String: [Int64]]>([:])
    var all: [String: [Int64]] { sequences.withLock(\.self) }
    func note(_ event: CloudEvent) { sequences.withLock { $0[event.subject, default: []].append(event.sequence) } }
}
