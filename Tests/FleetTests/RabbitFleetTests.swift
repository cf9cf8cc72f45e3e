import Fleet
import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// A shop whose events go over a RabbitMQ of its own.
extension RealFleets {
    @Suite(.serialized, .enabled(if: RabbitServer.isThereOrRequired, RabbitServer.absence)) struct RabbitFleetTests {
        /// Orders a kite and prints the order's number; `wait ENDS` follows it to one of these ends.
        private static let order = """
            orders=http://$(./shop status --json | jq -r 'first(.processes[] | select(.name == "order-service").address)')
            cart=$(openssl rand -hex 11)
            curl -sf -o /dev/null -X POST $orders/carts/$cart/lines -H 'Content-Type: application/json' \\
                -d '{"sku": "KT-001-SR", "quantity": 1}'
            order=$(curl -sf -X POST $orders/orders -H 'Content-Type: application/json' \\
                -H "Idempotency-Key: $(openssl rand -hex 11)" -d "{\\"cart\\": \\"$cart\\", \\"email\\": \\"ada@example.org\\",
                \\"name\\": \\"Ada Lovelace\\", \\"fulfilment\\": {\\"pickup\\": {\\"store\\": \\"fano\\"}},
                \\"paymentToken\\": \\"test-card-accepted\\"}")
            number=$(jq -r .number <<< $order)
            link="$orders/orders/$number?secret=$(jq -r .secret <<< $order)"
            wait() {
                for _ in $(seq 300); do
                    state=$(curl -sf "$link" | jq -r .state)
                    [[ $state =~ ^($1)$ ]] && echo $number && return
                    sleep 0.2
                done
                echo "$number is $state"; return 1
            }

            """

        private static let good = "wait 'confirmed|shipped|delivered'"

        @Test func ordersGoThroughThoughRabbitMQIsKilled() async throws {
            try await RunningFleet.with(options: ["--broker", "rabbitmq"]) { fleet in
                #expect(try fleet.state[name: "broker"] == nil)
                let (status, first) = try await fleet.bash(Self.order + Self.good)
                try #require(status == 0, "\(first)")
                // RabbitMQ 3.10 notes its first stream a second late: before that it would not find it again.
                try await Task.sleep(for: .seconds(3))
                try fleet.process(RabbitPlan.name).send(SIGKILL)
                // It is answered at once, and comes to an end when RabbitMQ is there again.
                let (meanwhile, answer) = try await fleet.bash(Self.order + Self.good.dropLast() + "|rejected'")
                #expect(meanwhile == 0, "\(answer)")
                let (later, second) = try await fleet.bash(Self.order + Self.good)
                #expect(later == 0, "\(second)")
                #expect(try fleet.state[name: RabbitPlan.name]?.restarts == 1)
                for number in [first, second] {
                    let (_, events) = try await fleet.shop("events", "tail", "--subject", number)
                    #expect(events.contains("shop.order.placed.v1") && events.contains("shop.order.confirmed.v1"))
                }
                #expect(try await fleet.shop("dlq", "list").output == "Nothing is parked.")
                let attributes = try FileManager.default.attributesOfItem(atPath: fleet.home.brokerFile)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
        }

        @Test func whatIsNoRabbitMQIsRefusedBeforeAnythingStarts() async throws {
            try await withScratchFolder { folder in
                let fleet = RunningFleet(home: .init(path: folder + "/home"), port: 9)
                let (status, output) = try await fleet.shop("up", "--broker", "amqp://shop:secret@rabbit:x")
                #expect(status == 2)
                #expect(output.contains("has a port that is not 1 to 65535") && !output.contains("secret"))
            }
        }
    }
}
