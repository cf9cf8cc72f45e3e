import OrderAPI
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite struct CartTests {
    @Test func unknownCartIsEmpty() async throws {
        try await TestShop.run { shop in
            let id = Token.random()
            let cart = try await shop.cart(id)
            #expect(cart.id == id && cart.lines.isEmpty && cart.count == 0)
            #expect(cart.totals.total == .euro(0))
            #expect(try await shop.count(id) == 0)
        }
    }

    @Test func linesComeInTheOrderOfTheirAddingAtTodaysPrices() async throws {
        try await TestShop.run { shop in
            let id = try await shop.cart(1)
            try await shop.add(0, 2, to: id)
            try await shop.add(1, to: id)
            let cart = try await shop.cart(id)
            #expect(cart.lines.map(\.sku.text) == [TestCatalogue.sku(1), TestCatalogue.sku(0)])
            #expect(cart.lines.map(\.quantity.count) == [2, 2])
            #expect(cart.lines.map(\.lineTotal) == [.euro(25_800), .euro(6_980)])
            #expect(cart.lines.map(\.stock) == [3, 6])
            #expect(cart.lines.allSatisfy { $0.formerPrice == nil })
            #expect(cart.count == 4)
            #expect(cart.totals.total == .euro(32_780))
            #expect(cart.pickupTotals.shipping == .euro(0))
        }
    }

    @Test func deliveryOfLittleIsCharged() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(try await shop.cart(0))
            #expect(cart.totals.total == .euro(3_980))
            #expect(cart.totals.untilFreeShipping == .euro(4_510))
            #expect(cart.pickupTotals.total == .euro(3_490))
        }
    }

    @Test func settingAndRemovingChangeTheCount() async throws {
        try await TestShop.run { shop in
            let id = try await shop.cart(0)
            let line = "/carts/\(id)/lines/\(TestCatalogue.sku(0))"
            let set = try await shop.orders.send(.put, line, json: #"{"quantity": 7}"#)
            #expect(try set.decode(CartCount.self).count == 7)
            for _ in 1...2 {
                let removed = try await shop.orders.send(WireRequest(method: .delete, target: line))
                #expect(try removed.decode(CartCount.self).count == 0)
            }
            #expect(try await shop.cart(id).lines.isEmpty)
        }
    }

    @Test func settingWhatIsNotThereAddsIt() async throws {
        try await TestShop.run { shop in
            let id = Token.random()
            _ = try await shop.orders.send(
                .put, "/carts/\(id)/lines/\(TestCatalogue.sku(2))", json: #"{"quantity": 3}"#)
            #expect(try await shop.cart(id).lines.map(\.quantity.count) == [3])
        }
    }

    @Test func moreThan99TogetherAreRefusedAndChangeNothing() async throws {
        try await TestShop.run { shop in
            let id = try await shop.cart(2, 98)
            let answer = try await shop.orders.send(
                .post, "/carts/\(id)/lines", json: #"{"sku": "\#(TestCatalogue.sku(2))", "quantity": 2}"#)
            #expect(answer.status == .unprocessableContent)
            #expect(try answer.fields == ["quantity"])
            #expect(try await shop.count(id) == 98)
        }
    }

    @Test func moreThanInStockMayLieInTheCart() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(try await shop.cart(1, 99))
            #expect(cart.lines.map(\.stock) == [3])
            #expect(cart.count == 99)
        }
    }

    @Test func fiftyArticlesFitAndNotOneMore() async throws {
        try await TestShop.run(TestCatalogue(count: 51)) { shop in
            let id = Token.random()
            for index in 0..<50 { try await shop.add(index, to: id) }
            let answer = try await shop.orders.send(
                .post, "/carts/\(id)/lines", json: #"{"sku": "\#(TestCatalogue.sku(50))", "quantity": 1}"#)
            #expect(answer.status == .unprocessableContent)
            #expect(try answer.fields == ["sku"])
            try await shop.add(7, to: id)
            #expect(try await shop.count(id) == 51)
            #expect(try await shop.cart(id).lines.count == 50)
        }
    }

    @Test func changedPriceShowsTheAgreedOneUntilItIsAccepted() async throws {
        try await TestShop.run { shop in
            let id = try await shop.cart(0)
            try await shop.bring(TestCatalogue((2_990, 6), (12_900, 3)))
            let line = try #require(try await shop.cart(id).lines.first)
            #expect(line.unitPrice == .euro(2_990) && line.formerPrice == .euro(3_490))
            _ = try await shop.orders.send(
                .put, "/carts/\(id)/lines/\(TestCatalogue.sku(0))", json: #"{"quantity": 1}"#)
            #expect(try await shop.cart(id).lines.first?.formerPrice == nil)
        }
    }

    @Test func articlesThatAreNoLongerSoldLeaveTheCart() async throws {
        try await TestShop.run { shop in
            let id = try await shop.cart(1)
            try await shop.add(0, to: id)
            try await shop.bring(TestCatalogue((3_490, 6)))
            let cart = try await shop.cart(id)
            #expect(cart.lines.map(\.sku.text) == [TestCatalogue.sku(0)])
            #expect(cart.totals.subtotal == .euro(3_490))
            #expect(try await shop.count(id) == 1)
        }
    }

    @Test func cartsAreRevalidatedByTheirTag() async throws {
        try await TestShop.run { shop in
            let id = try await shop.cart(0)
            let first = try await shop.orders.get("/carts/\(id)")
            let tag = try #require(first.headers[.eTag])
            #expect(first.headers[.cacheControl]?.contains("private") == true)
            #expect(try await shop.orders.get("/carts/\(id)", headers: [.ifNoneMatch: tag]).status == .notModified)
            try await shop.add(0, to: id)
            #expect(try await shop.orders.get("/carts/\(id)", headers: [.ifNoneMatch: tag]).status == .ok)
        }
    }
}
