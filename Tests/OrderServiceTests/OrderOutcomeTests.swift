import Chassis
import OrderAPI
import OrderService
import TestSupport
import Testing
import Vocabulary
import Wire

/// What becomes of orders, through both services.
@Suite struct OrderOutcomeTests {
    @Test(arguments: [TestCard.accepted, .twice])
    func anAcceptedCardLeadsToTheBuyersDoor(_ card: TestCard) async throws {
        var pace = SagaPace.test
        pace.collection = .milliseconds(50)
        pace.delivery = .milliseconds(50)
        try await TestShop.run(pace: pace) { shop in
            let cart = try await shop.cart(0, 2)
            let order: Order = try await shop.place(.sample(cart, card)).decode()
            try await eventually {
                try await shop.order(order).timeline.map(\.what).count == 7
            }
            let end = try await shop.order(order, becomes: .delivered)
            #expect(
                Set(end.timeline.map(\.what))
                    == [
                        .placed, .stockReserved, .paymentAuthorised, .confirmed, .paymentCaptured, .shipped, .delivered,
                    ])
            #expect(end.parcel == "PARCEL-\(order.number.dropFirst(3))")
            #expect(try await shop.stock() == 4)
            #expect(try await shop.count(cart) == 0)
            #expect(
                shop.engine.log.filter { $0.topic == "payments" }.map(\.type) == [
                    "shop.payment.authorised.v1", "shop.payment.captured.v1",
                ])
        }
    }

    @Test func aDeclinedCardGivesEverythingBack() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(0, 2)
            let key = Token.random()
            let order: Order = try await shop.place(.sample(cart, .declined), key: key).decode()
            let end = try await shop.order(order, becomes: .rejected)
            #expect(end.rejection == .paymentDeclined)
            #expect(try await shop.count(cart) == 2)
            try await eventually { try await shop.order(order).timeline.last?.what == .stockReleased }
            #expect(try await shop.stock() == 6)
            #expect(try await shop.place(.sample(cart, .declined), key: key).decode(Order.self).state == .rejected)
            let again: Order = try await shop.place(.sample(cart)).decode()
            try await shop.order(again, becomes: .confirmed)
            #expect(try await shop.stock() == 4)
        }
    }

    @Test func aSlowBankIsWaitedFor() async throws {
        var pace = SagaPace.test
        pace.slowBank = .milliseconds(300)
        try await TestShop.run(pace: pace) { shop in
            let order: Order = try await shop.place(.sample(try await shop.cart(), .slow)).decode()
            try await shop.order(order, becomes: .reserved)
            try await shop.order(order, becomes: .confirmed)
        }
    }

    @Test func thoseOfWhomTheBankSaysNothingKeepNobodyWaiting() async throws {
        var pace = SagaPace.test
        pace.payment = .seconds(600)
        try await TestShop.run(pace: pace) { shop in
            for _ in 0..<101 { try await shop.place(.sample(try await shop.cart(2), .silent)) }
            let order: Order = try await shop.place(.sample(try await shop.cart())).decode()
            try await shop.order(order, becomes: .confirmed)
        }
    }

    @Test func aSilentBankIsGivenUpAndNothingIsCharged() async throws {
        var pace = SagaPace.test
        pace.payment = .milliseconds(300)
        try await TestShop.run(pace: pace) { shop in
            let cart = try await shop.cart()
            let order: Order = try await shop.place(.sample(cart, .silent)).decode()
            let end = try await shop.order(order, becomes: .rejected)
            #expect(end.rejection == .timedOut)
            try await eventually {
                Set(try await shop.order(order).timeline.map(\.what)).isSuperset(of: [.paymentVoided, .stockReleased])
            }
            #expect(try await shop.stock() == 6)
            #expect(try await shop.count(cart) == 1)
        }
    }

    @Test func aSilentCatalogueIsGivenUpAndItsLateAnswerChangesNothing() async throws {
        var pace = SagaPace.test
        pace.stock = .milliseconds(200)
        try await TestShop.run(pace: pace, catalogHears: false) { shop in
            let order: Order = try await shop.place(.sample(try await shop.cart())).decode()
            try await shop.order(order, becomes: .rejected)
            try await shop.whileCatalogHears {
                try await eventually { try await shop.order(order).timeline.last?.what == .stockReleased }
            }
            #expect(try await shop.order(order).rejection == .timedOut)
            #expect(try await shop.stock() == 6)
        }
    }

    @Test func itsBuyerMayCancelUntilItIsConfirmed() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart()
            let order: Order = try await shop.place(.sample(cart, .silent)).decode()
            try await shop.order(order, becomes: .reserved)
            let stranger = try await shop.orders.send(
                .post, "/orders/\(order.number)/cancel?secret=\(Token.random())", json: "")
            #expect(stranger.status == .notFound)
            let cancelled: Order = try await shop.cancel(order).decode()
            #expect(cancelled.state == .rejected && cancelled.rejection == .cancelled)
            #expect(try await shop.cancel(order).status == .ok)
            try await eventually { try await shop.stock() == 6 }
            #expect(try await shop.count(cart) == 1)

            let other: Order = try await shop.place(.sample(cart)).decode()
            try await shop.order(other, becomes: .confirmed)
            let late = try await shop.cancel(other)
            #expect(late.status == .conflict)
            #expect(try late.problem.type == OrderProblem.tooLate)
        }
    }

    @Test func whatHasComeIntoTheCartMeanwhileStays() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(0, 2)
            try await shop.add(1, 1, to: cart)
            let order: Order = try await shop.place(.sample(cart, .silent)).decode()
            try await shop.add(0, 1, to: cart)
            _ = try await shop.cancel(order)
            let lines = try await shop.cart(cart).lines
            #expect(lines.map(\.sku.text) == [TestCatalogue.sku(0), TestCatalogue.sku(1)])
            #expect(lines.map(\.quantity.count) == [1, 1])
        }
    }

    @Test func twoWantTheLastPieceAndOneGetsIt() async throws {
        try await TestShop.run(TestCatalogue((3_490, 1)), catalogHears: false) { shop in
            let first: Order = try await shop.place(.sample(try await shop.cart())).decode()
            let second: Order = try await shop.place(.sample(try await shop.cart())).decode()
            try await shop.whileCatalogHears {
                try await shop.order(first, becomes: .confirmed)
                let end = try await shop.order(second, becomes: .rejected)
                #expect(end.rejection == .outOfStock)
                #expect(end.timeline.map(\.what).contains(.stockRefused))
            }
        }
    }

    @Test func withoutCatalogServiceNothingIsMadeUp() async throws {
        let chassis = Chassis.test("order-service", in: try ScratchFolder())
        let orders = RouterClient(
            try await OrderService.buildApplication(chassis, database: Storage.inMemory(), engine: MemoryEngine()),
            on: chassis)
        let cart = "/carts/\(Token.random())"
        let answer = try await orders.send(.post, "\(cart)/lines", json: #"{"sku": "KT-001-SR", "quantity": 1}"#)
        #expect(answer.status == .serviceUnavailable)
        #expect(try await orders.get("\(cart)/count").decode(CartCount.self).count == 0)
        #expect(try await orders.get("/health/ready").status == .ok)
    }
}
