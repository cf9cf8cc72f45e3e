import Composition
import FragmentContract
import Testing

@Suite struct ManifestBookTests {
    static func manifest(
        _ team: String, server: String? = nil, release: String = "1", pages: [String] = [], actions: [String] = [],
        fallback: String? = nil, protocolVersion: Int = 1
    ) -> FragmentManifest {
        FragmentManifest(
            protocolVersion: protocolVersion, server: server ?? "\(team)-fragments", team: team, release: release,
            pages: pages.map { PageDeclaration(route: $0, layout: "shop", primary: "\(team).main", title: "T") },
            fragments: [
                FragmentDeclaration(
                    name: "\(team).main", path: "/main", inputs: [.init("id", .slug)], fallback: fallback)
            ],
            actions: actions.map { ActionDeclaration(route: $0) })
    }

    private var book = ManifestBook(layouts: ["shop"])

    private mutating func offer(_ manifest: FragmentManifest, from server: String? = nil) -> String {
        book.offer(manifest, from: server ?? manifest.server).joined(separator: "; ")
    }

    @Test mutating func aGoodManifestIsInForce() {
        #expect(offer(Self.manifest("a", pages: ["/", "/x/{id}"], actions: ["/x/add"])) == "")
        let map = book.siteMap
        #expect(map.page(at: [])?.page.primary.declaration.name == "a.main")
        #expect(map.page(at: ["x", "7"])?.parameters == ["id": "7"])
        #expect(map.action(at: ["x", "add"])?.server == "a-fragments")
        #expect(map.servers == ["a": "a-fragments"])
        #expect(map.page(at: ["x"]) == nil && map.action(at: []) == nil)
    }

    @Test mutating func releasesStandBesideEachOtherUntilOneIsForgotten() {
        _ = offer(Self.manifest("a", pages: ["/old"]))
        #expect(offer(Self.manifest("a", release: "2", pages: ["/new"])) == "")
        #expect(book.releases(of: "a-fragments") == ["2", "1"])
        #expect(book.siteMap.page(at: ["old"]) == nil && book.siteMap.page(at: ["new"]) != nil)
        #expect(book.siteMap(["a-fragments": "1"]).page(at: ["old"]) != nil)
        book.forget(ReleaseID("a-fragments", "2"))
        #expect(book.siteMap.page(at: ["old"]) != nil)
        book.forget(server: "a-fragments")
        #expect(book.manifests.isEmpty && book.servers.isEmpty)
    }

    @Test mutating func aRefusedReleaseLeavesTheLastGoodOne() {
        _ = offer(Self.manifest("a", pages: ["/x"]))
        #expect(
            offer(Self.manifest("a", release: "2", pages: ["/x"], protocolVersion: 2)).contains("protocol 2 is newer"))
        #expect(book.refusals[ReleaseID("a-fragments", "2")]?.count == 1)
        #expect(book.manifests.map(\.release) == ["1"])
        #expect(offer(Self.manifest("a", release: "3", pages: ["/x"])) == "")
        #expect(book.manifests.map(\.release) == ["3", "1"])
    }

    @Test(arguments: [
        (manifest("b", pages: ["/x/{id}"]), "page /x/{id} belongs to a-fragments"),
        (manifest("b", actions: ["/x/add"]), "action /x/add belongs to a-fragments"),
        (manifest("a", server: "other-fragments"), "team a belongs to a-fragments"),
        (manifest("b", fallback: "<p>half <b"), "fragment b.main: its fallback markup is truncated"),
    ])
    func aClashIsRefusedWithItsReason(_ manifest: FragmentManifest, _ reason: String) {
        var book = book
        _ = book.offer(Self.manifest("a", pages: ["/", "/x/{id}"], actions: ["/x/add"]), from: "a-fragments")
        #expect(book.offer(manifest, from: manifest.server).joined().contains(reason))
        #expect(book.manifests.map(\.team) == ["a"])
    }

    @Test mutating func aServerSpeaksForItselfOnly() {
        #expect(offer(Self.manifest("a"), from: "b-fragments").contains("it calls itself a-fragments"))
    }

    @Test mutating func aLayoutMustBeThere() {
        var manifest = Self.manifest("a", pages: ["/"])
        manifest.pages[0].layout = "fancy"
        #expect(offer(manifest).contains("there is no layout fancy; there are shop"))
    }

    @Test mutating func whatClashedIsTakenOnceTheOtherGivesWay() {
        _ = offer(Self.manifest("a", pages: ["/x"]))
        #expect(offer(Self.manifest("b", pages: ["/x"])) != "")
        #expect(offer(Self.manifest("a", release: "2", pages: ["/y"])) == "")
        #expect(book.refusals.count == 1)
        book.forget(ReleaseID("a-fragments", "1"))
        #expect(book.siteMap.page(at: ["x"])?.page.primary.declaration.name == "b.main")
        #expect(book.refusals.isEmpty)
    }

    @Test mutating func literalsAreTriedBeforeParameters() {
        _ = offer(Self.manifest("a", pages: ["/x/{id}", "/x/all"]))
        #expect(book.siteMap.page(at: ["x", "all"])?.page.declaration.route == "/x/all")
        #expect(book.siteMap.page(at: ["x", "one"])?.page.declaration.route == "/x/{id}")
    }
}
