import HTTPTypes
import TestSupport
import Testing
import Wire

/// An order's page while its order goes on: its link, what follows it, and calling it off.
@Suite(.serialized) struct CheckoutFollowTests {
    /// An order whose bank never answers.
    private func silentOrder(_ visitor: CheckoutVisitor) async throws -> (thanks: String, page: String, events: String)
    {
        try await visitor.add("KT-001-SG")
        let form = [String: String].order(key: try await visitor.key()).with(["payment": "test-card-silent"])
        let thanks = try await visitor.send("/checkout/place-order", form)
        let text = try await visitor.see(thanks, until: "the bank is being asked").text
        let page = try #require(text.firstMatch(of: #/href="(\/checkout\/order\/[^"]+)">Keep/#)).output.1
        let events = try #require(text.firstMatch(of: #/data-follow="([^"]+)"/#)).output.1
        return (thanks, String(page), String(events).replacing("&amp;", with: "&"))
    }

    private func cancel(_ visitor: CheckoutVisitor, _ page: String) async throws -> String {
        let match = try #require(page.firstMatch(of: #/order\/(UP-[^?]+)\?secret=(.+)/#))
        return try await visitor.send(
            "/checkout/cancel-order", ["order": String(match.output.1), "secret": String(match.output.2)])
    }

    @Test func whoeverFollowsIsToldInWordsAndThatItIsOver() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            let order = try await silentOrder(visitor)
            async let stream = shop.checkout.get(order.events)
            #expect(try await cancel(visitor, order.page) == order.page)
            let answer = try await stream
            #expect(answer.headers[.contentType] == "text/event-stream")
            let end =
                "event: over\ndata: Cancelled. You have cancelled this order. Nothing was charged, and your cart is back.\n\n"
            #expect(answer.text.hasSuffix(end), "\(answer.text)")
            let last = try #require(answer.text.matches(of: #/id: (\d+)/#).last).output.1
            let again = try await shop.checkout.get(order.events, headers: [.lastEventID: String(last)])
            #expect(again.status == .noContent)
        }
    }

    @Test func aCancelledOrderSaysSoAndTheCartIsBack() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            let order = try await silentOrder(visitor)
            #expect(try await visitor.see("/checkout/cart").text.contains("Your cart is empty"))
            let page = try await visitor.see(try await cancel(visitor, order.page)).text
            for part in ["<h1>Cancelled</h1>", "Cancelled by you", "Nothing was charged", "Go to your cart"] {
                #expect(page.contains(part), "\(part)")
            }
            for part in ["data-follow", "Refresh", "Cancel this order"] { #expect(!page.contains(part), "\(part)") }
            #expect(try await visitor.see("/checkout/cart").text.contains("Skylark"))
            // A second click finds what the first one did.
            #expect(try await cancel(visitor, order.page) == order.page)
        }
    }

    @Test func aConfirmedOrderCannotBeCancelled() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let thanks = try await visitor.send("/checkout/place-order", .order(key: try await visitor.key()))
            let text = try await visitor.see(thanks, until: "Thank you").text
            #expect(!text.contains("Cancel this order"))
            let page = try #require(text.firstMatch(of: #/href="(\/checkout\/order\/[^"]+)">Keep/#)).output.1
            let place = try await cancel(visitor, String(page))
            #expect(place == "\(page)&notice=too-late")
            #expect(try await visitor.see(place).text.contains("It was too late to cancel"))
        }
    }

    @Test func withoutItsSecretAnOrderIsNeitherFollowedNorCancelled() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            let order = try await silentOrder(visitor)
            let wrong = order.page.replacing(#/secret=..../#, with: "secret=AAAA")
            let events = order.events.replacing(#/secret=..../#, with: "secret=AAAA")
            #expect(try await shop.checkout.get(events).status == .notFound)
            #expect(try await cancel(visitor, wrong) == "status 404")
            #expect(try await visitor.see(wrong).status == .notFound)
            #expect(try await visitor.see(order.page).text.contains("Cancel this order"))
        }
    }

    @Test func withoutOrderServiceTheWishIsSaidToHaveFailed() async throws {
        let shop = try await CheckoutShop.alone()
        let place = try await CheckoutVisitor(shop).send(
            "/checkout/cancel-order", ["order": "UP-7KQ2-M4XD", "secret": "x"])
        #expect(place == "/checkout/order/UP-7KQ2-M4XD?secret=x&notice=unavailable")
    }
}
