import HTTPTypes
import OrderAPI
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite struct SecrecyTests {
    @Test func logsHoldNoSecretAndNobodysName() async throws {
        try await TestShop.run { shop in
            let (cart, key) = (try await shop.cart(), Token.random())
            let order: Order = try await shop.place(.sample(cart), key: key).decode()
            _ = try await shop.order(order)
            _ = try await shop.orders.get("/orders/\(order.number)?secret=\(Token.random())")
            let other = try await shop.cart()
            _ = try await shop.place(.sample(other), key: key)
            _ = try await shop.place(.sample(other))
            var request = OrderRequest.sample(other)
            request.paymentToken = "4111 1111 1111 1111"
            _ = try await shop.place(request)
            request.name = String(repeating: "Ada", count: 50)
            _ = try await shop.place(request)

            let log = shop.log.text
            #expect(log.contains("/orders/{number}"))
            for secret in [
                cart, other, key, order.secret, "example.org", "Ada", "Windgasse", "Hamburg", "4111", "test-card",
            ] {
                #expect(!log.contains(secret), "\(secret)")
            }
        }
    }

    @Test func refusedCardNumberIsNeitherRepeatedNorStored() async throws {
        try await TestShop.run { shop in
            var request = OrderRequest.sample(try await shop.cart())
            request.name = "4111 1111 1111 1111"
            request.paymentToken = "5555555555554444"
            let answer = try await shop.place(request)
            #expect(try answer.fields == ["name", "paymentToken"])
            #expect(!answer.text.contains("1111") && !answer.text.contains("5555"))
        }
    }
}
