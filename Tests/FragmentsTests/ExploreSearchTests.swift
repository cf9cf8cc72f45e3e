import ExploreFragments
import TestSupport
import Testing
import Wire

@Suite struct ExploreSearchTests {
    @Test func wordsThatWereSearchedForAreMarked() async throws {
        try await ExploreShop.run { shop in
            let answer = try await shop.fragment("search?q=delt")
            #expect(answer.shopTitle == "“delt”, search")
            #expect(answer.text.contains("<mark>delt</mark>a"))
            #expect(answer.text.contains(#"rel="next" href="/search?q=delt&amp;page=2""#))
        }
    }

    @Test func typingErrorsAreForgivenAndSaid() async throws {
        try await ExploreShop.run { shop in
            let answer = try await shop.fragment("search?q=dleta")
            #expect(answer.text.contains("Here is what we have for <strong>“delta”</strong>."))
            #expect(answer.text.contains("<mark>delta</mark>"))
        }
    }

    @Test(arguments: ["", "?q=", "?q=%20%20"])
    func withoutWordsItAsks(query: String) async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("search\(query)")
            #expect(answer.text.contains("<h1>What are you looking for?</h1>"))
            #expect(answer.text.contains(#"href="/products/single-line">Single-line kites</a>"#))
            #expect(answer.shopTitle == "Search")
        }
    }

    @Test func nothingFoundHelpsOn() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("search?q=xyzzyxyzzy")
            #expect(answer.text.contains("Nothing by that name"))
            #expect(answer.text.contains(#"href="/products/single-line">Single-line kites</a>"#))
            #expect(answer.text.contains(#"<shop-fragment name="explore.recommendations"></shop-fragment>"#))
        }
    }

    @Test func hostileWordsAreEscaped() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
            #expect(answer.status == .ok)
            #expect(!answer.text.contains("<script"))
            #expect(answer.text.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
        }
    }

    @Test(arguments: [
        ("delt", "A delta, a Deltoid", ["A ", "[delt]", "a, a ", "[Delt]", "oid"]),
        ("small box", "Small boxes", ["[Small]", " ", "[box]", "es"]),
        ("box", "Inbox", ["Inbox"]),
        ("", "Nothing", ["Nothing"]),
        ("fanø", "Fanø", ["[Fanø]"]),
        ("a", "", []),
    ])
    func highlightMarksTheBeginningsOfWords(search: String, text: String, pieces: [String]) {
        let runs = Highlight(search).runs(of: text)
        #expect(runs.map(\.text).joined() == text)
        #expect(runs.map { $0.isHit ? "[\($0.text)]" : $0.text } == pieces)
    }
}
