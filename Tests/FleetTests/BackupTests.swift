import Bookkeeping
import Fleet
import FoundationEssentials
import OrderAPI
import ShopCLI
import Synchronization
import Testing
import Vocabulary
import Wire

extension RealFleets {
    /// Copies of a shop that is selling, and what comes of them.
    @Suite(.serialized, .timeLimit(.minutes(4))) struct BackupTests {
        private static let settings = [
            "CARRIER_COLLECT_MILLISECONDS": "100", "CARRIER_DELIVER_MILLISECONDS": "100", "SAGA_PAYMENT_SECONDS": "2",
        ]

        /// Orders one after the other until the task is cancelled.
        private static func order(from fleet: RunningFleet, _ placed: Placed) async throws {
            let address = try #require(try fleet.state[name: OrderClient.serviceName]?.address).split(separator: ":")
            let port = try #require(address.last.flatMap { Int($0) })
            let client = OrderClient(
                ServiceClient(
                    OrderClient.serviceName,
                    discovery: FixedDiscovery([OrderClient.serviceName: [Address(host: "127.0.0.1", port: port)]]),
                    timeout: .seconds(10)))
            let (sku, one) = (try #require(SKU("KT-001-HT")), try #require(Quantity(1)))
            let cards = TestCard.allCases
            for number in 0... {
                if Task.isCancelled { return }
                let cart = Token.random()
                _ = try await client.set(sku, one, in: cart)
                let order = try await client.place(
                    OrderRequest(
                        cart: cart, email: "a@example.org", name: "A", fulfilment: .pickup(store: "fano"),
                        paymentToken: cards[number % cards.count].rawValue), key: cart)
                placed.add(order.number)
            }
        }

        private final class Placed: Sendable {
            private let list = Mutex<[String]>([])

            var numbers: [String] { list.withLock(\.self) }

            func add(_ number: String) { list.withLock { $0.append(number) } }

            /// Waits until there are so many.
            func reach(_ count: Int) async throws {
                let deadline = ContinuousClock.now + .seconds(30)
                while numbers.count < count {
                    guard ContinuousClock.now < deadline else { throw RunningFleet.NotInTime(what: "\(count) orders") }
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
        }

        private static func settle(_ fleet: RunningFleet) async throws {
            let deadline = ContinuousClock.now + .seconds(30)
            while try OpenWork.count(in: fleet.home.data) > 0 {
                guard ContinuousClock.now < deadline else {
                    throw RunningFleet.NotInTime(what: "the end of all orders")
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        @Test func aCopyOfASellingShopComesBackWhole() async throws {
            try await RunningFleet.with(settings: Self.settings) { fleet in
                let backup = "\(fleet.home.path)/backup"
                let placed = Placed()
                var before: [String] = []
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try? await Self.order(from: fleet, placed) }
                    try await placed.reach(20)
                    before = placed.numbers
                    let taken = try await fleet.shop("backup", backup)
                    #expect(taken.status == 0, "\(taken.output)")
                    try await placed.reach(placed.numbers.count + 5)
                    group.cancelAll()
                }
                let refused = try await fleet.shop("restore", backup)
                #expect(refused.status == ShopCLI.ExitStatus.alreadyRunning.rawValue, "\(refused.output)")
                #expect(try await fleet.shop("backup", backup).status == ShopCLI.ExitStatus.usage.rawValue)

                #expect(try await fleet.shop("down").status == 0)
                let restored = try await fleet.shop("restore", backup)
                #expect(restored.status == 0 && restored.output.contains("data.before-"), "\(restored.output)")
                try await fleet.up()
                try await Self.settle(fleet)
                let audit = try await fleet.shop("audit", "--settled")
                #expect(audit.status == 0, "\(audit.output)")
                let books = try ShopBooks(of: fleet.home.data, isRunning: true)
                let there = Set(books.orders.orders.map(\.number))
                #expect(there.isSuperset(of: before) && there.count < placed.numbers.count)
                let number = try #require(before.first)
                let story = try await fleet.shop("order", number, "--timeline")
                #expect(story.status == 0 && story.output.contains("They agree."), "\(story.output)")
                #expect(story.output.contains("shop.order.placed.v1"))
            }
        }

        @Test func aDamagedDatabaseIsRefusedAndRestored() async throws {
            try await RunningFleet.with(settings: Self.settings) { fleet in
                let backup = "\(fleet.home.path)/backup"
                #expect(try await fleet.shop("backup", backup).status == 0)
                #expect(try await fleet.shop("down").status == 0)
                let file = "\(fleet.home.data)/order-service.sqlite"
                let bytes = try #require(FileManager.default.contents(atPath: file))
                // What is in the log still would mend the file.
                for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + end) }
                try bytes.prefix(bytes.count / 2).write(to: URL(filePath: file))

                let up = try await fleet.shop(
                    "up", "--detach", "--port", "\(fleet.port)", "--binaries", ProjectFolder.binaries)
                #expect(up.status == 1 && up.output.contains("order-service.sqlite is damaged"), "\(up.output)")
                #expect(up.output.contains("./shop restore DIR"))
                let audit = try await fleet.shop("audit")
                #expect(audit.status == 1, "\(audit.output)")

                // As a restore leaves it that is cut off before its last step.
                try FileManager.default.moveItem(atPath: fleet.home.data, toPath: fleet.home.restoring)
                let empty = try await fleet.shop(
                    "up", "--detach", "--port", "\(fleet.port)", "--binaries", ProjectFolder.binaries)
                #expect(empty.status == 1 && empty.output.contains("./shop restore DIR"), "\(empty.output)")
                #expect(!FileManager.default.fileExists(atPath: fleet.home.data))

                #expect(try await fleet.shop("restore", backup).status == 0)
                try await fleet.up()
                #expect(try await fleet.shop("audit", "--settled").status == 0)
            }
        }
    }
}

@Suite struct DamageTableTests {
    @Test func theTableSaysWhoRefusesItsDataAndWhatMendsIt() throws {
        let terminal = Terminal.silent(hasColour: false)
        var state = FleetState(
            phase: .up, supervisor: try #require(ProcessIdentity.current), url: "http://127.0.0.1:1", release: "dev",
            started: Date(timeIntervalSince1970: 1_000),
            processes: [
                ProcessState(
                    name: "order-service", team: "t", address: "127.0.0.1:1", release: "dev", phase: .waiting,
                    lastExit: ChildExit.damagedData)
            ])
        #expect(FleetTable(state: state).lines(on: terminal).last?.contains("./shop restore DIR") == true)
        state.processes[0].lastExit = "exit 1"
        #expect(FleetTable(state: state).lines(on: terminal).last?.contains("./shop restore DIR") == false)
    }
}
