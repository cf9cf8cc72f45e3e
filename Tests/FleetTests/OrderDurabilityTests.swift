import Bookkeeping
import Fleet
import OrderAPI
import TestSupport
import Testing
import Vocabulary
import Wire

extension RealFleets {
    /// By system calls of the order-service of a running shop: what it says is done is on the disk.
    @Suite(.enabled(if: Tracer.isThere, Tracer.absence), .timeLimit(.minutes(2))) struct OrderDurabilityTests {
        private static let count = 10
        private static let log = "order-service.sqlite-wal"

        @Test func nothingIsAcknowledgedBeforeItsFsync() async throws {
            try await RunningFleet.with(settings: ["CARRIER_COLLECT_MILLISECONDS": "60000"]) { fleet in
                let service = try fleet.process(OrderClient.serviceName)
                var numbers: [String] = []
                let calls = try await Tracer.watch(service.pid, in: fleet.home.path) {
                    for _ in 0..<Self.count { numbers.append(try await Self.order(from: fleet)) }
                }
                for number in numbers { try Self.checkAnswer(to: number, calls) }
                let acknowledged = try Self.checkAcknowledgements(calls)
                // Each order's pieces were put aside, and some were sold by the end.
                #expect(acknowledged >= Self.count)
            }
        }

        /// One order from its cart to its confirmation.
        private static func order(from fleet: RunningFleet) async throws -> String {
            let address = try fleet.state[name: OrderClient.serviceName].flatMap { Address($0.address) }
            let client = OrderClient(
                ServiceClient(
                    OrderClient.serviceName,
                    discovery: FixedDiscovery([OrderClient.serviceName: [try #require(address)]]),
                    timeout: .seconds(20)))
            let cart = Token.random()
            _ = try await client.set(
                try #require(SKU("KT-001-HT")), try #require(Quantity(1)), in: cart)
            let order = try await client.place(
                OrderRequest(
                    cart: cart, email: "a@example.org", name: "A", fulfilment: .pickup(store: "fano"),
                    paymentToken: TestCard.accepted.rawValue), key: cart, waiting: 5)
            #expect(order.state == .confirmed)
            return order.number
        }

        /// A buyer hears the number of his order only when the order is on the disk.
        private static func checkAnswer(to number: String, _ calls: SystemCalls) throws {
            let answered = try #require(
                calls.sends.first { $0.text.contains("HTTP/1.1 201") && $0.text.contains(number) })
            let written = try #require(calls.writes(to: log).first { $0.text.contains(number) })
            #expect(isDurable(between: written, and: answered, calls), "\(number)")
        }

        /// The broker hears that an event is handled only when its effect is on the disk.
        /// - Returns: how many events were acknowledged.
        private static func checkAcknowledgements(_ calls: SystemCalls) throws -> Int {
            let acknowledgements = calls.sends.filter { $0.text.contains("/groups/order-service/acknowledgements") }
            var count = 0
            for delivery in calls.reads {
                for match in delivery.text.matches(of: /\\"position\\":([0-9]+),/) {
                    let list = /\\"acknowledged\\":\[[0-9,]*\]/
                    let said = acknowledgements.first { call in
                        guard call.begin > delivery.end, let text = call.text.firstMatch(of: list)?.0 else {
                            return false
                        }
                        return text.split { !$0.isNumber }.contains(match.1)
                    }
                    guard let said else { continue }
                    let written = calls.writes(to: log).first { $0.begin > delivery.end }
                    #expect(try isDurable(between: #require(written), and: said, calls), "\(match.1)")
                    count += 1
                }
            }
            return count
        }

        private static func isDurable(
            between written: SystemCalls.Call, and said: SystemCalls.Call, _ calls: SystemCalls
        ) -> Bool {
            calls.syncs(of: log).contains { $0.begin > written.end && $0.end < said.begin }
        }
    }
}
