import Chassis
import Hummingbird
import Synchronization
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(1))) struct DrainTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    private func shop(_ chassis: Chassis, _ events: Events = Events()) -> ShopApplication {
        let router = chassis.router()
        router.get("/") { _, _ in "here" }
        var shop = ShopApplication(router: router)
        shop.beforeDraining = [{ events.append("said farewell") }]
        shop.onStopped = [{ events.append("closed") }]
        return shop
    }

    private func policy(lameDuck: Duration = .milliseconds(1), limit: Duration = .seconds(30)) -> DrainPolicy {
        var policy = DrainPolicy()
        policy.lameDuck = lameDuck
        policy.limit = limit
        return policy
    }

    /// A server that drains when `body` wants it to; `body` may go on until the server has left.
    private func run(
        _ policy: DrainPolicy, noting events: Events = Events(),
        _ body: @escaping @Sendable (Address, Lifecycle) async throws -> Void
    ) async throws {
        let chassis = Chassis.test("drained", in: try ScratchFolder(), drain: policy)
        let lifecycle = Lifecycle()
        try await RunningServer.run(shop(chassis, events), on: chassis, lifecycle: lifecycle) { address in
            try await body(address, lifecycle)
        }
    }

    @Test func idleConnectionIsAnsweredOnceMore() async throws {
        try await run(policy()) { address, lifecycle in
            try await RawConnection.open(address) { client in
                let first = try await client.request(Self.get)
                #expect(first["connection"] == nil)
                lifecycle.drain()
                await lifecycle.reaches(.draining)
                let last = try await client.request(Self.get)
                #expect(last.status == 200)
                #expect(last["connection"] == "close")
                #expect(await client.readToEnd() == "")
            }
            // Nothing is left to wait for.
            await lifecycle.reaches(.stopping)
        }
    }

    @Test func aDrainEndsWithItsLastConnection() async throws {
        let events = Events()
        try await run(policy(), noting: events) { address, lifecycle in
            try await RawConnection.open(address) { client in
                _ = try await client.request(Self.get)
                lifecycle.drain()
                await lifecycle.reaches(.draining)
                #expect(events.all == ["said farewell"])
                #expect(lifecycle.state == .draining)
            }
            await lifecycle.reaches(.stopping)
        }
        #expect(events.all == ["said farewell", "closed"])
    }

    @Test func idleConnectionsAreCutAtTheLimit() async throws {
        try await run(policy(limit: .milliseconds(100))) { address, lifecycle in
            try await RawConnection.open(address) { client in
                _ = try await client.request(Self.get)
                lifecycle.drain()
                #expect(await client.readToEnd() == "")
            }
        }
    }

    @Test func stoppingCutsIdleConnectionsAtOnce() async throws {
        try await run(policy()) { address, lifecycle in
            try await RawConnection.open(address) { client in
                _ = try await client.request(Self.get)
                lifecycle.stop()
                #expect(await client.readToEnd() == "")
            }
        }
    }

    @Test func askingAgainTurnsADrainIntoAStop() async throws {
        try await run(policy()) { address, lifecycle in
            try await RawConnection.open(address) { client in
                _ = try await client.request(Self.get)
                lifecycle.drain()
                await lifecycle.reaches(.draining)
                lifecycle.urge()
                #expect(await client.readToEnd() == "")
            }
        }
    }

    @Test func ownAddressIsAcceptedFromWhileLame() async throws {
        try await run(policy(lameDuck: .seconds(30))) { address, lifecycle in
            lifecycle.drain()
            await lifecycle.reaches(.draining)
            let answer = try await RawConnection.open(address) { try await $0.request(Self.get) }
            #expect(answer.status == 200)
            #expect(answer["connection"] == "close")
        }
    }

    @Test func whoDrainsLivesAndIsNotReady() async throws {
        try await run(policy(lameDuck: .seconds(30))) { address, lifecycle in
            let before = try await status(of: "/health/ready", at: address)
            lifecycle.drain()
            await lifecycle.reaches(.draining)
            let ready = try await status(of: "/health/ready", at: address)
            let live = try await status(of: "/health/live", at: address)
            #expect([before, ready, live] == [200, 503, 200])
        }
    }

    private func status(of path: String, at address: Address) async throws -> Int {
        let request = "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n"
        return try await RawConnection.open(address) { try await $0.request(request) }.status
    }

    @Test func streamInFlightIsFinished() async throws {
        let chassis = Chassis.test("drained", in: try ScratchFolder(), drain: policy())
        let router = chassis.router()
        let gate = Gate()
        router.get("/") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "begun"))
                    await gate.wait()
                    try await writer.write(ByteBuffer(string: " and ended"))
                    try await writer.finish(nil)
                })
        }
        let lifecycle = Lifecycle()
        try await RunningServer.run(ShopApplication(router: router), on: chassis, lifecycle: lifecycle) { address in
            try await RawConnection.open(address) { client in
                try await client.send(Self.get)
                _ = try await client.responseHead()
                #expect(try await client.chunk() == Array("begun".utf8))
                lifecycle.drain()
                await lifecycle.reaches(.draining)
                gate.open()
                #expect(try await client.chunk() == Array(" and ended".utf8))
                #expect(try await client.chunk() == nil)
            }
            await lifecycle.reaches(.stopping)
        }
    }

    @Test func aFarewellThatHangsIsNotWaitedForLong() async throws {
        var policy = policy()
        policy.farewellLimit = .milliseconds(50)
        let chassis = Chassis.test("drained", in: try ScratchFolder(), drain: policy)
        var shop = shop(chassis)
        shop.beforeDraining = [{ try? await Task.sleep(for: .seconds(3_600)) }]
        let lifecycle = Lifecycle()
        try await RunningServer.run(shop, on: chassis, lifecycle: lifecycle) { _ in
            lifecycle.drain()
            await lifecycle.reaches(.stopping)
        }
    }
}

/// What happened, in order.
final class Events: Sendable {
    private let noted = Mutex<[String]>([])

    func append(_ event: String) { noted.withLock { $0.append(event) } }

    var all: [String] { noted.withLock(\.self) }
}
