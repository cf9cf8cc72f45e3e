import CatalogAPI
import FoundationEssentials
import TestSupport
import Testing
import Wire

@Suite struct CatalogRoutesTests {
    @Test func categoriesStandInTheCataloguesOrderWithTheirScenes() async throws {
        let fixture = try await CatalogueFixture.sample()
        let list = try await fixture.client.get("/categories").decode(CategoryList.self)
        #expect(list.categories.map(\.id) == ["stunt", "single-line", "tails"])
        #expect(list.categories.map(\.productCount) == [1, 2, 1])
        #expect(list.scenes.keys.sorted() == ["empty-cart", "home", "not-found"])
        for path in list.categories.map(\.scene) + list.scenes.values {
            #expect(path.hasPrefix("/pictures/scene-"))
            #expect(try await fixture.client.get(path).status.code == 200)
        }
    }

    @Test func storesAreListedWithTheirScenes() async throws {
        let fixture = try await CatalogueFixture.sample()
        let stores = try await fixture.client.get("/stores").decode(StoreList.self).stores
        #expect(stores.map(\.name) == ["Updraft Fanø"])
        #expect(try await fixture.client.get(stores[0].scene).status.code == 200)
    }

    @Test(arguments: ["KT-999", "KT-1", "kt-001", "..", "%00", "%ff", "KT-001%20", "KT-001'--", "🪁"])
    func unknownProductIsNotFound(id: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        let response = try await fixture.client.get("/products/\(id)")
        #expect(response.status.code == 404)
        #expect(response.headers[.contentType] == "application/problem+json")
    }

    @Test(arguments: ["/categories", "/stores", "/products/KT-001"])
    func parameterThatNobodyKnowsIsNamed(path: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.complaints("\(path)?nope=1") == ["nope"])
    }

    @Test(arguments: [
        "/categories", "/stores", "/products", "/products/KT-001", "/recommendations", "/openapi.json",
        "/products?q=sky",
    ])
    func whoHasTheAnswerAlreadyIsToldSo(target: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        let first = try await fixture.client.get(target)
        let tag = try #require(first.headers[.eTag])
        #expect(first.headers[.cacheControl]?.contains("stale-while-revalidate") == true)
        let second = try await fixture.client.get(target, headers: [.ifNoneMatch: tag])
        #expect(second.status.code == 304)
        #expect(second.body.readableBytes == 0)
        #expect(second.headers[.eTag] == tag)
    }

    @Test func tagChangesWithTheStock() async throws {
        let fixture = try await CatalogueFixture.sample()
        let tag = try #require(try await fixture.client.get("/products/KT-001").headers[.eTag])
        _ = try await fixture.withdraw("o-1", [("KT-001-SG", 1)])
        let response = try await fixture.client.get("/products/KT-001", headers: [.ifNoneMatch: tag])
        #expect(response.status.code == 200)
    }

    @Test func emptyShopIsNotReady() async throws {
        let fixture = try await CatalogueFixture.sample(nil)
        #expect(try await fixture.client.get("/health/ready").status.code == 503)
        #expect(try await fixture.client.get("/health/live").status.code == 200)
        _ = try await fixture.bring(SampleCatalogue.text)
        #expect(try await fixture.client.get("/health/ready").status.code == 200)
    }

    @Test func emptyShopAnswersWithEmptyLists() async throws {
        let fixture = try await CatalogueFixture.sample(nil)
        #expect(try await fixture.list().total == 0)
        #expect(try await fixture.search("kite").total == 0)
        #expect(try await fixture.recommend("limit=4").isEmpty)
    }
}

@Suite struct PictureTests {
    @Test func pictureMayBeKeptForEver() async throws {
        let fixture = try await CatalogueFixture.sample()
        let picture = try await fixture.product("KT-001").variants[0].picture
        let response = try await fixture.client.get(picture)
        #expect(response.status.code == 200)
        #expect(response.headers[.contentType] == "image/svg+xml")
        #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(response.text.hasPrefix("<svg"))
        let tag = try #require(response.headers[.eTag])
        #expect(try await fixture.client.get(picture, headers: [.ifNoneMatch: tag]).status.code == 304)
    }

    @Test func everyVariantHasItsOwnPicture() async throws {
        let fixture = try await CatalogueFixture.sample()
        var pictures: Set<String> = []
        for id in ["KT-001", "KT-002", "KT-003", "KT-004"] {
            for variant in try await fixture.product(id).variants {
                #expect(variant.picture.hasPrefix("/pictures/\(variant.sku)."))
                pictures.insert(try await fixture.client.get(variant.picture).text)
            }
        }
        #expect(pictures.count == 7)
    }

    @Test(arguments: [
        "KT-001-SG.00000000000g.svg", "KT-001-SG.0.svg", "KT-001-SG.svg", "KT-001-SG", "KT-009-SG.000000000000.svg",
        "..%2Fcatalog.sqlite",
        "%00.000000000000.svg", "scene-beach.svg", ".svg", "..svg",
    ])
    func unknownPictureIsNotFound(file: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.client.get("/pictures/\(file)").status.code == 404)
    }

    @Test func aDrawingOfAnotherReleaseGivesThePresentOneForAShortWhile() async throws {
        let fixture = try await CatalogueFixture.sample()
        let present = try await fixture.product("KT-001").variants[0].picture
        let parts = present.split(separator: ".")
        let kept = try await fixture.client.get(present)
        let answer = try await fixture.client.get("\(parts[0]).000000000000.svg")
        #expect(answer.status == .ok && answer.text == kept.text)
        #expect(answer.headers[.cacheControl] == "public, max-age=60")
        #expect(kept.headers[.cacheControl] == "public, max-age=31536000, immutable")
    }
}
