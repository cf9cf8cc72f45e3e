import Chassis
import FragmentContract
import FragmentRendering
import Hummingbird
import ServiceLifecycle
import ShellServer
import TestSupport
import Testing
import Wire

/// The shell while a team's server has two releases: real servers, a directory that changes.
@Suite struct ReleasesTests {
    @Test func aReleaseIsServedWhenItIsThereAndForItsShare() async throws {
        try await TwoTeams.run { shop in
            #expect(try await shop.page("/", bucket: shop.candidate).contains("release one"))
            shop.board.update { $0.services["a-fragments"]?.append(shop.instance("2-two", share: 50)) }
            try await shop.waits { try await shop.page("/", bucket: shop.candidate).contains("release two") }
            #expect(try await shop.page("/", bucket: shop.settled).contains("release one"))
            #expect(try await shop.page("/", bucket: nil).contains("release one"))
        }
    }

    @Test func aPageThatOnlyTheNewReleaseHasIsThereForItsVisitors() async throws {
        try await TwoTeams.run { shop in
            #expect(try await shop.status("/new", bucket: shop.candidate) == 404)
            shop.board.update { $0.services["a-fragments"]?.append(shop.instance("2-two", share: 50)) }
            try await shop.waits { try await shop.status("/new", bucket: shop.candidate) == 200 }
            #expect(try await shop.status("/new", bucket: shop.settled) == 404)
            shop.board.update { $0.services["a-fragments"]?.removeAll { $0.release == "2-two" } }
            try await shop.waits { try await shop.status("/new", bucket: shop.candidate) == 404 }
        }
    }

    @Test func aRetiredServersPagesAreGoneAndADeadOnesAreUnavailable() async throws {
        try await TwoTeams.run { shop in
            #expect(try await shop.status("/own", bucket: nil) == 200)
            shop.board.update { $0.services["a-fragments"] = [] }
            try await shop.waits { try await shop.status("/own", bucket: nil) == 503 }
            // What the shell has a fresh copy of needs nobody.
            #expect(try await shop.page("/", bucket: nil).contains("release one"))
            shop.board.update {
                $0.services["a-fragments"] = nil
                $0.retired = ["a-fragments"]
            }
            try await shop.waits { try await shop.status("/own", bucket: nil) == 404 }
            #expect(try await shop.status("/", bucket: nil) == 404)
        }
    }

    @Test func assetsOfEitherReleaseAreFound() async throws {
        try await TwoTeams.run { shop in
            shop.board.update { $0.services["a-fragments"]?.append(shop.instance("2-two", share: 50)) }
            for release in ["1-one", "2-two"] {
                let path = try #require(shop.styles[release])
                for bucket in [shop.settled, shop.candidate] {
                    try await shop.waits { try await shop.status(path, bucket: bucket) == 200 }
                }
            }
            #expect(try await shop.status("/assets/a/a.0000000000.css", bucket: nil) == 404)
        }
    }
}

/// A shell and two releases of one server.
private struct TwoTeams: Sendable {
    let board: DirectoryBoard
    let shell: Address
    let addresses: [String: Address]
    /// The path of each release's style.
    let styles: [String: String]

    /// Visitors of the release in service, and of one that is for half of all.
    var settled: Int { (0..<10_000).first { ReleaseChoice.place(of: $0, in: "a-fragments") >= 5_000 } ?? 0 }
    var candidate: Int { (0..<10_000).first { ReleaseChoice.place(of: $0, in: "a-fragments") < 5_000 } ?? 0 }

    func instance(_ release: String, share: Int = 100) -> Instance {
        Instance(
            id: release, service: "a-fragments", team: "a",
            address: addresses[release] ?? Address(host: "127.0.0.1", port: 1), release: release, share: share,
            servesFragments: true)
    }

    static func run(_ body: @escaping @Sendable (TwoTeams) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        let (one, oneStyle) = try release("1-one", "release one", in: folder)
        let twoStyle = try release("2-two", "release two", in: folder).style
        let chassis = Chassis.test("x", in: folder)
        try await RunningServer.run(one, on: chassis) { one in
            try await RunningServer.run(try release("2-two", "release two", in: folder).0, on: chassis) { two in
                let board = DirectoryBoard()
                let shell = Chassis.test("shell-server", in: folder, discovery: board)
                try await RunningServer.run(try await ShellServer.buildApplication(shell), on: shell) { address in
                    let shop = TwoTeams(
                        board: board, shell: address, addresses: ["1-one": one, "2-two": two],
                        styles: ["1-one": oneStyle, "2-two": twoStyle])
                    board.update { $0.services["a-fragments"] = [shop.instance("1-one")] }
                    try await shop.waits { try await shop.status("/", bucket: nil) == 200 }
                    try await body(shop)
                }
            }
        }
    }

    /// A fragment server as a release of it would be: with a root, a style and a release of its own.
    fileprivate static func release(
        _ release: String, _ text: String, in folder: ScratchFolder
    ) throws -> (ShopApplication, style: String) {
        let root = "\(folder.path)/\(release)"
        try folder.write("/* \(text) */", to: "\(release)/Public/a/a.css")
        try folder.write(text, to: "\(release)/Templates/text.mustache")
        var settings = ProcessSettings(name: "a-fragments", root: root, home: folder.path, release: release)
        settings.logLevel = "critical"
        let chassis = Chassis(
            settings: settings, logger: Chassis.test("x", in: folder).logger, discovery: DirectoryBoard())
        var server = try FragmentServer(chassis, team: "a", templates: "Templates")
        server.fragment(
            FragmentDeclaration(name: "a.main", path: "/fragments/main", presence: .required, assets: ["a.css"])
        ) { _ in FragmentAnswer("<h1>\(text)</h1>", freshness: .cached(seconds: 60)) }
        server.page(PageDeclaration(route: "/", layout: "bare", primary: "a.main", title: "Main"))
        server.fragment(
            FragmentDeclaration(name: "a.own", path: "/fragments/own", visibility: .personal, presence: .required)
        ) { _ in FragmentAnswer("<h1>\(text)</h1>", freshness: .personal) }
        server.page(PageDeclaration(route: "/own", layout: "bare", primary: "a.own", title: "Own"))
        if release.hasPrefix("2") {
            server.page(PageDeclaration(route: "/new", layout: "bare", primary: "a.main", title: "New"))
        }
        return (try server.application(), server.manifest.assets[0].path)
    }

    // MARK: Asking

    private func get(_ path: String, bucket: Int?) async throws -> WireResponse {
        let scope = RequestScope(trace: .root(), bucket: bucket)
        let request = WireRequest(target: path).carrying(scope, deadline: .after(.seconds(5)))
        return try await WireClient.shared.send(request, to: shell, deadline: .after(.seconds(5)))
    }

    func page(_ path: String, bucket: Int?) async throws -> String { try await get(path, bucket: bucket).text }

    func status(_ path: String, bucket: Int?) async throws -> Int { try await get(path, bucket: bucket).status.code }

    /// Waits until something is so, at most five seconds.
    func waits(until isSo: () async throws -> Bool) async throws {
        let deadline = Deadline.after(.seconds(5))
        while try await !isSo() {
            guard !deadline.hasPassed else { throw WireError.deadlineExceeded }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
