import Chassis
import Composition
import FragmentContract
import FragmentRendering
import HTTPTypes
import Hummingbird
import NIOCore
import ShellServer
import Synchronization
import TestSupport
import Testing
import Wire

/// The shell with its background work, over team Explore's server as ``FragmentServer`` makes it and a second server
/// whose manifest a test may change; all of them on ports.
struct House: Sendable {
    let shell: Address
    let changeable: ChangeableServer
    let log: LogCapture

    /// - Parameter isComplete: whether to wait until both servers' manifests are in force.
    static func run(isComplete: Bool = true, _ body: @escaping @Sendable (House) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        let explore = Chassis.test("explore-fragments", in: folder)
        let changeable = ChangeableServer()
        let second = Chassis.test(ChangeableServer.name, in: folder)
        try await RunningServer.run(try Self.explore(on: explore), on: explore) { first in
            try await RunningServer.run(changeable.application(on: second), on: second) { address in
                let log = LogCapture()
                let chassis = Chassis.test(
                    "shell-server", in: folder,
                    discovery: FixedDiscovery(
                        ["explore-fragments": [first], ChangeableServer.name: [address]],
                        fragmentServers: ["explore-fragments", ChangeableServer.name]),
                    log: log)
                try await RunningServer.run(try await buildApplication(chassis), on: chassis) { shell in
                    let house = House(shell: shell, changeable: changeable, log: log)
                    if isComplete { try await house.eventually { try await house.get("/health/ready").status == .ok } }
                    try await body(house)
                }
            }
        }
    }

    private static func explore(on chassis: Chassis) throws -> ShopApplication {
        var server = try FragmentServer(chassis, team: "explore", templates: "Sources/Fragments/Explore/Templates")
        server.fragment(
            FragmentDeclaration(
                name: "explore.kite", path: "/fragments/kite", inputs: [.init("id", .slug, required: true)],
                varies: ["cookie:likes"], presence: .required, assets: ["explore.css"])
        ) { request in
            if request["id"] == "gone" { return .notFound }
            if request["id"] == "moved" { return .redirect(to: "/kites/here") }
            return FragmentAnswer(
                "<h1 id=\"name\">\(request["id"] ?? "")</h1><p>likes \(request.cookies["likes"] ?? "nothing")</p>",
                freshness: .personal, title: "A kite")
        }
        server.page(PageDeclaration(route: "/kites/{id}", primary: "explore.kite", title: "Kite"))
        server.action(ActionDeclaration(route: "/kites/buy", cookies: ["cart"])) { action in
            switch action.form["id"] {
            case "sold-out": throw Problem(.conflict, detail: "It is sold out.")
            case "nonsense": throw Problem(.badRequest, detail: "It is nonsense.")
            default:
                return Response(
                    status: .seeOther,
                    headers: [
                        .location: "/kites/\(action.form["id"] ?? "")",
                        .setCookie: "cart=\(action.cookies["cart"] ?? "new")",
                        .server: "inside",
                    ])
            }
        }
        return try server.application()
    }

    // MARK: Visiting

    func send(_ request: WireRequest) async throws -> WireResponse {
        try await WireClient.shared.send(request, to: shell, deadline: .after(.seconds(20)))
    }

    func get(_ target: String, headers: HTTPFields = [:]) async throws -> WireResponse {
        try await send(WireRequest(target: target, headers: headers))
    }

    func post(_ target: String, _ form: String, cookie: String? = nil) async throws -> WireResponse {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.cookie] = cookie
        return try await send(
            WireRequest(method: .post, target: target, headers: headers, body: ByteBuffer(string: form)))
    }

    /// Comes back as soon as `isTrue`; fails after 20 seconds.
    func eventually(_ isTrue: () async throws -> Bool) async throws {
        let deadline = Deadline.after(.seconds(20))
        while try await !isTrue() {
            try #require(!deadline.hasPassed, "it never came true: \(log.text.suffix(2_000))")
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

/// A fragment server whose manifest changes as a test says.
final class ChangeableServer: Sendable {
    static let name = "second-fragments"

    private let document = Mutex("")

    init() {
        offer(Self.manifest(release: "one"))
    }

    /// Its one fragment is the page `/ROUTE`.
    static func manifest(
        release: String, route: String = "/second", layout: String = "shop", protocolVersion: Int = 1
    ) -> FragmentManifest {
        FragmentManifest(
            protocolVersion: protocolVersion, server: name, team: "second", release: release,
            pages: [PageDeclaration(route: route, layout: layout, primary: "second.main", title: "Second")],
            fragments: [FragmentDeclaration(name: "second.main", path: "/fragments/main", presence: .required)])
    }

    func offer(_ manifest: FragmentManifest) {
        guard let body = try? StrictJSON.encode(manifest) else { return }
        offer(String(buffer: body))
    }

    func offer(_ text: String) { document.withLock { $0 = text } }

    func application(on chassis: Chassis) -> ShopApplication {
        let router = chassis.router()
        router.add(middleware: ETagMiddleware())
        router.get(RouterPath(FragmentManifest.path)) { [self] _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: document.withLock(\.self))))
        }
        router.get("/fragments/main") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "private, no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "<h1>The second team</h1>")))
        }
        return ShopApplication(router: router)
    }
}
