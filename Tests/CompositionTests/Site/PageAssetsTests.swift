import Composition
import FragmentContract
import Testing
import Wire

@Suite struct PageAssetsTests {
    private struct Nobody: FragmentFetching {
        func fetch(
            _ request: WireRequest, of fragment: String?, from server: String, release: String?, limit: Int
        ) async throws -> WireResponse {
            let type = "text/html; charset=utf-8"
            return WireResponse(status: .ok, headers: [.contentType: type, .cacheControl: "max-age=60"])
        }
    }

    private static func asset(_ team: String, _ name: String, _ kind: AssetDeclaration.Kind) -> AssetDeclaration {
        AssetDeclaration(name: name, kind: kind, path: "/assets/\(team)/1-\(name)", integrity: "sha384-\(team)")
    }

    private static func manifest(_ team: String, nests: [String], assets: [String]) -> FragmentManifest {
        FragmentManifest(
            server: team, team: team, release: "1",
            pages: team == "a" ? [PageDeclaration(route: "/", layout: "page", primary: "a.main", title: "A")] : [],
            fragments: [
                FragmentDeclaration(name: "\(team).main", path: "/main", nests: nests, assets: assets),
                FragmentDeclaration(name: "\(team).other", path: "/other", assets: ["\(team)-other.css"]),
            ],
            assets: [
                asset(team, "\(team).css", .style), asset(team, "\(team).js", .script),
                asset(team, "\(team)-other.css", .style),
            ])
    }

    @Test func aPageLoadsWhatItsFragmentsMayNeedOnceAndNothingElse() async throws {
        var book = ManifestBook(layouts: ["page"])
        #expect(
            book.offer(Self.manifest("a", nests: ["b.main", "c.main", "x.y"], assets: ["a.css", "a.js"]), from: "a")
                == [])
        #expect(book.offer(Self.manifest("b", nests: ["c.main", "a.main"], assets: ["b.css"]), from: "b") == [])
        #expect(book.offer(Self.manifest("c", nests: [], assets: ["c.js"]), from: "c") == [])
        let layout = """
            <html assets="s.css gone.css"><shop-head></shop-head><body><shop-fragment name=b.main></shop-fragment>\
            <shop-primary></shop-primary></body></html>
            """
        let composer = Composer(
            layouts: ["page": try Layout(name: "page", source: layout)],
            sharedAssets: [Self.asset("s", "s.css", .style)],
            resolver: FragmentResolver(fetcher: Nobody(), cache: FragmentCache()))
        let text = try await composer.compose(PageRequest(path: []), site: book.siteMap).body.text()
        let paths = text.matches(of: /(?:href|src)="([^"]*)" integrity="([^"]*)"/).map { "\($0.1) \($0.2)" }
        #expect(
            paths == [
                "/assets/s/1-s.css sha384-s", "/assets/b/1-b.css sha384-b", "/assets/a/1-a.css sha384-a",
                "/assets/a/1-a.js sha384-a", "/assets/c/1-c.js sha384-c",
            ])
    }
}
