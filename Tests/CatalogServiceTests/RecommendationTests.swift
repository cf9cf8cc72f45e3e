import CatalogAPI
import TestSupport
import Testing
import Wire

@Suite struct RecommendationTests {
    @Test func whatIsShownIsNeverRecommended() async throws {
        let fixture = try await CatalogueFixture.seeded()
        let products = try await fixture.list("pageSize=60").products
        for product in products.prefix(20) {
            let found = try await fixture.recommend("sku=\(product.sku)&sku=\(products[30].sku)&limit=12")
            #expect(found.count == 12)
            #expect(!found.map(\.id).contains(product.id))
            #expect(!found.map(\.id).contains(products[30].id))
            #expect(Set(found.map(\.id)).count == 12)
        }
    }

    @Test func answerIsAlwaysTheSame() async throws {
        let (one, other) = (try await CatalogueFixture.seeded(), try await CatalogueFixture.seeded())
        for query in ["limit=8", "sku=KT-001-SR&limit=8", "sku=KT-001-SR&sku=KT-080-CF-20&limit=12"] {
            let (here, there) = (try await one.recommend(query), try await other.recommend(query))
            #expect(here.map(\.sku) == there.map(\.sku))
        }
    }

    @Test func nearInColourAndUseComesFirst() async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.recommend("sku=KT-001-HB").first?.sku.text == "KT-003-HB-13")
        #expect(try await fixture.recommend("sku=KT-002-SG").first?.sku.text == "KT-001-SG")
    }

    @Test func soldOutComesLast() async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.recommend("sku=KT-002-LM").last?.id.text == "KT-004")
        _ = try await fixture.withdraw("o-1", [("KT-003-HB-13", 4), ("KT-003-HB-18", 2)])
        let found = try await fixture.recommend("sku=KT-001-HB")
        #expect(found.map(\.isInStock) == [true, false, false])
        #expect(found.first?.id.text == "KT-002")
    }

    @Test func nothingInParticularGivesEveryCategory() async throws {
        let fixture = try await CatalogueFixture.seeded()
        let found = try await fixture.recommend("limit=6")
        #expect(Set(found.map(\.category.id)).count == 6)
        #expect(found.map(\.isInStock) == Array(repeating: true, count: 6))
    }

    @Test func whatIsBoughtIsRecommendedToEverybody() async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.recommend("limit=1").map(\.id.text) == ["KT-002"])
        _ = try await fixture.withdraw("o-1", [("KT-003-HB-13", 3)])
        _ = try await fixture.withdraw("o-2", [("KT-001-SG", 9)])
        #expect(try await fixture.recommend("limit=1").map(\.id.text) == ["KT-001"])
    }

    @Test func unknownArticlesArePassedOverAndExcludedProductsLeftOut() async throws {
        let fixture = try await CatalogueFixture.sample()
        let plain = try await fixture.recommend("limit=4")
        #expect(try await fixture.recommend("limit=4&sku=KT-999-SR").map(\.sku) == plain.map(\.sku))
        let without = try await fixture.recommend("limit=4&exclude=KT-002&exclude=KT-999")
        #expect(without.map(\.id.text).sorted() == ["KT-001", "KT-003", "KT-004"])
    }

    @Test(arguments: [
        ("limit=0", "limit"), ("limit=13", "limit"), ("sku=nonsense", "sku"), ("sku=", "sku"),
        ("exclude=KT-1", "exclude"),
        ("page=1", "page"), (Array(repeating: "sku=KT-001-SG", count: 101).joined(separator: "&"), "sku"),
    ])
    func parameterThatIsWrongIsNamed(query: String, parameter: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.complaints("/recommendations?\(query)") == [parameter])
    }
}
