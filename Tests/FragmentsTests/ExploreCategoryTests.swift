import TestSupport
import Testing
import Wire

@Suite struct ExploreCategoryTests {
    @Test func filtersOfAnAddressAreShownAndCanBeTakenOff() async throws {
        try await ExploreShop.run { shop in
            let answer = try await shop.fragment(
                "category?category=single-line&skill=beginner&wind=18&colour=blue,red&sort=price&page=1")
            #expect(answer.shopTitle == "Single-line kites for beginners, for 18 km/h of wind, in blue or red")
            #expect(
                answer.headers[.link]
                    == "</products/single-line?skill=beginner&wind=18&colour=blue&colour=red>; rel=\"canonical\"")
            for part in [
                "<h1>Single-line kites</h1>", #"value="beginner" checked"#, #"<option value="18" selected>"#,
                #"value="red" checked"#, #"value="blue" checked"#, #"<option value="price" selected>"#,
                #"href="/products/single-line?skill=beginner&amp;colour=blue&amp;colour=red&amp;sort=price""#,
                #"href="/products/single-line?sort=price""#, "of 31 designs",
            ] {
                #expect(answer.text.contains(part), "\(part)")
            }
        }
    }

    @Test func everyPageIsReachableAndEachProductIsOnOne() async throws {
        try await ExploreShop.run { shop in
            let first = try await shop.fragment("category")
            #expect(first.count(of: #"<li class="card">"#) == 24)
            #expect(first.text.contains(#"rel="next" href="/products?page=2""#))
            #expect(!first.text.contains(#"rel="prev""#))
            var products: Set<String> = []
            for page in 1...7 {
                let answer = try await shop.fragment("category?page=\(page)")
                products.formUnion(answer.text.matches(of: /href="\/product\/([A-Z]{2}-\d{3})/).map { String($0.1) })
            }
            #expect(products.count == 145)
            let beyond = try await shop.fragment("category?page=99")
            #expect(beyond.text.contains("There is no page 99; this is the last one."))
            #expect(beyond.text.contains(#"rel="prev" href="/products?page=6""#))
            #expect(!beyond.text.contains(#"rel="next""#))
        }
    }

    @Test(arguments: [
        ("wind=gale", "“gale” is no wind speed we can use, so we left it out."),
        ("wind=-3", "“-3” is no wind speed we can use, so we left it out."),
        ("minPrice=99999999999999999999", "is no price we can use, so we left it out."),
        ("skill=wizard", "We know no skill “wizard”, so we left it out."),
        ("colour=%3Cb%3E", "We know no colour “&lt;b&gt;”, so we left it out."),
        ("sort=chaos", "We know no order “chaos”, so we left it out."),
        ("page=0", "“0” is no page we can use, so we left it out."),
    ])
    func nonsenseInTheAddressIsLeftOutWithANote(query: String, note: String) async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("category?\(query)")
            #expect(answer.status == .ok)
            #expect(answer.text.contains(note))
            #expect(answer.text.contains("Four designs"))
        }
    }

    @Test func pricesTheWrongWayRoundAreTurned() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("category?minPrice=80&maxPrice=30.50")
            #expect(answer.shopTitle == "All kites €30 to €80")
            #expect(answer.text.contains("2 of 4 designs"))
        }
    }

    @Test func nothingFoundHelpsOn() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("category?category=single-line&minPrice=5000")
            #expect(answer.text.contains("None of 4 designs"))
            #expect(answer.text.contains(#"<a href="/products/single-line">clear all of them</a>"#))
            #expect(answer.text.contains(#"<shop-fragment name="explore.recommendations"></shop-fragment>"#))
            #expect(!answer.text.contains(#"<li class="card">"#))
        }
    }

    @Test func chosenColourThatNothingHasCanBeTakenOff() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("category?colour=violet")
            #expect(answer.text.contains(#"value="violet" checked"#))
            #expect(answer.text.contains("None of 4 designs"))
        }
    }

    @Test func unknownCategoryIsNotFound() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let answer = try await shop.fragment("category?category=submarines")
            #expect(answer.status == .notFound)
        }
    }

    @Test func cardSaysWhatThereIsToKnow() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            let text = try await shop.fragment("category").text
            let cards = text.components(separatedBy: #"<li class="card">"#).dropFirst()
            let skylark = try #require(cards.first { $0.contains(">Skylark<") })
            #expect(skylark.contains("Beginner · 8–\u{2060}28\u{a0}km/h"))
            #expect(skylark.contains(#"<span class="card__from">from</span> €34.90</span>"#))
            #expect(skylark.contains(##"<path fill="#1d5c96" d="M0 0h20v20H0z"/>"##))
            #expect(skylark.contains(#"<span class="visually-hidden">Two colours</span>"#))
            #expect(!skylark.contains("Sold out"))
            let fadeOut = try #require(cards.first { $0.contains(">Fade Out<") })
            #expect(fadeOut.contains("Sold out"))
        }
    }

    @Test func hostileNamesAreEscaped() async throws {
        try await ExploreShop.run(with: KiteCatalogue()) { shop in
            for target in ["category", "home", "recommendations", "search?q=kite"] {
                let answer = try await shop.fragment(target)
                #expect(answer.status == .ok)
                #expect(!answer.text.contains("</script"), "\(target)")
                #expect(!answer.text.contains("<b a="), "\(target)")
            }
            let answer = try await shop.fragment("category")
            #expect(answer.text.contains(KiteCatalogue.hostileHTML))
        }
    }
}
