import Composition
import FragmentContract
import HTTPTypes
import NIOCore
import Synchronization
import TestSupport
import Wire

/// A composer over a scripted fragment server. Time is plentiful where a test does not say otherwise. The fragment
/// `t.NAME` is answered at `/NAME`; `t.main` is the primary one of the page `/`.
struct TestShop: Sendable {
    static let layout = """
        <!doctype html><html lang="en" deadline-ms="20000" patience-ms="20"><head><shop-head></shop-head></head><body>\
        <header><shop-fragment name="t.side">no side</shop-fragment></header><main><shop-primary></shop-primary></main>\
        <footer>end</footer></body></html>
        """
    static let errorLayout = """
        <!doctype html><html deadline-ms="20000"><head><shop-head></shop-head></head><body>\
        <shop-fragment name="t.side">no side</shop-fragment><h1>sorry</h1></body></html>
        """

    let server = ScriptedServer()
    let cache: FragmentCache
    let resolver: FragmentResolver
    let composer: Composer
    let site: SiteMap
    let complaints: Complaints

    final class Complaints: Sendable {
        private let all = Mutex<[FragmentResolver.Complaint]>([])

        var texts: [String] { all.withLock { $0.map(\.text) } }

        func add(_ complaint: FragmentResolver.Complaint) { all.withLock { $0.append(complaint) } }
    }

    static func fragment(
        _ name: String, visibility: FragmentDeclaration.Visibility = .shared,
        presence: FragmentDeclaration.Presence = .optional, varies: [String] = [], milliseconds: Int = 9_000,
        fallback: String? = nil, pending: String? = nil, inputs: [InputDeclaration] = []
    ) -> FragmentDeclaration {
        FragmentDeclaration(
            name: "t.\(name)", path: "/\(name)", inputs: inputs, varies: varies, visibility: visibility,
            presence: presence,
            budget: .init(milliseconds: milliseconds), fallback: fallback, pending: pending)
    }

    static let main = fragment("main", presence: .required)
    static let side = fragment("side")

    /// - Parameter isListening: whether there is a server at all.
    static func run(
        _ fragments: [FragmentDeclaration] = [main, side], layout: String = layout, cacheLimit: Int = 1 << 20,
        isListening: Bool = true, isInTransition: Bool = false,
        _ body: @escaping @Sendable (TestShop) async throws -> Void
    ) async throws {
        let slot = Mutex<Address?>(nil)
        let shop = try TestShop(
            fragments, layout: layout, cacheLimit: cacheLimit, isInTransition: isInTransition
        ) { slot.withLock(\.self) }
        shop.server.on("/main", .html("<h1>main</h1>"))
        shop.server.on("/side", .html("<p>side</p>"))
        guard isListening else {
            slot.withLock { $0 = Address(host: "127.0.0.1", port: 1) }
            return try await body(shop)
        }
        try await RawServer.run {
            try await shop.server.serve($0)
        } _: { address in
            slot.withLock { $0 = address }
            try await body(shop)
        }
    }

    private init(
        _ fragments: [FragmentDeclaration], layout: String, cacheLimit: Int, isInTransition: Bool,
        address: @escaping @Sendable () -> Address?
    ) throws {
        var book = ManifestBook(layouts: ["page"])
        let refusal = book.offer(
            FragmentManifest(
                server: "t-server", team: "t", release: "r1",
                pages: [PageDeclaration(route: "/", layout: "page", primary: "t.main", title: "Main")],
                fragments: fragments),
            from: "t-server")
        guard refusal.isEmpty else { throw Refused(reasons: refusal) }
        site = book.siteMap
        let complaints = Complaints()
        self.complaints = complaints
        cache = FragmentCache(limit: cacheLimit)
        resolver = FragmentResolver(
            fetcher: WireFetcher(discovery: LateDiscovery(address: address, service: "t-server")), cache: cache,
            report: complaints.add)
        composer = Composer(
            layouts: [
                "page": try Layout(name: "page", source: layout),
                "not-found": try Layout(name: "not-found", source: Self.errorLayout, needsPrimary: false),
                "unavailable": try Layout(name: "unavailable", source: Self.errorLayout, needsPrimary: false),
            ],
            sharedAssets: [], resolver: resolver, isInTransition: { isInTransition })
    }

    private struct LateDiscovery: Discovery {
        let address: @Sendable () -> Address?
        let service: String

        var directory: Directory {
            guard let address = address() else { return Directory() }
            return Directory([Instance(id: "1", service: service, address: address, release: "test")])
        }

        func changes() -> AsyncStream<Directory> { AsyncStream { $0.finish() } }
    }

    struct Refused: Error {
        let reasons: [String]
    }

    // MARK: Visiting

    func visit(
        _ path: [String] = [], query: String = "", cookies: [String: String] = [:], headers: HTTPFields = [:],
        tier: StreamingTier = .ordered, probesTier: Bool = false, showsOverlay: Bool = false
    ) async -> ComposedPage {
        await composer.compose(
            PageRequest(
                path: path, query: Query(query), visitor: Visitor(cookies: cookies, headers: headers), tier: tier,
                probesTier: probesTier, nonce: "n0nce", showsOverlay: showsOverlay),
            site: site)
    }

    /// A whole page, and how long it took.
    func page(_ path: [String] = [], cookies: [String: String] = [:], tier: StreamingTier = .ordered) async throws
        -> ShownPage
    {
        let start = ContinuousClock.now
        let page = await visit(path, cookies: cookies, tier: tier)
        return ShownPage(page, try await page.body.text(), start.duration(to: .now))
    }
}

extension ComposedPage.Body {
    /// All of it.
    func text() async throws -> String {
        switch self {
        case .empty: return ""
        case .whole(let bytes): return String(buffer: bytes)
        case .streamed(let stream):
            let text = Mutex("")
            try await stream.write { bytes in text.withLock { $0 += String(buffer: bytes) } }
            return text.withLock(\.self)
        }
    }
}
