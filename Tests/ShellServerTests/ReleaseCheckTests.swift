import Chassis
import FragmentContract
import FragmentRendering
import Hummingbird
import ShellAPI
import ShellServer
import TestSupport
import Testing
import Wire

/// The check before traffic, on real servers: team A's server in service, team B's page that needs it, and a release of
/// A's that wants to come in.
@Suite struct ReleaseCheckTests {
    private static let inputs = [InputDeclaration("sku", .sku, required: true)]

    /// What a release of team A's server is like.
    struct Release: Sendable {
        var name = "a.button"
        var html = "<h2>Buy</h2><button>Buy</button>"
        var status = HTTPResponse.Status.ok
        var inputs = ReleaseCheckTests.inputs
        var bytes = 1_000
        var page = "/a"
        var release = "2-two"
        var samples = [["sku": "KT-001-SR"]]
    }

    @Test func aGoodReleasePasses() async throws {
        let report = try await Self.report(Release())
        #expect(report.passed && report.complaints == [], "\(report.complaints)")
        #expect(report.fragments.map(\.name) == ["a.button"] && report.fragments.map(\.status) == [200])
        #expect(report.fragments.map(\.sample) == [["sku": "KT-001-SR"]])
    }

    @Test(arguments: [
        (Release(name: "a.buy"), "b.main", "needs a.button, which is gone"),
        (
            Release(
                inputs: inputs + [.init("store", .slug, required: true)], samples: [["sku": "KT-001-SR", "store": "x"]]),
            "b.main", "does not give a.button the input store, which is required now"
        ),
        (Release(page: "/elsewhere"), "b.main", "links to /a, which is no page any more"),
        (Release(page: "/b"), "a-fragments", "page /b belongs to b-fragments"),
        (Release(html: "<h2>Buy</h2><button></button>"), "a.button", "<button> has no text (with sku=KT-001-SR)"),
        (Release(html: "<h2>Buy <b"), "a.button", "is truncated (with sku=KT-001-SR)"),
        (Release(status: .internalServerError), "a.button", "answered 500 (with sku=KT-001-SR)"),
        (Release(bytes: 10), "a.button", "is longer than its 10 bytes (with sku=KT-001-SR)"),
        (
            Release(html: "<h2>Buy</h2><shop-fragment name=\"c.gone\"></shop-fragment>"), "a.button",
            "places c.gone, which no server has"
        ),
        (Release(release: "3-three"), "a-fragments", "is release 3-three at"),
    ])
    func aBadOneIsRefusedWithWhoAndWhat(release: Release, who: String, what: String) async throws {
        let report = try await Self.report(release)
        #expect(!report.passed)
        #expect(report.complaints.contains { $0.who == who && $0.what.hasPrefix(what) }, "\(report.complaints)")
    }

    @Test func aServerThatDoesNotAnswerIsRefused() async throws {
        try await Self.withShell { shell in
            let nowhere = Address(host: "127.0.0.1", port: 1)
            let report = try await ShellClient(shell).check(
                .init(server: "a-fragments", address: nowhere, release: "2"))
            #expect(!report.passed && report.complaints[0].what.hasPrefix("does not answer its manifest"))
        }
    }

    @Test func nobodyOutsideMayAsk() async throws {
        try await Self.withShell { shell in
            let request = WireRequest(
                method: .post, target: ShellClient.releaseCheckPath,
                headers: [.contentType: "application/json", .forwardedFor: "203.0.113.7"],
                body: try StrictJSON.encode(ReleaseCheckRequest(server: "a-fragments", address: shell, release: "2")))
            let answer = try await WireClient.shared.send(request, to: shell, deadline: .after(.seconds(5)))
            #expect(answer.status == .notFound)
        }
    }

    // MARK: The shop

    private static func report(_ release: Release) async throws -> ReleaseCheckReport {
        try await withShell { shell in
            let (application, chassis) = try server(release)
            return try await RunningServer.run(application, on: chassis) { address in
                try await ShellClient(shell).check(
                    .init(server: "a-fragments", address: address, release: "2-two"))
            }
        }
    }

    private static func withShell<Value: Sendable>(
        _ body: @escaping @Sendable (Address) async throws -> Value
    ) async throws -> Value {
        let (a, chassisA) = try server(Release(release: "1-one"))
        return try await RunningServer.run(a, on: chassisA) { a in
            let (b, chassisB) = try consumer()
            return try await RunningServer.run(b, on: chassisB) { b in
                let servers = ["a-fragments", "b-fragments"]
                let board = DirectoryBoard(
                    Directory(
                        zip(servers, [a, b]).map { server, address in
                            Instance(
                                id: server, service: server, address: address, release: "1-one", servesFragments: true)
                        }))
                let shell = Chassis.test("shell-server", in: try ScratchFolder(), discovery: board)
                return try await RunningServer.run(try await ShellServer.buildApplication(shell), on: shell) {
                    address in
                    try await waitUntilReady(address)
                    return try await body(address)
                }
            }
        }
    }

    private static func waitUntilReady(_ shell: Address) async throws {
        let deadline = Deadline.after(.seconds(5))
        while true {
            let answer = try await WireClient.shared.send(
                WireRequest(target: "/health/ready"), to: shell, deadline: deadline)
            if answer.status == .ok { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func chassis(_ server: String, _ release: String) throws -> Chassis {
        let folder = try ScratchFolder()
        try folder.write("x", to: "Templates/text.mustache")
        let settings = ProcessSettings(name: server, root: folder.path, home: folder.path, release: release)
        return Chassis(settings: settings, logger: Chassis.test(server, in: folder).logger, discovery: DirectoryBoard())
    }

    private static func server(_ release: Release) throws -> (ShopApplication, Chassis) {
        let chassis = try chassis("a-fragments", release.release)
        var server = try FragmentServer(chassis, team: "a", templates: "Templates")
        server.fragment(
            FragmentDeclaration(
                name: release.name, path: "/fragments/button", inputs: release.inputs,
                budget: .init(milliseconds: 2_000, bytes: release.bytes), headingLevel: 2, samples: release.samples)
        ) { _ in FragmentAnswer(release.html, status: release.status, freshness: .cached(seconds: 60)) }
        server.page(PageDeclaration(route: release.page, layout: "bare", primary: release.name, title: "A"))
        return (try server.application(), chassis)
    }

    private static func consumer() throws -> (ShopApplication, Chassis) {
        let chassis = try chassis("b-fragments", "1-one")
        var server = try FragmentServer(chassis, team: "b", templates: "Templates")
        server.fragment(
            FragmentDeclaration(name: "b.main", path: "/fragments/main", nests: ["a.button"], samples: [[:]])
        ) { _ in
            FragmentAnswer(
                "<shop-fragment name=\"a.button\" sku=\"KT-001-SR\"></shop-fragment><a href=\"/a\">A</a>",
                freshness: .cached(seconds: 60))
        }
        server.page(PageDeclaration(route: "/b", layout: "bare", primary: "b.main", title: "B"))
        return (try server.application(), chassis)
    }
}
