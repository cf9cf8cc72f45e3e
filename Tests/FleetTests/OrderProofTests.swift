import Bookkeeping
import Fleet
import FoundationEssentials
import OrderAPI
import ShopCLI
import Shoppers
import TestSupport
import Testing

@Suite struct OrderReportTests {
    private func intent(_ number: Int = 0, _ condition: (OrderIntent) -> Bool = { _ in true }) -> OrderIntent {
        var random = SeededGenerator(seed: UInt64(number))
        while true {
            let intent = OrderIntent(number, plenty: ["KT-001-SR"], scarce: ["KT-002-SR"], using: &random)
            if condition(intent) { return intent }
        }
    }

    private func books(_ intents: [OrderIntent], state: String = "delivered", reason: String? = nil) -> ShopBooks {
        var books = ShopBooks()
        books.orders.orders = intents.enumerated().map { index, intent in
            var entry = OrderEntry(
                number: "UP-\(index)", cart: intent.cart, formerState: "received", total: 1,
                lines: [intent.sku: intent.quantity])
            entry.saga = .init(state, reason: reason)
            return entry
        }
        return books
    }

    private let isPlain: @Sendable (OrderIntent) -> Bool = { $0.card == .accepted && !$0.isCancelled && !$0.isScarce }

    @Test func anOrderThatIsThereOnceIsNeitherLostNorDoubledNorUnexpected() {
        let intent = intent(1, isPlain)
        let report = OrderReport(attempts: [.init(intent, .placed("UP-0"), requests: 3)], books([intent]))
        #expect(report.lost.isEmpty && report.doubled.isEmpty && report.unexpected.isEmpty)
        #expect(report.acknowledged == 1 && report.repeated == 2 && report.ends == ["delivered": 1])
    }

    @Test func anAcknowledgedOrderThatIsNowhereIsLost() {
        let report = OrderReport(attempts: [.init(intent(1), .placed("UP-7"))], books([]))
        #expect(report.lost == ["UP-7"])
    }

    @Test func twoOrdersOfOneIntentAreDoubled() {
        let intent = intent(1, isPlain)
        let report = OrderReport(attempts: [.init(intent, .placed("UP-0"))], books([intent, intent]))
        #expect(report.doubled.count == 1)
    }

    @Test func anOrderOfSomethingElseIsUnexpected() {
        let intent = intent(1, isPlain)
        for lines in [[:], [intent.sku: intent.quantity + 1], ["KT-009-XX": 1], [intent.sku: intent.quantity, "B": 1]] {
            var books = books([intent])
            books.orders.orders[0].lines = lines
            #expect(OrderReport(attempts: [.init(intent, .placed("UP-0"))], books).unexpected.count == 1, "\(lines)")
        }
    }

    @Test func whatABuyerWasToldToBeCalledOffMustEndSo() {
        let intent = intent(1) { $0.isCancelled && $0.card == .accepted && !$0.isScarce }
        func unexpected(_ books: ShopBooks, isCalledOff: Bool) -> Int {
            OrderReport(attempts: [.init(intent, .placed("UP-0"), isCalledOff: isCalledOff)], books).unexpected.count
        }
        let (delivered, cancelled) = (books([intent]), books([intent], state: "rejected", reason: "cancelled"))
        #expect(unexpected(delivered, isCalledOff: false) == 0 && unexpected(cancelled, isCalledOff: false) == 0)
        #expect(unexpected(delivered, isCalledOff: true) == 1 && unexpected(cancelled, isCalledOff: true) == 0)
    }

    @Test func strangersRefusalsAndSilenceAreUnexpected() {
        let report = OrderReport(
            attempts: [.init(intent(1), .refused("no")), .init(intent(2), .unanswered)], books([intent(3)]))
        #expect(report.unexpected.count == 3)
    }

    @Test func onlyWhatIsScarceMayBeSoldOut() {
        let scarce = intent(1) { $0.isScarce }
        let report = OrderReport(attempts: [.init(scarce, .soldOut), .init(intent(2, isPlain), .soldOut)], books([]))
        #expect(report.unexpected.count == 1 && report.ends == ["sold out": 2])
    }

    /// Of each card, the ends that are right without being called off or short of pieces.
    @Test(arguments: [
        (TestCard.accepted, "delivered"), (.slow, "delivered"), (.twice, "delivered"),
        (.declined, "payment-declined"), (.silent, "timed-out"),
    ])
    func anEndMustBelongToItsCard(_ card: TestCard, _ end: String) {
        let intent = intent(5) { $0.card == card && !$0.isCancelled && !$0.isScarce }
        for reason in [nil, "payment-declined", "timed-out", "cancelled", "out-of-stock"] {
            let saga = OrderEntry.Saga(reason == nil ? "delivered" : "rejected", reason: reason)
            #expect(intent.allows(saga) == (reason ?? "delivered" == end))
        }
        #expect(!intent.allows(.init("shipped")))
    }

    @Test func theSeedMakesOrdersAndKills() {
        var (one, two) = (SeededGenerator(seed: 7), SeededGenerator(seed: 7))
        let kills = KillSchedule(count: 30, within: .seconds(20), using: &one)
        #expect(kills == KillSchedule(count: 30, within: .seconds(20), using: &two))
        #expect(kills.moments.count == 30 && kills.moments == kills.moments.sorted())
        #expect(kills.moments.last == .seconds(20))
        #expect(
            OrderIntent(1, plenty: ["A"], scarce: [], using: &one)
                == OrderIntent(1, plenty: ["A"], scarce: [], using: &two))
    }
}

extension RealFleets {
    /// The promise, in short, on both engines at one time; the long version is `./shop prove orders`.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct OrderProofTests {
        /// Where RabbitMQ is not, its other tests say so.
        private static var engines: [String] {
            RabbitServer.isThereOrRequired ? [FleetHome.ownBroker, RabbitPlan.name] : [FleetHome.ownBroker]
        }

        @Test func aMinuteOfKillsLosesAndDoublesNothing() async throws {
            try await withThrowingTaskGroup(of: (String, OrderReport).self) { proofs in
                for engine in Self.engines { proofs.addTask { (engine, try await proof(on: engine)) } }
                for try await (engine, report) in proofs {
                    #expect(report.killed == 40 && report.orders == 1_200, "\(engine)")
                    #expect(
                        report.kills[engine == FleetHome.ownBroker ? "broker" : engine, default: 0] > 0,
                        "\(report.kills)")
                }
            }
        }

        /// With a seed that ends with kills of others than RabbitMQ, which needs six of the ten seconds to be back.
        private func proof(on engine: String) async throws -> OrderReport {
            try await withScratchFolder { folder in
                let project = RunningFleet(home: FleetHome(path: folder + "/home"), port: 0)
                let (status, output) = try await project.shop(
                    "prove", "orders", "--broker", engine, "--kills", "40", "--duration", "60s", "--rate", "20",
                    "--seed", "34", "--binaries", ProjectFolder.binaries, "--json")
                #expect(FleetCleaner(home: FleetHome(path: folder + "/home/proofs/orders")).processes().isEmpty)
                let report = try #require(
                    try? JSONDecoder().decode(OrderReport.self, from: Data(output.utf8)), "\(output)")

                #expect(report.lost.isEmpty && report.doubled.isEmpty && report.unexpected.isEmpty, "\(output)")
                #expect(report.audit.isClean, "\(report.audit.disagreements)")
                #expect(report.ends.keys.count >= 4, "\(report.ends)")
                #expect(report.isProven && status == 0, "\(engine): settled after \(report.settledSeconds ?? -1) s")
                return report
            }
        }
    }
}
