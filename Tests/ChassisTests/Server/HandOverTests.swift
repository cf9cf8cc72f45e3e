import Chassis
import Hummingbird
import Synchronization
import TestSupport
import Testing
import Wire

/// Servers that take turns on one listening socket.
@Suite(.timeLimit(.minutes(2))) struct HandOverTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    /// One process in a row of releases.
    private struct Generation: Sendable {
        let lifecycle = Lifecycle()
        let listening = Gate()
        let stopped = Gate()
        let number: Int

        func run(on sockets: [InheritedSocket], readiness: [ReadinessCheck] = []) async throws {
            var drain = DrainPolicy()
            drain.lameDuck = .milliseconds(10)
            let chassis = Chassis.test(
                "release-\(number)", in: try ScratchFolder(), inherited: sockets, drain: drain)
            let router = chassis.router()
            router.get("/") { [number] _, _ in "\(number)" }
            var shop = ShopApplication(router: router, readiness: readiness)
            shop.onStopped = [{ [stopped] in stopped.open() }]
            try await RunningServer.run(shop, on: chassis, lifecycle: lifecycle) { _ in
                listening.open()
                await stopped.wait()
            }
        }
    }

    @Test func aStormDuringThirtyReplacementsLosesNothing() async throws {
        let socket = try SharedSocket()
        let storm = Storm(at: socket.address)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await storm.blow(clients: 8) }
            var current = Generation(number: 0)
            group.addTask { [current, share = socket.inherited()] in try await current.run(on: share) }
            await current.listening.wait()
            for number in 1...30 {
                let next = Generation(number: number)
                group.addTask { [share = socket.inherited()] in try await next.run(on: share) }
                await next.listening.wait()
                let before = storm.answers
                current.lifecycle.drain()
                await current.stopped.wait()
                while storm.answers < before + 20, storm.failures.isEmpty {
                    try await Task.sleep(for: .milliseconds(1))
                }
                current = next
            }
            storm.calm()
            await storm.isOver.wait()
            current.lifecycle.stop()
            try await group.waitForAll()
        }
        #expect(storm.failures == [])
        #expect(storm.answers > 600)
    }

    @Test func whoIsNotReadyTakesNothing() async throws {
        let socket = try SharedSocket()
        let isReady = Mutex(false)
        let asked = Gate()
        let check = ReadinessCheck("test") {
            asked.open()
            return isReady.withLock(\.self) ? nil : "not yet"
        }
        let only = Generation(number: 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [share = socket.inherited()] in try await only.run(on: share, readiness: [check]) }
            await asked.wait()
            try await RawConnection.open(socket.address) { client in
                try await client.send(Self.get)
                // It lies in the queue; whoever is ready first takes it.
                isReady.withLock { $0 = true }
                #expect(try await client.response().text == "1")
            }
            only.lifecycle.drain()
            try await group.waitForAll()
        }
    }

    @Test func whoseTurnHasNotComeAnswersAtItsOwnAddressOnly() async throws {
        let socket = try SharedSocket()
        let chassis = Chassis.test("candidate", in: try ScratchFolder(), inherited: socket.inherited())
        let router = chassis.router()
        let answers = Mutex(0)
        router.get("/") { _, _ in
            answers.withLock { answers in
                answers += 1
                return "\(answers)"
            }
        }
        let lifecycle = Lifecycle(awaitsTurn: true)
        try await RunningServer.run(ShopApplication(router: router), on: chassis, lifecycle: lifecycle) { own in
            try await RawConnection.open(socket.address) { client in
                try await client.send(Self.get)
                // It is ready, and nobody else takes from the queue.
                for number in 1...20 {
                    let answer = try await RawConnection.open(own) { try await $0.request(Self.get) }
                    #expect(answer.text == "\(number)")
                }
                lifecycle.giveTurn()
                #expect(try await client.response().text == "21")
            }
        }
    }

    @Test func whoNeverGetsReadyLeavesTheQueueAlone() async throws {
        let socket = try SharedSocket()
        let asked = Gate()
        let never = ReadinessCheck("test") {
            asked.open()
            return "never"
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            let bad = Generation(number: 1)
            let good = Generation(number: 2)
            group.addTask { [share = socket.inherited()] in try await bad.run(on: share, readiness: [never]) }
            await asked.wait()
            try await RawConnection.open(socket.address) { client in
                try await client.send(Self.get)
                bad.lifecycle.stop()
                await bad.stopped.wait()
                group.addTask { [share = socket.inherited()] in try await good.run(on: share) }
                #expect(try await client.response().text == "2")
            }
            good.lifecycle.stop()
            try await group.waitForAll()
        }
    }
}

/// Clients that connect, ask, and mostly ask again, without a pause.
private final class Storm: Sendable {
    private struct State {
        var isCalm = false
        var answers = 0
        var failures: [String] = []
    }

    /// Opens when every client has had its last answer.
    let isOver = Gate()
    private let address: Address
    private let state = Mutex(State())

    init(at address: Address) {
        self.address = address
    }

    var answers: Int { state.withLock(\.answers) }
    var failures: [String] { state.withLock(\.failures) }

    func calm() { state.withLock { $0.isCalm = true } }

    func blow(clients: Int) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<clients { group.addTask { await self.ask() } }
        }
        isOver.open()
    }

    private func ask() async {
        while !state.withLock(\.isCalm) {
            do {
                try await RawConnection.open(address) { client in
                    for _ in 0..<3 {
                        let answer = try await client.request("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                        state.withLock { state in
                            state.answers += 1
                            if answer.status != 200 { state.failures.append("status \(answer.status)") }
                        }
                        if answer["connection"] == "close" { break }
                    }
                }
            } catch {
                state.withLock { $0.failures.append("\(error)") }
            }
        }
    }
}
