import FragmentContract
import TestSupport
import Testing
import Wire

@Suite struct ExploreManifestTests {
    @Test func everySampleIsAnsweredWithinItsBudget() async throws {
        try await ExploreShop.run { shop in
            let manifest = try await shop.get(FragmentManifest.path).decode(FragmentManifest.self)
            #expect(ManifestCheck.complaints(about: manifest).isEmpty)
            for fragment in manifest.fragments {
                #expect(!fragment.samples.isEmpty, "\(fragment.name)")
                for sample in fragment.samples {
                    var query = QueryWriter()
                    for (name, value) in sample.sorted(by: { $0.key < $1.key }) { query.add(name, value) }
                    let answer = try await shop.get(query.target(fragment.path))
                    #expect(answer.status == .ok, "\(fragment.name) \(sample)")
                    #expect(answer.body.readableBytes <= fragment.budget.bytes, "\(fragment.name) \(sample)")
                    expectKeepsItsPromises(answer, fragment)
                }
            }
        }
    }

    private func expectKeepsItsPromises(_ answer: WireResponse, _ fragment: FragmentDeclaration) {
        for part in answer.text.components(separatedBy: "<shop-fragment name=\"").dropFirst() {
            let name = String(part.prefix { $0 != "\"" })
            #expect(fragment.nests.contains(name), "\(fragment.name) nests \(name)")
        }
        for level in 1..<(fragment.headingLevel ?? 7) {
            #expect(!answer.text.contains("<h\(level)"), "\(fragment.name) has a heading of level \(level)")
        }
        for forbidden in ["<script", "<style", " style=", "javascript:", " onclick=", #"href="""#] {
            #expect(!answer.text.contains(forbidden), "\(fragment.name) has \(forbidden)")
        }
        #expect(answer.count(of: "<img ") == answer.count(of: #" width=""#) - answer.count(of: "<svg "))
    }

    @Test func teamOwnsItsPages() async throws {
        let shop = try await ExploreShop.alone()
        let manifest = try await shop.get(FragmentManifest.path).decode(FragmentManifest.self)
        #expect(
            Set(manifest.pages.map(\.route)) == ["/", "/products", "/products/{category}", "/search", "/stores"])
        #expect(manifest.assets.map(\.name) == ["explore.css"])
    }

    @Test(arguments: ["header", "footer", "home", "category", "search?q=delta", "stores", "recommendations"])
    func withoutTheCatalogueThereIsNoAnswer(target: String) async throws {
        let answer = try await ExploreShop.alone().fragment(target)
        #expect(answer.status == .serviceUnavailable)
    }

    @Test func compactHeaderNeedsNobody() async throws {
        let answer = try await ExploreShop.alone().fragment("header?compact=1")
        #expect(
            answer.text == """
                <div class="site-header site-header--compact">
                <div class="page site-header__bar">
                <a class="logo" href="/"><svg class="logo__mark" viewBox="0 0 32 32" width="32" height="32" \
                aria-hidden="true"><path class="logo__sail" d="M20 2 6 13l7 9z"/>\
                <path class="logo__light" d="m20 2 7 12-14 8z"/>\
                <path class="logo__tail" d="M13 22c-4 1-2 4-5 5s-3 1-4 3"/></svg><span>Updraft</span></a>
                </div>
                </div>

                """)
    }
}
