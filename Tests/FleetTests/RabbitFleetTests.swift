import Bookkeeping
import Fleet
import FoundationEssentials
import Glibc
import Logging
import RabbitEvents
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
                try await changesAreSeen(fleet)
                try await parkedEventsAreDecidedAbout(fleet)
                try await fleet.state("RabbitMQ has written down its queues") { _ in
                    RabbitPlan.hasWritten(["order-service.stock", "catalog-service.orders"], in: fleet.home)
                }
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
                try await booksCanBeRead(fleet, order: first)
            }
        }

        /// What is kept of pages is told of changes by RabbitMQ too.
        private func changesAreSeen(_ fleet: RunningFleet) async throws {
            let page = "/product/KT-002?sku=KT-002-SG"
            for _ in 1...2 { #expect(try await fleet.get(page).status == .ok) }
            for price in ["129.00", "99.00"] {
                #expect(try await fleet.shop("catalog", "set", "KT-002-SG", "--price", price).status == 0)
                try await fleet.page(page, says: "€\(price)", within: .seconds(1))
            }
        }

        private func parkedEventsAreDecidedAbout(_ fleet: RunningFleet) async throws {
            let url = try String(contentsOfFile: fleet.home.brokerFile, encoding: .utf8)
            let engine = try RabbitEngine(url, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await fleet.parkedEventsAreDecidedAbout { try await engine.publish($0) }
        }

        /// What reads the broker's database elsewhere asks RabbitMQ, or does without.
        private func booksCanBeRead(_ fleet: RunningFleet, order: String) async throws {
            let (_, said) = try await fleet.shop("order", order, "--timeline")
            #expect(said.contains("shop.order.placed.v1, by itself, handled by catalog-service"), "\(said)")
            let (_, typed) = try await fleet.shop("events", "tail", "--type", "shop.order.placed.v1", "--json")
            let id = "order-service/orders/1"
            #expect(typed.contains("shop.order.placed.v1") && !typed.contains("shop.order.confirmed.v1"))
            #expect(try await fleet.shop("events", "show", id).output.contains("shop.order.placed.v1"))
            #expect(try await fleet.shop("dlq", "show", "catalog-service", "42").status == 1)
            let (clean, audit) = try await fleet.shop("audit")
            #expect(clean == 0 && audit.contains("All agree"), "\(audit)")

            let copy = fleet.home.path + "/copy"
            let (isCopied, copied) = try await fleet.shop("backup", copy)
            #expect(isCopied == 0, "\(copied)")
            let (isRefused, refusal) = try await fleet.shop("restore", copy)
            #expect(isRefused == 7 && refusal.contains("./shop down"), "\(refusal)")
            #expect(try await fleet.shop("down").status == 0)
            let (isRestored, restored) = try await fleet.shop("restore", copy)
            #expect(isRestored == 0 && restored.contains("RabbitMQ carried the events"), "\(restored)")
            let (stillClean, after) = try await fleet.shop("audit")
            #expect(stillClean == 0, "\(after)")
            try await theAuditKnowsWhatRabbitMQHasCarried(fleet)
        }

        /// The shop goes back to the broker, whose book begins with what is said from then on.
        private func theAuditKnowsWhatRabbitMQHasCarried(_ fleet: RunningFleet) async throws {
            try await fleet.up()
            #expect(try await fleet.shop("catalog", "set", "KT-002-SG", "--price", "109.00").status == 0)
            let (status, audit) = try await fleet.shop("audit")
            #expect(status == 0 && audit.contains("All agree"), "\(audit)")
            // Without that it would miss them.
            try CarriedElsewhere().write(to: fleet.home.data)
            #expect(try await fleet.shop("audit").output.contains("said, not at the broker"))
        }

        @Test func aRabbitMQThatIsNotThereIsRefusedBeforeAnythingStarts() async throws {
            try await withScratchFolder { folder in
                let fleet = RunningFleet(home: .init(path: folder + "/home"), port: 9)
                let (status, output) = try await fleet.shop(
                    "up", "--port", "\(try #require(LoopbackPorts.firstFree(of: 20)))", "--binaries",
                    ProjectFolder.binaries, "--broker", "amqp://shop:secret@127.0.0.1:1")
                #expect(status == 1)
                #expect(output.contains("cannot be entered") && output.contains("--broker rabbitmq"), "\(output)")
                #expect(!output.contains("secret"))
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
