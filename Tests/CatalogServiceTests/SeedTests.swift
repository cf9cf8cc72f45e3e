import CatalogAPI
import Foundation
import TestSupport
import Testing
import Wire

/// The shop's own catalogue, as every fleet begins with it.
@Suite struct SeedTests {
    @Test func seedIsAWholeShop() async throws {
        let fixture = try await CatalogueFixture.seeded()
        let categories = try await fixture.client.get("/categories").decode(CategoryList.self).categories
        #expect(categories.count >= 6)
        #expect(categories.allSatisfy { $0.productCount > 0 })
        var variants: [Variant] = []
        var total = 0
        for page in 1...10 {
            let products = try await fixture.list("page=\(page)&pageSize=60&sort=name").products
            total += products.count
            for product in products { variants += try await fixture.product(product.id.text).variants }
        }
        #expect(total >= 120)
        #expect(variants.count >= 400)
        #expect(variants.contains { $0.stock == 0 })
        #expect(variants.contains { (1...3).contains($0.stock) })
        #expect(Set(variants.map(\.picture)).count == variants.count)
    }

    @Test func everyColourFamilyHasKites() async throws {
        let fixture = try await CatalogueFixture.seeded()
        let colours = try await fixture.list().facets.colours
        #expect(colours.count == 10)
        #expect(colours.allSatisfy { $0.count >= 5 })
    }

    @Test func secondStartFindsWhatTheFirstOneLeft() async throws {
        let folder = try ScratchFolder()
        let first = try await CatalogueFixture.onDisk(in: folder)
        let list = try await first.client.get("/products").headers[.eTag]
        let sku = try #require(try await first.list("inStock=true").products.first?.sku.text)
        let stock = try #require(try await first.stock(of: sku))
        _ = try await first.withdraw("o-1", [(sku, 1)])
        let second = try await CatalogueFixture.onDisk(in: folder)
        #expect(try await second.stock(of: sku) == stock - 1)
        #expect(try await second.withdraw("o-1", [(sku, 1)]).status.code == 200)
        if stock > 1 { #expect(try await second.client.get("/products").headers[.eTag] == list) }
    }
}

@Suite struct DescriptionTests {
    private func description() async throws -> [String: Any] {
        let response = try await CatalogueFixture.sample(nil).client.get("/openapi.json")
        #expect(response.headers[.contentType]?.hasPrefix("application/vnd.oai.openapi+json") == true)
        let object = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
        return try #require(object as? [String: Any])
    }

    @Test func descriptionListsEveryRoute() async throws {
        let paths = try #require(try await description()["paths"] as? [String: [String: Any]])
        let described = paths.flatMap { path, operations in operations.keys.map { "\($0) \(path)" } }
        #expect(
            described.sorted() == [
                "get /asyncapi.json", "get /categories", "get /events/{schema}", "get /health/live",
                "get /health/ready", "get /metrics", "get /openapi.json", "get /pictures/{file}", "get /products",
                "get /products/{id}", "get /recommendations",
                "get /stock-withdrawals/{order}", "get /stores", "patch /articles/{sku}", "post /catalogue/import",
                "post /quotes",
                "put /stock-withdrawals/{order}",
            ])
    }

    @Test func everyReferenceOfTheDescriptionLeadsSomewhere() async throws {
        let document = try await description()
        for reference in references(in: document) {
            var place: Any? = document
            for step in reference.dropFirst(2).split(separator: "/") {
                place = (place as? [String: Any])?[String(step)]
            }
            #expect(place != nil, "\(reference)")
        }
    }

    private func references(in value: Any) -> [String] {
        if let object = value as? [String: Any] {
            return object.flatMap { key, value in
                key == "$ref" ? [value as? String ?? ""] : references(in: value)
            }
        }
        return (value as? [Any])?.flatMap(references) ?? []
    }
}
