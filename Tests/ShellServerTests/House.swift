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
/// that a test may give other releases; all of them on ports.
struct House: Sendable {
    let shell: Address
    let changeable: ChangeableServer
    let log: LogCapture
    /// What whoever follows a kite is told: one element each time that a test says so.
    let news: Shared<[AsyncStream<ServerSentPart>.Continuation]>
    let lifecycle: Lifecycle

    /// Waits until both manifests are in force, if the second is one.
    /// - Parameter second: what the second server answers instead of a manifest at first.
    static func run(second: String? = nil, _ body: @escaping @Sendable (House) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        let explore = Chassis.test("explore-fragments", in: folder)
        let changeable = ChangeableServer()
        let news = Shared<[AsyncStream<ServerSentPart>.Continuation]>([])
        if let second { changeable.offer(second, release: "1-one") }
        let other = Chassis.test(ChangeableServer.name, in: folder)
        try await RunningServer.run(try Self.explore(on: explore, news), on: explore) { first in
            try await RunningServer.run(changeable.application(on: other), on: other) { address in
                let log = LogCapture()
                let board = DirectoryBoard(
                    Directory([
                        Instance(
                            id: "explore", service: "explore-fragments", address: first, release: "test",
                            servesFragments: true)
                    ]))
                changeable.stands(at: address, on: board)
                let chassis = Chassis.test("shell-server", in: folder, discovery: board, log: log)
                try await RunningServer.run(
                    try await buildApplication(chassis), on: chassis, lifecycle: chassis.lifecycle
                ) { shell in
                    let house = House(
                        shell: shell, changeable: changeable, log: log, news: news, lifecycle: chassis.lifecycle)
                    if second == nil { try await house.eventually { try await house.isReady } }
                    defer { for follower in news.value { follower.finish() } }
                    try await body(house)
                }
            }
        }
    }

    private static func explore(
        on chassis: Chassis, _ news: Shared<[AsyncStream<ServerSentPart>.Continuation]>
    ) throws -> ShopApplication {
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
        server.stream(StreamDeclaration(route: "/kites/{id}/events")) { request in
            guard request.parameter("id") != "gone" else { return nil }
            let (parts, continuation) = AsyncStream.makeStream(of: ServerSentPart.self)
            let known = "\(request.query["known"] ?? "") \(request.lastEventID ?? "")"
            continuation.yield(.event(.init(id: "1", name: request.parameter("id") ?? "", data: known)))
            news.withLock { $0.append(continuation) }
            return parts
        }
        return try server.application()
    }

    // MARK: Visiting

    var isReady: Bool { get async throws { try await get("/health/ready").status == .ok } }

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

/// A fragment server that a test gives other releases, each with a manifest of its own, one after the other.
final class ChangeableServer: Sendable {
    static let name = "second-fragments"

    private struct State {
        var document = ""
        var release = ""
        var place: (address: Address, board: DirectoryBoard)?
    }

    private let state = Mutex(State())

    init() {
        offer(Self.manifest(release: "1-one"))
    }

    /// Its one fragment is the page at `route`.
    static func manifest(
        release: String, route: String = "/second", layout: String = "shop", protocolVersion: Int = 1
    ) -> FragmentManifest {
        FragmentManifest(
            protocolVersion: protocolVersion, server: name, team: "second", release: release,
            pages: [PageDeclaration(route: route, layout: layout, primary: "second.main", title: "Second")],
            fragments: [
                FragmentDeclaration(
                    name: "second.main", path: "/fragments/main", inputs: [.init("id", .slug)], presence: .required)
            ])
    }

    /// The release before it ends, unless `beside`.
    func offer(_ manifest: FragmentManifest, beside: Bool = false) {
        guard let body = try? StrictJSON.encode(manifest) else { return }
        offer(String(buffer: body), release: manifest.release, beside: beside)
    }

    func offer(_ document: String, release: String, beside: Bool = false) {
        let place = state.withLock { state in
            state.document = document
            state.release = release
            return state.place
        }
        guard let place else { return }
        place.board.update { directory in
            var instances = beside ? directory.instances(of: Self.name) : []
            instances.append(instance(release, at: place.address))
            directory.services[Self.name] = instances
        }
    }

    func stands(at address: Address, on board: DirectoryBoard) {
        let release = state.withLock { state in
            state.place = (address, board)
            return state.release
        }
        board.update { $0.services[Self.name] = [instance(release, at: address)] }
    }

    private func instance(_ release: String, at address: Address) -> Instance {
        Instance(id: release, service: Self.name, address: address, release: release, servesFragments: true)
    }

    func application(on chassis: Chassis) -> ShopApplication {
        let router = chassis.router()
        router.get(RouterPath(FragmentManifest.path)) { [self] _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: state.withLock(\.document))))
        }
        router.get("/fragments/main") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "private, no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "<h1>The second team</h1>")))
        }
        return ShopApplication(router: router)
    }
}
