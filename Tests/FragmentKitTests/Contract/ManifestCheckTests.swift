import FoundationEssentials
import FragmentContract
import Testing

@Suite struct ManifestCheckTests {
    static let good = FragmentManifest(
        server: "a-fragments", team: "a", release: "1",
        pages: [PageDeclaration(route: "/x/{id}", primary: "a.main", title: "X")],
        fragments: [
            FragmentDeclaration(
                name: "a.main", path: "/fragments/main", inputs: [.init("id", .slug, required: true)],
                varies: ["cookie:cart", "header:accept-language"], headingLevel: 1, assets: ["a.css"],
                samples: [["id": "x"]])
        ],
        actions: [ActionDeclaration(route: "/x/add")],
        assets: [
            AssetDeclaration(name: "a.css", kind: .style, path: "/assets/a/a.1f.css", integrity: "sha384-AAbb+/1==")
        ])

    struct Case: Sendable {
        let reason: String
        let change: @Sendable (inout FragmentManifest) -> Void

        init(_ reason: String, _ change: @escaping @Sendable (inout FragmentManifest) -> Void) {
            self.reason = reason
            self.change = change
        }
    }

    static let faults = [
        Case("protocol 2 is newer than 1") { $0.protocolVersion = 2 },
        Case("protocolVersion must be 1 or more") { $0.protocolVersion = 0 },
        Case("team \"A b\" must be") { $0.team = "A b" },
        Case("server \"\" must be") { $0.server = "" },
        Case("the name must be a.NAME") { $0.fragments[0].name = "b.main" },
        Case("the name must be a.NAME") { $0.fragments[0].name = "a.main.x" },
        Case("the name must be a.NAME") { $0.fragments[0].name = "a.\"x" },
        Case("must be an absolute path without parameters") { $0.fragments[0].path = "/x/{id}" },
        Case("must be an absolute path without parameters") { $0.fragments[0].path = "x" },
        Case("the budget must be") { $0.fragments[0].budget.milliseconds = 0 },
        Case("the budget must be") { $0.fragments[0].budget.bytes = 5 << 20 },
        Case("headingLevel must be 1 to 6") { $0.fragments[0].headingLevel = 7 },
        Case("varies \"cart\" must be cookie:NAME or header:NAME") { $0.fragments[0].varies = ["cart"] },
        Case("varies \"cookie:\" must be") { $0.fragments[0].varies = ["cookie:"] },
        Case("varies \"cookie:a;b\" must be") { $0.fragments[0].varies = ["cookie:a;b"] },
        Case("varies \"header:cookie\" must be") { $0.fragments[0].varies = ["header:cookie"] },
        Case("the input \"name\" must be") { $0.fragments[0].inputs.append(.init("name", .text)) },
        Case("the input \"a b\" must be") { $0.fragments[0].inputs.append(.init("a b", .text)) },
        Case("asset \"b.css\" is not among") { $0.fragments[0].assets = ["b.css"] },
        Case("a sample names the input \"other\"") { $0.fragments[0].samples = [["other": "x"]] },
        Case("the sample id=X Y is not a slug") { $0.fragments[0].samples = [["id": "X Y"]] },
        Case("the route must be an absolute path") { $0.pages[0].route = "x" },
        Case("the primary fragment a.other is not among") { $0.pages[0].primary = "a.other" },
        Case("the parameter {no} is no input of a.main") { $0.pages[0].route = "/x/{no}" },
        Case("a title is missing") { $0.pages[0].title = "" },
        Case("action x: the route must be") { $0.actions[0].route = "x" },
        Case("must be a file of /assets/a/") { $0.assets[0].path = "/assets/b/a.css" },
        Case("must be a file of /assets/a/") { $0.assets[0].path = "/assets/a/../b/x.css" },
        Case("must be a file of /assets/a/") { $0.assets[0].path = "/assets/a/x\" onload=\"y" },
        Case("integrity must be sha384-") { $0.assets[0].integrity = "sha256-x" },
        Case("integrity must be sha384-") { $0.assets[0].integrity = "sha384-\"><b>" },
        Case("fragment a.main is declared twice") { $0.fragments.append($0.fragments[0]) },
        Case("page /x/{} is declared twice") { $0.pages.append($0.pages[0]) },
        Case("action /x/add is declared twice") { $0.actions.append($0.actions[0]) },
        Case("asset a.css is declared twice") { $0.assets.append($0.assets[0]) },
    ]

    @Test func aGoodManifestHasNoFault() {
        #expect(ManifestCheck.complaints(about: Self.good) == [])
    }

    @Test(arguments: faults.indices)
    func aFaultIsNamedWithWhatWouldBeRight(_ index: Int) {
        var manifest = Self.good
        Self.faults[index].change(&manifest)
        let complaints = ManifestCheck.complaints(about: manifest)
        #expect(complaints.contains { $0.contains(Self.faults[index].reason) }, "\(complaints)")
    }

    @Test func aManifestIsTheSameAfterItsJourney() throws {
        let document = try JSONEncoder().encode(Self.good)
        #expect(try JSONDecoder().decode(FragmentManifest.self, from: document) == Self.good)
    }
}
