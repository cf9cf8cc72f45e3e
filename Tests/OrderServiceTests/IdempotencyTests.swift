import OrderAPI
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite struct IdempotencyTests {
    @Test func sameKeyGivesTheSameOrder() async throws {
        try await TestShop.run { shop in
            let request = OrderRequest.sample(try await shop.cart())
            let key = Token.random()
            let first = try await shop.place(request, key: key)
            let second = try await shop.place(request, key: key)
            #expect(first.status == .created && second.status == .ok)
            let order: Order = try first.decode()
            #expect(try second.decode(Order.self).number == order.number)
            try await shop.order(order, becomes: .confirmed)
            #expect(try await shop.place(request, key: key).decode(Order.self).number == order.number)
            #expect(try await shop.stock() == 5)
        }
    }

    @Test func anotherBodyUnderTheSameKeyIsRefused() async throws {
        try await TestShop.run { shop in
            var request = OrderRequest.sample(try await shop.cart())
            let key = Token.random()
            _ = try await shop.place(request, key: key)
            request.name = "Grace Hopper"
            let answer = try await shop.place(request, key: key)
            #expect(answer.status.code == 422)
            #expect(try answer.problem.type == OrderProblem.keyReused)
        }
    }

    @Test func fiftyAtOnceUnderOneKeyMakeOneOrder() async throws {
        try await TestShop.run { shop in
            let request = OrderRequest.sample(try await shop.cart(0, 2))
            let key = Token.random()
            let answers = try await atOnce(50) { _ in try await shop.place(request, key: key) }
            #expect(answers.allSatisfy { [200, 201].contains($0.status.code) })
            #expect(answers.count { $0.status == .created } == 1)
            let orders = try answers.map { try $0.decode(Order.self) }
            #expect(Set(orders.map(\.number)).count == 1)
            try await shop.order(try #require(orders.first), becomes: .confirmed)
            #expect(try await shop.stock() == 4)
        }
    }

    @Test func fiftyKeysForOneCartMakeOneOrder() async throws {
        try await TestShop.run { shop in
            let request = OrderRequest.sample(try await shop.cart(0, 2))
            let answers = try await atOnce(50) { _ in try await shop.place(request) }
            let placed = try answers.filter { $0.status.code < 300 }.map { try $0.decode(Order.self) }
            #expect(placed.count == 1)
            for answer in answers where answer.status.code >= 300 {
                #expect(try answer.problem.type == OrderProblem.emptyCart, "\(answer.text)")
            }
            try await shop.order(try #require(placed.first), becomes: .confirmed)
            #expect(try await shop.stock() == 4)
        }
    }

    @Test func anotherCartUnderTheSameKeyIsRefused() async throws {
        try await TestShop.run { shop in
            let key = Token.random()
            _ = try await shop.place(.sample(try await shop.cart()), key: key)
            let answer = try await shop.place(.sample(try await shop.cart()), key: key)
            #expect(try answer.problem.type == OrderProblem.keyReused)
        }
    }
}

/// Runs `work` so many times at once.
func atOnce<Value: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (Int) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
        for index in 0..<count { group.addTask { try await work(index) } }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}
