import HTTPTypes
import OrderAPI
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite struct PlacementTests {
    @Test func orderIsPlacedAtOnceThenConfirmedAndTakesItsStock() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(0, 2)
            try await shop.add(1, to: cart)
            let answer = try await shop.place(.sample(cart))
            #expect(answer.status == .created)
            let order: Order = try answer.decode()
            #expect(answer.headers[.location] == "/orders/\(order.number)")
            #expect(order.state == .placed && order.timeline.map(\.what) == [.placed])
            #expect(order.lines.map(\.sku.text) == [TestCatalogue.sku(0), TestCatalogue.sku(1)])
            #expect(order.lines.map(\.lineTotal) == [.euro(6_980), .euro(12_900)])
            #expect(order.totals.total == .euro(19_880) && order.totals.tax == .euro(3_174))
            #expect(try await shop.count(cart) == 0)
            let confirmed = try await shop.order(order, becomes: .confirmed)
            #expect(confirmed.lines == order.lines && confirmed.placedAt == order.placedAt)
            #expect(
                confirmed.timeline.map(\.what).prefix(4)
                    == [.placed, .stockReserved, .paymentAuthorised, .confirmed])
            #expect(try await shop.stock(of: 0) == 4)
            #expect(try await shop.stock(of: 1) == 2)
        }
    }

    @Test func pickupShipsFree() async throws {
        try await TestShop.run { shop in
            var request = OrderRequest.sample(try await shop.cart())
            request.fulfilment = .pickup(store: TestCatalogue.store)
            let order: Order = try await shop.place(request).decode()
            #expect(order.totals.total == .euro(3_490))
            #expect(try await shop.order(order).fulfilment == request.fulfilment)
        }
    }

    @Test func whiteSpaceAroundFieldsIsDropped() async throws {
        try await TestShop.run { shop in
            var request = OrderRequest.sample(try await shop.cart())
            request.name = "  Zoë Öz \t"
            #expect(try await shop.place(request).decode(Order.self).name == "Zoë Öz")
        }
    }

    @Test func anotherSecretShowsNothing() async throws {
        try await TestShop.run { shop in
            let order: Order = try await shop.place(.sample(try await shop.cart())).decode()
            for secret in ["", "?secret=", "?secret=\(Token.random())", "?secret=\(order.secret)x"] {
                #expect(try await shop.orders.get("/orders/\(order.number)\(secret)").status == .notFound)
            }
        }
    }

    @Test func emptyCartCannotBeOrdered() async throws {
        try await TestShop.run { shop in
            let answer = try await shop.place(.sample(Token.random()))
            #expect(answer.status == .conflict)
            #expect(try answer.problem.type == OrderProblem.emptyCart)
        }
    }

    @Test(arguments: [2_990, 3_990])
    func changedPriceMustBeAccepted(_ price: Int) async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(1)
            try await shop.add(0, to: cart)
            try await shop.bring(TestCatalogue((price, 6), (12_900, 3)))
            let key = Token.random()
            let answer = try await shop.place(.sample(cart), key: key)
            #expect(answer.status == .conflict)
            #expect(try answer.problem.type == OrderProblem.priceChanged)
            #expect(try answer.fields == ["lines[1].unitPrice"])
            #expect(try await shop.cart(cart).lines.last?.formerPrice == .euro(3_490))
            _ = try await shop.orders.send(
                .put, "/carts/\(cart)/lines/\(TestCatalogue.sku(0))", json: #"{"quantity": 1}"#)
            let order: Order = try await shop.place(.sample(cart), key: key).decode()
            #expect(order.lines.map(\.unitPrice) == [.euro(12_900), .euro(price)])
        }
    }

    @Test func shortStockIsNamedAndTheSameKeyMayTryAgain() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(0)
            try await shop.add(1, 4, to: cart)
            let key = Token.random()
            let answer = try await shop.place(.sample(cart), key: key)
            #expect(answer.status == .conflict)
            #expect(try answer.problem.type == OrderProblem.outOfStock)
            #expect(try answer.fields == ["lines[1].quantity"])
            #expect(try await shop.count(cart) == 5)
            #expect(try await shop.stock(of: 0) == 6)
            _ = try await shop.orders.send(
                .put, "/carts/\(cart)/lines/\(TestCatalogue.sku(1))", json: #"{"quantity": 3}"#)
            let order: Order = try await shop.place(.sample(cart), key: key).decode()
            try await shop.order(order, becomes: .confirmed)
            #expect(try await shop.stock(of: 1) == 0)
        }
    }

    @Test func articleThatIsNoLongerSoldIsNamed() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(0)
            try await shop.add(1, to: cart)
            try await shop.bring(TestCatalogue((3_490, 6)))
            let answer = try await shop.place(.sample(cart))
            #expect(try answer.problem.type == OrderProblem.outOfStock)
            #expect(try answer.fields == ["lines[1].sku"])
            #expect(try await shop.cart(cart).count == 1)
            #expect(try await shop.place(.sample(cart)).status == .created)
        }
    }
}
