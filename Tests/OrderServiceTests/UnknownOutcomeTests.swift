import Chassis
import HTTPTypes
import OrderAPI
import OrderService
import TestSupport
import Testing
import Vocabulary
import Wire

/// What becomes of an order when catalog-service's answer does not come.
@Suite struct UnknownOutcomeTests {
    @Test(arguments: [FaultyLink.Fault.losesQuestions, .losesAnswers])
    func retryUnderTheSameKeyResumes(_ fault: FaultyLink.Fault) async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(0, 2)
            let key = Token.random()
            shop.link.set(fault)
            let pending = try await shop.place(.sample(cart), key: key)
            #expect(pending.status == .serviceUnavailable)
            #expect(pending.headers[.retryAfter] != nil)
            #expect(try pending.problem.type == OrderProblem.pending)
            #expect(try await shop.count(cart) == 2)
            shop.link.set(.none)
            let order: Order = try await shop.place(.sample(cart), key: key).decode()
            #expect(order.state == .received)
            #expect(try await shop.count(cart) == 0)
            #expect(try await shop.stock() == 4)
        }
    }

    @Test func silenceUntilTheDeadlineLeavesTheOrderPending() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart()
            let key = Token.random()
            shop.link.set(.isSilent)
            // On a busy machine the deadline may pass before the order is written down: then a longer one is tried.
            var deadline = 250
            var answer = try await shop.place(.sample(cart), key: key, deadline: deadline)
            while answer.status == .gatewayTimeout, deadline < 60_000 {
                deadline *= 2
                answer = try await shop.place(.sample(cart), key: key, deadline: deadline)
            }
            #expect(try answer.problem.type == OrderProblem.pending)
            shop.link.set(.none)
            #expect(try await shop.place(.sample(cart), key: key).status == .ok)
            #expect(try await shop.stock() == 5)
        }
    }

    /// A shopper who reloads the page sends another key.
    @Test func theSamePurchaseUnderAnotherKeyIsTheSameOrder() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart()
            let (first, second) = (Token.random(), Token.random())
            shop.link.set(.losesAnswers)
            _ = try await shop.place(.sample(cart), key: first)
            shop.link.set(.none)
            let order: Order = try await shop.place(.sample(cart), key: second).decode()
            for key in [first, second] {
                #expect(try await shop.place(.sample(cart), key: key).decode(Order.self).number == order.number)
            }
            #expect(try await shop.stock() == 5)
        }
    }

    @Test func anotherPurchaseGivesWayToThePendingOne() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(0)
            shop.link.set(.losesAnswers)
            _ = try await shop.place(.sample(cart))
            try await shop.add(1, to: cart)
            shop.link.set(.none)
            let answer = try await shop.place(.sample(cart))
            #expect(try answer.problem.type == OrderProblem.alreadyOrdered)
            #expect(try await shop.cart(cart).lines.map(\.sku.text) == [TestCatalogue.sku(1)])
            #expect(try await shop.place(.sample(cart)).status == .created)
        }
    }

    @Test func rejectedResumeReleasesTheKey() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(1, 3)
            let key = Token.random()
            shop.link.set(.losesQuestions)
            _ = try await shop.place(.sample(cart), key: key)
            shop.link.set(.none)
            #expect(try await shop.place(.sample(try await shop.cart(1))).status == .created)
            let refused = try await shop.place(.sample(cart), key: key)
            #expect(try refused.problem.type == OrderProblem.outOfStock)
            #expect(try refused.fields == ["lines[0].quantity"])
            #expect(try await shop.count(cart) == 3)
            _ = try await shop.orders.send(
                .put, "/carts/\(cart)/lines/\(TestCatalogue.sku(1))", json: #"{"quantity": 2}"#)
            #expect(try await shop.place(.sample(cart), key: key).status == .created)
            #expect(try await shop.stock(of: 1) == 0)
        }
    }

    @Test(arguments: [FaultyLink.Fault.losesQuestions, .losesAnswers])
    func nextInstanceFinishesWhatACrashLeft(_ fault: FaultyLink.Fault) async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart()
            let key = Token.random()
            shop.link.set(fault)
            _ = try await shop.place(.sample(cart), key: key)
            shop.link.set(.none)
            try await RunningServer.run(try await shop.restarted(), on: shop.chassis) { _ in
                try await eventually { try await shop.count(cart) == 0 }
            }
            let asked = shop.link.withdrawals
            #expect(try await shop.place(.sample(cart), key: key).status == .ok)
            #expect(shop.link.withdrawals == asked)
            #expect(try await shop.stock() == 5)
        }
    }

    @Test func runningInstanceFinishesOrdersThatWereLeftPending() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart()
            try await RunningServer.run(try await shop.restarted(), on: shop.chassis) { _ in
                shop.link.set(.losesAnswers)
                #expect(try await shop.place(.sample(cart)).status == .serviceUnavailable)
                shop.link.set(.none)
                try await eventually { try await shop.count(cart) == 0 }
            }
            #expect(try await shop.stock() == 5)
        }
    }

    @Test func piecesAddedWhileAnOrderIsPendingStayInTheCart() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart(0, 2)
            let key = Token.random()
            shop.link.set(.losesAnswers)
            _ = try await shop.place(.sample(cart), key: key)
            try await shop.add(0, to: cart)
            shop.link.set(.none)
            #expect(try await shop.place(.sample(cart), key: key).status == .ok)
            #expect(try await shop.count(cart) == 1)
        }
    }

    @Test func withoutCatalogServiceNothingIsMadeUp() async throws {
        let chassis = Chassis.test("order-service", in: try ScratchFolder())
        let orders = RouterClient(
            try await OrderService.buildApplication(chassis, database: Storage.inMemory()), on: chassis)
        let cart = "/carts/\(Token.random())"
        let answer = try await orders.send(.post, "\(cart)/lines", json: #"{"sku": "KT-001-SR", "quantity": 1}"#)
        #expect(answer.status == .serviceUnavailable)
        #expect(try await orders.get("\(cart)/count").decode(CartCount.self).count == 0)
        #expect(try await orders.get("/health/ready").status == .ok)
    }
}
