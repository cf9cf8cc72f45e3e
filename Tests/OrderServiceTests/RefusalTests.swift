import HTTPTypes
import NIOCore
import OrderAPI
import TestSupport
import Testing
import Vocabulary
import Wire

/// Every 4xx says which field is wrong.
@Suite struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var method: HTTPRequest.Method
        var target: String
        var body: String?
        var status: Int
        var fields: [String]

        init(
            _ method: HTTPRequest.Method, _ target: String, _ body: String? = nil, _ status: Int = 422,
            _ fields: String...
        ) {
            (self.method, self.target, self.body, self.status, self.fields) = (method, target, body, status, fields)
        }

        var testDescription: String { "\(method) \(target) \(body?.prefix(60) ?? "")" }
    }

    private static let lines = "/carts/AAAAAAAAAAAAAAAAAAAAAA/lines"

    static let carts: [Case] = [
        Case(.get, "/carts/short", nil, 422, "cart"),
        Case(.get, "/carts/AAAAAAAAAAAAAAAAAAAAA%20", nil, 422, "cart"),
        Case(.get, "/carts/%FF%FE", nil, 422, "cart"),
        Case(.get, "/carts/AAAAAAAAAAAAAAAAAAAAAAA/count", nil, 422, "cart"),
        Case(.delete, "\(lines)/kite", nil, 422, "sku"),
        Case(.put, "\(lines)/kite", #"{"quantity": 1}"#, 422, "sku"),
        Case(.put, "\(lines)/KT-999-SR", #"{"quantity": 1}"#, 422, "sku"),
        Case(.put, "\(lines)/KT-001-SR", #"{"quantity": 1, "sku": "KT-001-SR"}"#, 422, "sku"),
        Case(.put, "\(lines)/KT-001-SR", #"{}"#, 422, "quantity"),
        Case(.post, lines, #"{"quantity": 1}"#, 422, "sku"),
        Case(.post, lines, #"{"sku": "KT-999-SR", "quantity": 1}"#, 422, "sku"),
        Case(.post, lines, #"{"sku": "'; DROP TABLE orders; --", "quantity": 1}"#, 422, "sku"),
        Case(.post, lines, #"{"sku": 7, "quantity": 1}"#, 422, "sku"),
        Case(.post, lines, #"{"sku": "KT-001-SR"}"#, 422, "quantity"),
        Case(.post, lines, #"{"sku": "KT-001-SR", "quantity": 0}"#, 422, "quantity"),
        Case(.post, lines, #"{"sku": "KT-001-SR", "quantity": -1}"#, 422, "quantity"),
        Case(.post, lines, #"{"sku": "KT-001-SR", "quantity": 100}"#, 422, "quantity"),
        Case(.post, lines, #"{"sku": "KT-001-SR", "quantity": 1.5}"#, 422, "quantity"),
        Case(.post, lines, #"{"sku": "KT-001-SR", "quantity": "1"}"#, 422, "quantity"),
        Case(.post, lines, #"{"sku": "KT-001-SR", "quantity": null}"#, 422, "quantity"),
        Case(.post, lines, #"{"sku": "KT-001-SR", "quantity": 99999999999999999999}"#, 422, "quantity"),
        Case(.post, lines, #"{"sku": "KT-001-SR", "quantity": 1e400}"#, 422, "quantity"),
        Case(.post, lines, #"{"sku": "KT-001-SR", "quantity": 1, "price": 1}"#, 422, "price"),
        Case(.post, lines, #"[]"#, 422, "body"),
        Case(.post, lines, #"{"sku": "KT-001-SR", "quantity": 1"#, 400),
        Case(.post, lines, "", 400),
        Case(.post, lines, String(repeating: "[", count: 60_000), 400),
        Case(.post, lines, String(repeating: " ", count: 70_000), 413),
        Case(.get, "/orders/UP-7KQ2-M4XD", nil, 404),
        Case(.get, "/orders/UP-7KQ2-M4XD?secret=AAAAAAAAAAAAAAAAAAAAAA", nil, 404),
        Case(.get, "/orders/1?secret=", nil, 404),
        Case(.get, "/nowhere", nil, 404),
    ]

    @Test func everyRefusalIsAProblemThatNamesItsField() async throws {
        try await TestShop.run { shop in
            for row in Self.carts {
                let answer =
                    if let body = row.body {
                        try await shop.orders.send(row.method, row.target, json: body)
                    } else {
                        try await shop.orders.send(WireRequest(method: row.method, target: row.target))
                    }
                #expect(answer.status.code == row.status, "\(row.testDescription): \(answer.text)")
                #expect(answer.headers[.contentType] == Problem.mediaType)
                #expect(try answer.fields == row.fields)
            }
        }
    }

    @Test func bodyMustBeUTF8AndJSON() async throws {
        try await TestShop.run { shop in
            let broken = ByteBuffer(
                bytes: Array(#"{"sku": ""#.utf8) + [0xFF, 0xFE] + Array(#"", "quantity": 1}"#.utf8))
            let request = WireRequest(
                method: .post, target: Self.lines, headers: [.contentType: "application/json"], body: broken)
            let malformed = try await shop.orders.send(request)
            #expect(malformed.status == .badRequest)
            var form = request
            form.headers[.contentType] = "application/x-www-form-urlencoded"
            let unknown = try await shop.orders.send(form)
            #expect(unknown.status == .unsupportedMediaType)
        }
    }

    // MARK: Orders

    typealias Change = @Sendable (inout OrderRequest) -> Void

    private static func delivery(_ change: @escaping @Sendable (inout PostalAddress) -> Void) -> Change {
        { request in
            var address = PostalAddress(street: "Windgasse 7", postalCode: "20095", city: "Hamburg")
            change(&address)
            request.fulfilment = .delivery(address)
        }
    }

    static let orders: [(String, Change)] = [
        ("cart", { $0.cart = "cart" }),
        ("name", { $0.name = "" }),
        ("name", { $0.name = "   " }),
        ("name", { $0.name = String(repeating: "a", count: 81) }),
        ("name", { $0.name = "Ada\nLovelace" }),
        ("name", { $0.name = "Ada\u{202E}" }),
        ("name", { $0.name = "4111 1111 1111 1111" }),
        ("name", { $0.name = "a" + String(repeating: "\u{301}", count: 80) }),
        ("email", { $0.email = "ada" }),
        ("email", { $0.email = "ada@localhost" }),
        ("email", { $0.email = "ada@@example.org" }),
        ("email", { $0.email = "ada lovelace@example.org" }),
        ("email", { $0.email = "ada@-example.org" }),
        ("email", { $0.email = "ada@example..org" }),
        ("email", { $0.email = "ada@" + String(repeating: "abcdefgh.", count: 30) + "org" }),
        ("fulfilment.delivery.street", delivery { $0.street = "" }),
        ("fulfilment.delivery.street", delivery { $0.street = String(repeating: "x", count: 81) }),
        ("fulfilment.delivery.street", delivery { $0.street = "5555-5555-5555-4444" }),
        ("fulfilment.delivery.city", delivery { $0.city = " " }),
        ("fulfilment.delivery.postalCode", delivery { $0.postalCode = "12" }),
        ("fulfilment.delivery.postalCode", delivery { $0.postalCode = "12345678901" }),
        ("fulfilment.delivery.postalCode", delivery { $0.postalCode = "20_95" }),
        ("fulfilment.pickup.store", { $0.fulfilment = .pickup(store: "atlantis") }),
        ("fulfilment.pickup.store", { $0.fulfilment = .pickup(store: "") }),
        ("paymentToken", { $0.paymentToken = "" }),
        ("paymentToken", { $0.paymentToken = "test-card-stolen" }),
        ("paymentToken", { $0.paymentToken = "4111111111111111" }),
    ]

    @Test func everyFieldOfAnOrderIsChecked() async throws {
        try await TestShop.run { shop in
            let cart = try await shop.cart()
            for (field, change) in Self.orders {
                var request = OrderRequest.sample(cart)
                change(&request)
                let answer = try await shop.place(request)
                #expect(answer.status.code == 422, "\(field): \(answer.text)")
                #expect(try answer.fields == [field])
            }
            #expect(try await shop.count(cart) == 1)
            #expect(try await shop.stock() == 6)
        }
    }

    @Test func allMistakesAreNamedAtOnce() async throws {
        try await TestShop.run { shop in
            let request = OrderRequest(
                cart: "c", email: "e", name: "", fulfilment: .pickup(store: "atlantis"), paymentToken: "p")
            let answer = try await shop.place(request)
            #expect(try answer.fields == ["cart", "email", "name", "paymentToken", "fulfilment.pickup.store"])
        }
    }

    @Test(arguments: ["", "short", String(repeating: "k", count: 65), "0123456789abcde/", "4111111111111111"])
    func malformedKeyIsRefused(_ key: String) async throws {
        try await TestShop.run { shop in
            let answer = try await shop.place(.sample(try await shop.cart()), key: key)
            #expect(answer.status.code == 400)
            #expect(try answer.fields == ["Idempotency-Key"])
        }
    }

    @Test func missingKeyIsRefused() async throws {
        try await TestShop.run { shop in
            let answer = try await shop.orders.send(.post, "/orders", json: "{}")
            #expect(answer.status.code == 400)
            #expect(try answer.fields == ["Idempotency-Key"])
        }
    }

    @Test(arguments: [
        (#""fulfilment": {}"#, "fulfilment"),
        (
            #""fulfilment": {"pickup": {"store": "a"}, "delivery": {"street": "a", "postalCode": "123", "city": "b"}}"#,
            "fulfilment"
        ),
        (#""fulfilment": {"pickup": {"store": "fano", "shelf": 1}}"#, "fulfilment.pickup.shelf"),
        (#""fulfilment": {"pickup": {}}"#, "fulfilment.pickup.store"),
        (#""fulfilment": {"pickup": {"store": "fano"}}, "total": 1"#, "total"),
        (#""fulfilment": {"drone": {}}"#, "fulfilment.drone"),
        (#""fulfilment": "pickup""#, "fulfilment"),
    ])
    func wronglyBuiltOrderIsRefused(_ part: String, _ field: String) async throws {
        try await TestShop.run { shop in
            let answer = try await shop.orders.send(
                .post, "/orders",
                json: """
                    {"cart": "\(Token.random())", "email": "a@example.org", "name": "A",
                    "paymentToken": "test-card-accepted", \(part)}
                    """,
                headers: [.idempotencyKey: Token.random()])
            #expect(answer.status.code == 422)
            #expect(try answer.fields == [field])
        }
    }
}
