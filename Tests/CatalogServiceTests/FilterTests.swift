import CatalogAPI
import TestSupport
import Testing
import Wire

@Suite struct FilterTests {
    @Test(arguments: [
        ("category=single-line", ["KT-001", "KT-003"]), ("skill=beginner", ["KT-001", "KT-004"]),
        ("skill=beginner&skill=advanced", ["KT-001", "KT-002", "KT-004"]), ("wind=7", ["KT-003"]),
        ("wind=20", ["KT-001", "KT-002", "KT-003"]), ("wind=0", []), ("wind=200", []),
        ("colour=red", ["KT-001", "KT-002"]), ("colour=red&colour=yellow", ["KT-001", "KT-002", "KT-004"]),
        ("colour=blue&inStock=true", ["KT-003"]), ("inStock=true", ["KT-001", "KT-002", "KT-003"]),
        ("inStock=false", ["KT-001", "KT-002", "KT-003", "KT-004"]), ("minPrice=12900", ["KT-002"]),
        ("maxPrice=3490", ["KT-001", "KT-004"]), ("minPrice=3490&maxPrice=3490", ["KT-001"]),
        ("colour=blue&maxPrice=3490", []), ("colour=blue&maxPrice=3990", ["KT-001"]),
        ("category=stunt&colour=blue", []), ("colour=green", []),
    ])
    func filterLeavesItsProducts(query: String, products: [String]) async throws {
        let fixture = try await CatalogueFixture.sample()
        let list = try await fixture.list(query)
        #expect(list.products.map(\.id.text).sorted() == products)
        #expect(list.total == products.count)
    }

    @Test func variantThatFitsStandsForTheProduct() async throws {
        let fixture = try await CatalogueFixture.sample()
        let cheap = try await fixture.list("colour=blue&category=single-line&maxPrice=5000").products
        #expect(cheap.map(\.sku.text) == ["KT-001-HB"])
        let dear = try await fixture.list("minPrice=10000&colour=blue").products
        #expect(dear.map(\.sku.text) == ["KT-003-HB-18"])
        let summary = try #require(try await fixture.list("colour=blue&maxPrice=3990").products.first)
        #expect(summary.isInStock)
        #expect(summary.priceFrom == .euro(3490))
        #expect(summary.hasSeveralPrices)
        #expect(summary.colourways.map(\.id) == ["signal", "harbour"])
    }

    @Test func facetCountsAsIfNothingOfItselfWereChosen() async throws {
        let fixture = try await CatalogueFixture.sample()
        let facets = try await fixture.list("colour=blue&skill=beginner").facets
        #expect(facets.colours.map { "\($0.id) \($0.count)" } == ["red 1", "yellow 1", "blue 1"])
        #expect(facets.skills.map { "\($0.id) \($0.count)" } == ["beginner 1", "intermediate 1"])
        #expect(facets.categories.map { "\($0.id) \($0.count)" } == ["single-line 1"])
        #expect(facets.minimumPrice == 3990)
    }

    @Test func choiceThatIsMadeStaysInItsFacet() async throws {
        let fixture = try await CatalogueFixture.sample()
        let facets = try await fixture.list("colour=green&category=tails").facets
        #expect(facets.colours.map { "\($0.id) \($0.count)" } == ["yellow 1", "green 0"])
        #expect(facets.categories.map { "\($0.id) \($0.count)" } == ["tails 0"])
        #expect(facets.minimumPrice == nil)
    }

    @Test func priceRangeIsThatOfAllPrices() async throws {
        let fixture = try await CatalogueFixture.sample()
        let facets = try await fixture.list("minPrice=5000&maxPrice=8000").facets
        #expect(facets.minimumPrice == 2950)
        #expect(facets.maximumPrice == 12900)
    }

    @Test(arguments: [
        ("newest", ["KT-004", "KT-002", "KT-001", "KT-003"]), ("price", ["KT-004", "KT-001", "KT-003", "KT-002"]),
        ("-price", ["KT-002", "KT-003", "KT-001", "KT-004"]), ("name", ["KT-004", "KT-003", "KT-001", "KT-002"]),
    ])
    func listIsSorted(sort: String, products: [String]) async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.list("sort=\(sort)").products.map(\.id.text) == products)
    }

    @Test func featuredOrderVariesAndPutsSoldOutLast() async throws {
        let fixture = try await CatalogueFixture.seeded()
        let first = try await fixture.list("pageSize=12").products
        let again = try await fixture.list("pageSize=12").products
        #expect(first.map(\.id) == again.map(\.id))
        #expect(first.map(\.id) != first.map(\.id).sorted())
        #expect(Set(first.map(\.category.id)).count >= 5)
        #expect(zip(first, first.dropFirst()).count { $0.category == $1.category } <= 2)
        let all = try await allProducts(fixture, by: 60)
        let stock = all.map(\.isInStock)
        #expect(stock == stock.filter { $0 } + stock.filter { !$0 })
        #expect(stock.contains(false))
    }

    @Test func pagesTogetherAreTheWholeListOnce() async throws {
        let fixture = try await CatalogueFixture.seeded()
        let all = try await allProducts(fixture, by: 7)
        #expect(Set(all.map(\.id)).count == all.count)
        let total = try await fixture.list().total
        #expect(all.count == total)
        let beyond = try await fixture.list("page=10000")
        #expect(beyond.products.isEmpty)
        #expect(beyond.total == all.count)
    }

    private func allProducts(_ fixture: CatalogueFixture, by size: Int) async throws -> [ProductSummary] {
        var all: [ProductSummary] = []
        for page in 1...100 {
            let list = try await fixture.list("page=\(page)&pageSize=\(size)")
            all += list.products
            if list.products.isEmpty { break }
        }
        return all
    }

    @Test(arguments: [
        ("page=0", ["page"]), ("page=10001", ["page"]), ("page=-1", ["page"]), ("page=%2B1", ["page"]),
        ("page=", ["page"]),
        ("page=1.0", ["page"]), ("page=99999999999999999999", ["page"]), ("page=1&page=2", ["page"]),
        ("pageSize=0", ["pageSize"]), ("pageSize=61", ["pageSize"]), ("wind=-1", ["wind"]), ("wind=fast", ["wind"]),
        ("minPrice=5&maxPrice=4", ["maxPrice"]), ("skill=expert", ["skill"]), ("colour=mauve", ["colour"]),
        ("colour=red%2Cblue", ["colour"]), ("inStock=1", ["inStock"]), ("sort=random", ["sort"]),
        ("category=shoes", ["category"]), ("category=", ["category"]), ("colour=red&foo=1", ["foo"]),
        ("page=x&wind=x&nope=1", ["wind", "page", "nope"]), ("%71%71=1", ["qq"]),
    ])
    func parameterThatIsWrongIsNamed(query: String, parameters: [String]) async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.complaints("/products?\(query)") == parameters)
    }

    @Test(arguments: ["q=%ff", "q=%", "q=%4", "%zz=1", "q=%C3%28"])
    func queryThatIsNotUTF8IsRefused(query: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.client.get("/products?\(query)").status.code == 400)
    }

    @Test func clientWritesWhatTheServiceReads() async throws {
        let fixture = try await CatalogueFixture.sample()
        var query = ProductQuery()
        query.category = "single-line"
        query.skills = [.beginner, .intermediate]
        query.wind = 10
        query.minimumPrice = 1_000
        query.maximumPrice = 9_000
        query.colours = ["blue", "red"]
        query.onlyInStock = true
        query.order = .priceDescending
        query.pageSize = 1
        query.page = 2
        query.text = "ripstop"
        let list = try await fixture.client.get(query.target).decode(ProductList.self)
        #expect(list.total == 2)
        #expect(list.products.map(\.id.text) == ["KT-001"])
    }
}
