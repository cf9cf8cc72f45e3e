import CatalogAPI
import CatalogService
import Chassis
import OrderAPI
import OrderService
import TestSupport
import Testing
import Vocabulary
import Wire

/// Every question that a published client asks, at the server that it is for: what one writes the other reads.
@Suite struct ClientContractTests {
    private struct Clients: Sendable {
        let catalog: CatalogClient
        let orders: OrderClient

        static func run(_ body: @escaping @Sendable (Clients) async throws -> Void) async throws {
            let folder = try ScratchFolder()
            let engine = MemoryEngine()
            let chassis = Chassis.test("catalog-service", in: folder)
            let catalog = try await CatalogService.buildApplication(
                chassis, database: Storage.inMemory(), seed: "Sources/CatalogService/Seed/catalogue.json",
                engine: engine)
            try await RunningServer.run(catalog, on: chassis) { catalog in
                let chassis = Chassis.test(
                    "order-service", in: folder, discovery: FixedDiscovery([CatalogClient.serviceName: [catalog]]))
                let orders = try await OrderService.buildApplication(
                    chassis, database: Storage.inMemory(), engine: engine)
                try await RunningServer.run(orders, on: chassis) { orders in
                    let places = FixedDiscovery([
                        CatalogClient.serviceName: [catalog], OrderClient.serviceName: [orders],
                    ])
                    let caller = Chassis.test("a-caller", in: folder, discovery: places)
                    try await body(
                        Clients(
                            catalog: CatalogClient(caller.client(of: CatalogClient.serviceName, timeout: .seconds(20))),
                            orders: OrderClient(caller.client(of: OrderClient.serviceName, timeout: .seconds(20)))))
                }
            }
        }

        /// An article with at least so many pieces.
        func article(_ pieces: Int) async throws -> (product: Product, variant: Variant) {
            var query = ProductQuery()
            query.onlyInStock = true
            for summary in try await catalog.products(query).products {
                let product = try await catalog.product(summary.id)
                if let variant = product.variants.first(where: { $0.stock >= pieces }) { return (product, variant) }
            }
            throw SoldOut()
        }

        struct SoldOut: Error {}
    }

    @Test func theCatalogueAnswersItsClient() async throws {
        try await Clients.run { clients in
            let catalog = clients.catalog
            #expect(try await catalog.categories().categories.count >= 6)
            #expect(try await catalog.stores().stores.count >= 2)
            let (product, variant) = try await clients.article(5)
            var query = ProductQuery()
            query.category = product.category.id
            query.text = product.name
            query.skills = [product.specifications.skill]
            query.minimumPrice = 1
            query.maximumPrice = 10_000_000
            query.order = .priceDescending
            query.pageSize = 60
            #expect(try await catalog.products(query).products.contains { $0.id == product.id })
            let near = try await catalog.recommendations(near: [variant.sku], excluding: [product.id], limit: 4)
            #expect(near.products.count == 4 && !near.products.contains { $0.id == product.id })
            let line = QuoteLine(sku: variant.sku, quantity: try #require(Quantity(2)))
            #expect(try await catalog.quote([line]).subtotal == variant.price * 2)
            #expect(try await catalog.withdrawStock(order: "order-1", lines: [line]).lines == [line])
            let after = try await catalog.product(product.id).variants.first { $0.sku == variant.sku }
            #expect(after?.stock == variant.stock - 2)
        }
    }

    @Test func ordersAnswerTheirClient() async throws {
        try await Clients.run { clients in
            let orders = clients.orders
            let sku = try await clients.article(5).variant.sku
            let cart = Token.random()
            let (one, two) = (try #require(Quantity(1)), try #require(Quantity(2)))
            #expect(try await orders.add(sku, one, to: cart).count == 1)
            #expect(try await orders.set(sku, two, in: cart).count == 2)
            #expect(try await orders.count(cart).count == 2)
            #expect(try await orders.cart(cart).lines.map(\.sku) == [sku])
            let request = OrderRequest(
                cart: cart, email: "ada@example.org", name: "Ada Lovelace",
                fulfilment: .pickup(store: try #require(try await clients.catalog.stores().stores.first).id),
                paymentToken: TestCard.accepted.rawValue)
            let order = try await orders.place(request, key: Token.random())
            #expect(order.state == .placed)
            var read = order
            while read.state == .placed || read.state == .reserved {
                try await Task.sleep(for: .milliseconds(10))
                read = try await orders.order(order.number, secret: order.secret)
            }
            #expect(read.state == .confirmed)
            await #expect(throws: Problem.self) { try await orders.cancel(order.number, secret: order.secret) }
            #expect(read.number == order.number && read.lines.map(\.quantity) == [two])
            #expect(try await orders.remove(sku, from: cart).count == 0)
        }
    }

    @Test func whatAServerRefusesItsClientThrowsAsAProblem() async throws {
        try await Clients.run { clients in
            let unknown = try #require(SKU("KT-999-ZZ"))
            let product = try #require(ProductID("KT-999"))
            let two = try #require(Quantity(2))
            await #expect(throws: Problem.self) { try await clients.catalog.product(product) }
            await #expect(throws: Problem.self) {
                try await clients.catalog.withdrawStock(
                    order: "order-1", lines: [QuoteLine(sku: unknown, quantity: two)])
            }
            await #expect(throws: Problem.self) { try await clients.orders.add(unknown, two, to: Token.random()) }
            await #expect(throws: Problem.self) {
                try await clients.orders.order("UP-2222-2222", secret: Token.random())
            }
        }
    }
}
