import Chassis
import FragmentContract
import FragmentRendering
import HTTPTypes
import ShellAPI
import ShellServer
import Synchronization
import TestSupport
import Testing
import Wire

/// A shell that starts beside another one knows what that one knows before it takes traffic.
@Suite struct WarmUpTests {
    @Test func aSuccessorsFirstVisitorsWaitForNothing() async throws {
        try await TwoShells.run { shells in
            for kite in ["one", "two"] { #expect(try await shells.status("/kites/\(kite)?wind=3") == 200) }
            #expect(try await shells.status("/letters/mine") == 200)
            #expect(try await shells.status("/kites/none") == 404)
            let asked = shells.kitchen.asked
            try await shells.withSuccessor { successor in
                let ahead = shells.kitchen.asked.dropFirst(asked.count)
                #expect(ahead.sorted() == ["one", "two"], "nothing personal, nothing that is not there")
                #expect(try await shells.status("/kites/one?wind=3", at: successor) == 200)
                #expect(try await shells.status("/kites/two?wind=3", at: successor) == 200)
                #expect(shells.kitchen.asked.count == asked.count + 2, "both came out of the cache")
                let list = try await ShellClient(successor).recentPages()
                #expect(list.pages == ["/kites/two?wind=3", "/kites/one?wind=3"], "for its own successor")
            }
        }
    }

    @Test func onePeerThatIsGoneDoesNotHoldItUp() async throws {
        try await TwoShells.run { shells in
            shells.board.update { directory in
                directory.services["shell-server"] = [
                    Instance(
                        id: "gone", service: "shell-server", address: Address(host: "127.0.0.1", port: 9),
                        release: "1-one")
                ]
            }
            try await shells.withSuccessor { successor in
                let status = try await shells.status("/kites/one", at: successor)
                #expect(status == 200)
            }
        }
    }

    @Test func whatVisitorsAskedForIsNobodysBusinessOutside() async throws {
        try await TwoShells.run { shells in
            let fromOutside: HTTPFields = [.forwardedFor: "203.0.113.7"]
            let outside = try await shells.status(ShellClient.recentPagesPath, headers: fromOutside)
            let inside = try await shells.status(ShellClient.recentPagesPath)
            #expect(outside == 404 && inside == 200)
        }
    }
}

/// What a fragment server was asked for.
private final class Kitchen: Sendable {
    private let kites = Mutex<[String]>([])

    var asked: [String] { kites.withLock(\.self) }

    func note(_ kite: String) { kites.withLock { $0.append(kite) } }
}

/// A fragment server and a shell on ports, and a second shell when a test wants one.
private struct TwoShells: Sendable {
    let first: Address
    let board: DirectoryBoard
    let kitchen: Kitchen
    let folder: ScratchFolder

    static func run(_ body: @escaping @Sendable (TwoShells) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        let kitchen = Kitchen()
        let explore = Chassis.test("explore-fragments", in: folder)
        try await RunningServer.run(try server(on: explore, kitchen), on: explore) { address in
            let board = DirectoryBoard(
                Directory([
                    Instance(
                        id: "explore", service: "explore-fragments", address: address, release: "test",
                        servesFragments: true)
                ]))
            let chassis = Chassis.test("shell-server", in: folder, discovery: board)
            try await RunningServer.run(try await buildApplication(chassis), on: chassis) { shell in
                let shells = TwoShells(first: shell, board: board, kitchen: kitchen, folder: folder)
                try await shells.waitUntilReady(shell)
                board.update { directory in
                    directory.services["shell-server"] = [
                        Instance(id: "first", service: "shell-server", address: shell, release: "1-one")
                    ]
                }
                try await body(shells)
            }
        }
    }

    private static func server(on chassis: Chassis, _ kitchen: Kitchen) throws -> ShopApplication {
        var server = try FragmentServer(chassis, team: "explore", templates: "Sources/Fragments/Explore/Templates")
        server.fragment(
            FragmentDeclaration(
                name: "explore.kite", path: "/fragments/kite",
                inputs: [.init("id", .slug, required: true), .init("wind", .integer)], presence: .required)
        ) { request in
            guard request["id"] != "none" else { return .notFound }
            kitchen.note(request["id"] ?? "")
            return FragmentAnswer("<h1>A kite</h1>", freshness: .cached(seconds: 600))
        }
        server.fragment(
            FragmentDeclaration(
                name: "explore.letter", path: "/fragments/letter", inputs: [.init("id", .slug, required: true)],
                visibility: .personal, presence: .required)
        ) { request in
            kitchen.note("letter")
            return FragmentAnswer("<h1>A letter</h1>", freshness: .personal)
        }
        server.page(PageDeclaration(route: "/kites/{id}", primary: "explore.kite", title: "Kite"))
        server.page(PageDeclaration(route: "/letters/{id}", primary: "explore.letter", title: "Letter"))
        return try server.application()
    }

    /// Runs a second shell, and `body` when it is ready for traffic.
    func withSuccessor(_ body: @escaping @Sendable (Address) async throws -> Void) async throws {
        let chassis = Chassis.test("shell-server", in: folder, discovery: board)
        try await RunningServer.run(try await buildApplication(chassis), on: chassis) { shell in
            try await waitUntilReady(shell)
            try await body(shell)
        }
    }

    func status(_ target: String, at shell: Address? = nil, headers: HTTPFields = [:]) async throws -> Int {
        let response = try await WireClient.shared.send(
            WireRequest(target: target, headers: headers), to: shell ?? first, deadline: .after(.seconds(20)))
        return response.status.code
    }

    private func waitUntilReady(_ shell: Address) async throws {
        let deadline = Deadline.after(.seconds(20))
        while try await status("/health/ready", at: shell) != 200 {
            try #require(!deadline.hasPassed, "the shell never got ready")
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
