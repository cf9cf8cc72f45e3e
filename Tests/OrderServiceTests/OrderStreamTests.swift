import Chassis
import OrderAPI
import OrderService
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite struct OrderStreamTests {
    private static func request(_ order: Order, secret: String? = nil) -> String {
        "GET /orders/\(order.number)/events?secret=\(secret ?? order.secret) HTTP/1.1\r\nHost: shop.test\r\n\r\n"
    }

    @Test func eachCommitIsSaidAtOnceAndTheLineEndsWithTheProcess() async throws {
        try await TestShop.run(catalogHears: false, ordersWork: false) { shop in
            let order: Order = try await shop.place(.sample(try await shop.cart())).decode()
            try await shop.served { address in
                try await RawConnection.open(address) { line in
                    try await line.send(Self.request(order))
                    let head = try await line.read(through: "\r\n\r\n")
                    #expect(head.contains("200") && head.lowercased().contains("content-type: text/event-stream"))
                    let first = try await line.read(through: "\n\n")
                    #expect(first.contains("event: order\n") && first.contains(#""state":"placed""#))
                    try await shop.whileCatalogHears {
                        try await shop.order(order, becomes: .confirmed)
                    }
                    _ = try await line.read(through: #""state":"confirmed""#)
                    shop.chassis.lifecycle.drain()
                    await line.waitForEnd()
                }
            }
        }
    }

    @Test func whoWouldRatherWaitIsToldWhatBecameOfIt() async throws {
        try await TestShop.run { shop in
            let order: Order = try await shop.place(
                .sample(try await shop.cart()), prefer: "wait=5"
            ).decode()
            #expect(order.state == .confirmed)
        }
    }

    @Test func nobodyWaitsLongerThanTheyWouldLike() async throws {
        try await TestShop.run(catalogHears: false, ordersWork: false) { shop in
            let order: Order = try await shop.place(
                .sample(try await shop.cart()), prefer: "wait=1"
            ).decode()
            #expect(order.state == .placed)
        }
    }

    @Test(
        arguments: [
            (nil, 0), ("", 0), ("wait=2", 2), ("respond-async, Wait = \"3\"", 3), ("wait=100", 5), ("wait=-1", 0),
            ("wait=soon", 0), ("wait", 0), ("return=minimal; wait=1", 1),
        ] as [(String?, Int)])
    func aPreferenceIsReadAndNeverAnError(_ header: String?, _ seconds: Int) {
        #expect(Preference.wait(header) == .seconds(seconds))
    }

    @Test func nobodyFollowsAnOrderWithoutItsSecret() async throws {
        try await TestShop.run { shop in
            let order: Order = try await shop.place(.sample(try await shop.cart())).decode()
            for secret in ["", "?secret=", "?secret=\(Token.random())"] {
                #expect(try await shop.orders.get("/orders/\(order.number)/events\(secret)").status == .notFound)
            }
        }
    }
}
