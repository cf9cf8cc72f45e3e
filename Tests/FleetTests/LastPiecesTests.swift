import CatalogAPI
import Fleet
import FoundationEssentials
import HTTPTypes
import OrderAPI
import Testing
import Vocabulary
import Wire

/// A thousand shoppers and ten kites, with the real processes and their files.
extension RealFleets {
    @Suite(.serialized) struct LastPiecesTests {
        @Test func aThousandAtOnceForTheLastTenPiecesMakeTenOrders() async throws {
            try await RunningFleet.with { fleet in
                let shop = try Counter(fleet)
                let sku = try await shop.leave(10)
                let carts = (0..<1_000).map { _ in Token.random() }
                for start in stride(from: 0, to: carts.count, by: 50) {
                    let filled = try await atOnce(Array(carts[start..<(start + 50)])) {
                        try await shop.put(sku, in: $0)
                    }
                    try #require(filled.allSatisfy { $0 == 200 })
                }
                let outcomes = try await atOnce(carts) { try await shop.buy($0) }
                #expect(outcomes.count { $0 == 201 || $0 == 200 } == 10)
                #expect(outcomes.count { $0 == 409 } == 990)
                #expect(try await shop.stock(of: sku) == 0)
            }
        }
    }
}

/// Where a test buys straight at the services.
private struct Counter: Sendable {
    private let catalog: Address
    private let orders: Address

    init(_ fleet: RunningFleet) throws {
        let state = try fleet.state
        func address(_ name: String) throws -> Address {
            try #require(state[name: name].flatMap { Address($0.address) })
        }
        catalog = try address(CatalogClient.serviceName)
        orders = try address(OrderClient.serviceName)
    }

    /// Sells an article down to so many pieces.
    func leave(_ count: Int) async throws -> SKU {
        let list: ProductList = try await get("/products?inStock=true&pageSize=60")
        for summary in list.products {
            let product: Product = try await get("/products/\(summary.id)")
            guard let variant = product.variants.first(where: { (count + 1...count + 99).contains($0.stock) }),
                let rest = Quantity(variant.stock - count)
            else { continue }
            let request = StockWithdrawal(lines: [QuoteLine(sku: variant.sku, quantity: rest)])
            let answer = try await send(.put, "/stock-withdrawals/the-rest", request, to: catalog)
            try #require(answer.status == .created)
            return variant.sku
        }
        throw NothingToSell()
    }

    func stock(of sku: SKU) async throws -> Int? {
        let product: Product = try await get("/products/\(sku.text.prefix(6))")
        return product.variants.first { $0.sku == sku }?.stock
    }

    func put(_ sku: SKU, in cart: String) async throws -> Int {
        let change = CartChange(sku: sku, quantity: try #require(Quantity(1)))
        return try await send(.post, "/carts/\(cart)/lines", change, to: orders).status.code
    }

    /// Asks until it is decided, always under the same key.
    /// - Returns: 201 for an order that is confirmed, 409 for one that was too late.
    func buy(_ cart: String) async throws -> Int {
        let request = OrderRequest(
            cart: cart, email: "ada@example.org", name: "Ada Lovelace",
            fulfilment: .delivery(PostalAddress(street: "Windgasse 7", postalCode: "20095", city: "Hamburg")),
            paymentToken: TestCard.accepted.rawValue)
        let key = Token.random()
        while true {
            let answer = try await send(.post, "/orders", request, key: key, to: orders)
            if answer.status.code < 300 {
                let order = try JSONDecoder().decode(Order.self, from: Data(answer.text.utf8))
                if order.rejection == .outOfStock { return 409 }
                if order.state != .placed, order.state != .reserved { return answer.status.code }
            } else if answer.status.code < 500 {
                return answer.status.code
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func get<Value: Decodable>(_ target: String) async throws -> Value {
        let answer = try await WireClient.shared.send(
            WireRequest(target: target), to: catalog, deadline: .after(.seconds(20)))
        return try JSONDecoder().decode(Value.self, from: Data(answer.text.utf8))
    }

    private func send(
        _ method: HTTPRequest.Method, _ target: String, _ body: some Encodable, key: String? = nil, to address: Address
    ) async throws -> WireResponse {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.idempotencyKey] = key
        return try await WireClient.shared.send(
            WireRequest(method: method, target: target, headers: headers, body: try StrictJSON.encode(body)),
            to: address, deadline: .after(.seconds(60)))
    }

    struct NothingToSell: Error {}
}

private func atOnce<Item: Sendable, Value: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
        for item in items { group.addTask { try await work(item) } }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}
