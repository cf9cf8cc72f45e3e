import TestSupport
import Testing
import Wire

@Suite struct ExplorePiecesTests {
    @Test func headerLeadsEverywhere() async throws {
        try await ExploreShop.run { shop in
            let answer = try await shop.fragment("header")
            for part in [
                #"<form class="search site-header__search" role="search" action="/search" method="get">"#,
                #"<a href="/products/stunt">Stunt</a>"#, #"<a href="/products/lines-and-tails">Lines and tails</a>"#,
                #"<shop-fragment name="checkout.mini-cart">"#, #"href="/stores""#,
            ] {
                #expect(answer.text.contains(part), "\(part)")
            }
            #expect(answer.headers[.cacheControl]?.hasPrefix("public, max-age=300") == true)
        }
    }

    @Test func footerSaysThatNothingIsForSale() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("footer")
            #expect(answer.text.contains("nothing here is for sale"))
            #expect(answer.text.contains(#"href="/overlay/toggle" data-overlay-toggle"#))
            #expect(answer.text.contains("<li>Fanø</li>"))
        }
    }

    @Test func homeShowsScenesNewestAndMore() async throws {
        try await ExploreShop.run { shop in
            let answer = try await shop.fragment("home")
            #expect(answer.count(of: #"<li class="scene card">"#) == 6)
            #expect(answer.count(of: #"<li class="card">"#) == 8)
            #expect(answer.text.contains(#"href="/products?wind="#))
            #expect(answer.text.contains(#"<shop-fragment name="explore.recommendations" exclude="KT-"#))
            #expect(answer.headers[.link] == #"</>; rel="canonical""#)
        }
    }

    @Test func recommendationsNeverShowWhatIsShownAlready() async throws {
        try await ExploreShop.run { shop in
            let first = try await shop.fragment("recommendations?skus=KT-001-SR")
            #expect(first.text.contains(">Flies well with this</h2>"))
            #expect(first.count(of: #"<li class="card">"#) == 4)
            #expect(!first.text.contains("/product/KT-001?"))
            let shown = first.text.matches(of: /\?sku=([A-Z0-9-]+)/).map { String($0.1) }
            let next = try await shop.fragment("recommendations?skus=KT-001-SR&exclude=\(shown.joined(separator: ","))")
            #expect(next.count(of: #"<li class="card">"#) == 4)
            for sku in shown { #expect(!next.text.contains("/product/\(sku.prefix(6))?"), "\(sku)") }
        }
    }

    /// So that a change of the catalogue is on the next page though pieces are kept for an hour: a product's, a price's
    /// and a stock's change name `products`, an import `catalogue`.
    @Test(arguments: [
        ("home", "products catalogue"), ("category", "products catalogue"),
        ("category?category=single-line&page=2", "products catalogue"), ("search?q=kite", "products catalogue"),
        ("search?q=xyzzyxyzzy", "products catalogue"), ("search", "products catalogue"),
        ("recommendations?skus=KT-001-SG", "products catalogue"),
        ("recommendations?exclude=KT-001-SG,KT-002-SG,KT-003-HB-13,KT-004-SG", "products catalogue"),
        ("not-found", "products catalogue"), ("header", "catalogue"), ("footer", "catalogue"), ("stores", "catalogue"),
        ("store-picker", "catalogue"),
    ]) func eachPieceSaysByTagsWhatItShows(fragment: String, tags: String) async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment(fragment)
            #expect(answer.headers[.cacheTag] == tags)
        }
    }

    @Test func withNothingToRecommendThereIsNothing() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let all = "KT-001-SG,KT-002-SG,KT-003-HB-13,KT-004-SG"
            let answer = try await shop.fragment("recommendations?exclude=\(all)")
            #expect(answer.status == .ok)
            #expect(answer.text.isEmpty)
        }
    }

    @Test func storePickerIsPartOfAForm() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("store-picker?chosen=fano")
            #expect(
                answer.text == """
                    <fieldset class="fieldset store-picker">
                    <legend>Which store?</legend>
                    <div class="store-picker__list">
                    <label class="choice tile store-picker__choice"><input type="radio" name="store" value="fano" \
                    checked data-emits="explore:store-chosen" data-focus-key="store-fano">
                    <span><strong>Updraft Fanø</strong> <span class="small muted">Strandvej 1, Fanø</span> \
                    <span class="small muted numbers">Mon–Fri 10–18</span></span></label>
                    </div>
                    </fieldset>

                    """)
            let unchosen = try await shop.fragment("store-picker")
            #expect(!unchosen.text.contains("checked"))
        }
    }

    @Test func storesHaveAddressesAndHours() async throws {
        try await ExploreShop.run { shop in
            let answer = try await shop.fragment("stores")
            #expect(answer.text.contains("Six shops"))
            #expect(answer.text.contains("<address>Strandhejren 14<br>6720 Fanø<br>Denmark</address>"))
            #expect(answer.text.contains(#"<li class="numbers">Mon–Fri 10–18</li>"#))
        }
    }

    @Test func lostVisitorsFindAWayOn() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("not-found")
            #expect(answer.status == .ok)
            #expect(answer.text.contains("<h1>This page is stuck in a tree</h1>"))
            #expect(answer.text.contains(#"action="/search""#))
            #expect(answer.text.contains(#"href="/products/single-line""#))
        }
    }
}
