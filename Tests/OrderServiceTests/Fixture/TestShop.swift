import CatalogAPI
import CatalogService
import Chassis
import GRDB
import HTTPTypes
import Hummingbird
import NIOCore
import OrderAPI
import OrderService
import ServiceLifecycle
import TestSupport
import Testing
import Vocabulary
import Wire

/// The real catalog-service on a port and order-service, each over a file of its own, with events between them.
struct TestShop: Sendable {
    let folder: ScratchFolder
    let log = LogCapture()
    let engine: MemoryEngine
    let catalog: RouterClient
    let chassis: Chassis
    let orders: RouterClient
    /// The services' files, for what happens to disks.
    let stockFile: any DatabaseWriter
    let orderFile: any DatabaseWriter
    private let catalogWork: [any Service]
    private let orderWork: [any Service]

    /// - Parameters:
    ///   - pace: of the saga; shipping takes long enough to be seen.
    ///   - catalogHears: false for a catalog-service that answers REST, but hears no events until
    ///     ``whileCatalogHears(_:)``.
    ///   - leveling: who goes first in order-service.
    ///   - ordersWork: false for an order-service that only answers, and leaves the work to ``served(_:)``.
    static func run(
        _ catalogue: TestCatalogue = TestCatalogue((3_490, 6), (12_900, 3), (500, 200)), pace: SagaPace = .test,
        catalogHears: Bool = true, ordersWork: Bool = true, leveling: LoadLeveling? = nil,
        _ body: @escaping @Sendable (TestShop) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        let engine = MemoryEngine()
        let chassis = Chassis.test("catalog-service", in: folder)
        let stockFile = try Storage.open(folder.path + "/catalog.sqlite")
        let service = try await CatalogService.buildApplication(
            chassis, database: stockFile, seed: nil, engine: engine)
        let catalog = RouterClient(service, on: chassis)
        try await Self.bring(catalogue, to: catalog)
        let catalogWork = service.services
        let front = Chassis.test("catalog-front", in: folder)
        try await RunningServer.run(Self.passing(to: catalog, on: front), on: front) { address in
            let shop = try await TestShop(folder, engine, stockFile, catalogWork, catalog, address, pace, leveling)
            try await BackgroundWork.run((ordersWork ? shop.orderWork : []) + (catalogHears ? catalogWork : [])) {
                try await body(shop)
            }
        }
    }

    private init(
        _ folder: ScratchFolder, _ engine: MemoryEngine, _ stockFile: any DatabaseWriter, _ catalogWork: [any Service],
        _ catalog: RouterClient, _ address: Address, _ pace: SagaPace, _ leveling: LoadLeveling?
    ) async throws {
        self.folder = folder
        self.engine = engine
        self.stockFile = stockFile
        self.catalogWork = catalogWork
        self.catalog = catalog
        chassis = Chassis.test(
            "order-service", in: folder, discovery: FixedDiscovery([CatalogClient.serviceName: [address]]), log: log)
        orderFile = try Storage.open(chassis.dataPath("order-service.sqlite"))
        let service = try await OrderService.buildApplication(
            chassis, database: orderFile, engine: engine, pace: pace, patience: .seconds(30), leveling: leveling)
        orderWork = service.services
        orders = RouterClient(service, on: chassis)
    }

    /// What order-service asks by REST.
    private static func passing(to catalog: RouterClient, on chassis: Chassis) -> ShopApplication {
        let router = chassis.router()
        for method: HTTPRequest.Method in [.get, .post] {
            router.on("**", method: method) { request, _ in
                let answer = try await catalog.send(
                    WireRequest(
                        method: method, target: request.uri.string, headers: request.headers,
                        body: try await request.bytes(limit: 1 << 20)))
                return Response(
                    status: answer.status, headers: answer.headers, body: ResponseBody(byteBuffer: answer.body))
            }
        }
        return ShopApplication(router: router)
    }

    /// Serves another order-service over the same file on a port.
    func served(pace: SagaPace = .test, _ body: @escaping @Sendable (Address) async throws -> Void) async throws {
        let service = try await OrderService.buildApplication(
            chassis, database: Storage.open(chassis.dataPath("order-service.sqlite")), engine: engine, pace: pace,
            patience: .seconds(30))
        try await RunningServer.run(service, on: chassis, lifecycle: chassis.lifecycle, body)
    }

    func whileCatalogHears(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await BackgroundWork.run(catalogWork, body)
    }

    // MARK: The catalogue

    func bring(_ catalogue: TestCatalogue) async throws { try await Self.bring(catalogue, to: catalog) }

    private static func bring(_ catalogue: TestCatalogue, to catalog: RouterClient) async throws {
        let answer = try await catalog.send(.post, "/catalogue/import", json: catalogue.document)
        try #require(answer.status == .ok, "\(answer.text)")
    }

    func stock(of index: Int = 0) async throws -> Int {
        let answer = try await catalog.get("/products/\(TestCatalogue.product(index))")
        return try #require(try answer.decode(Product.self).variants.first).stock
    }

    // MARK: Carts

    func add(_ index: Int = 0, _ quantity: Int = 1, to cart: String) async throws {
        let answer = try await orders.send(
            .post, "/carts/\(cart)/lines", json: #"{"sku": "\#(TestCatalogue.sku(index))", "quantity": \#(quantity)}"#)
        try #require(answer.status == .ok, "\(answer.text)")
    }

    /// A new cart with pieces of one article.
    func cart(_ index: Int = 0, _ quantity: Int = 1) async throws -> String {
        let cart = Token.random()
        try await add(index, quantity, to: cart)
        return cart
    }

    func cart(_ id: String) async throws -> Cart { try await orders.get("/carts/\(id)").decode() }

    func count(_ cart: String) async throws -> Int {
        try await orders.get("/carts/\(cart)/count").decode(CartCount.self).count
    }

    // MARK: Orders

    /// - Parameter deadline: how long the shopper waits, in milliseconds.
    func place(
        _ request: OrderRequest, key: String = Token.random(), deadline: Int? = nil, prefer: String? = nil
    ) async throws -> WireResponse {
        var headers: HTTPFields = [.contentType: "application/json", .idempotencyKey: key]
        headers[.shopDeadline] = deadline.map(String.init)
        headers[.prefer] = prefer
        return try await orders.send(
            WireRequest(method: .post, target: "/orders", headers: headers, body: StrictJSON.encode(request)))
    }

    func order(_ order: Order) async throws -> Order {
        try await orders.get("/orders/\(order.number)?secret=\(order.secret)").decode()
    }

    /// The order as soon as it is in one of these states.
    @discardableResult
    func order(_ order: Order, becomes states: Order.State...) async throws -> Order {
        var current = order
        try await eventually {
            current = try await self.order(order)
            return states.contains(current.state)
        }
        return current
    }

    func cancel(_ order: Order) async throws -> WireResponse {
        try await orders.send(.post, "/orders/\(order.number)/cancel?secret=\(order.secret)", json: "")
    }
}

extension SagaPace {
    /// Nothing waits for a start, and parcels lie for an hour.
    static var test: SagaPace {
        var pace = SagaPace()
        pace.grace = .zero
        pace.collection = .seconds(3_600)
        return pace
    }
}

extension OrderRequest {
    static func sample(_ cart: String) -> OrderRequest {
        OrderRequest(
            cart: cart, email: "ada@example.org", name: "Ada Lovelace",
            fulfilment: .delivery(PostalAddress(street: "Windgasse 7", postalCode: "20095", city: "Hamburg")),
            paymentToken: TestCard.accepted.rawValue)
    }

    static func sample(_ cart: String, _ card: TestCard) -> OrderRequest {
        var request = sample(cart)
        request.paymentToken = card.rawValue
        return request
    }
}

extension WireResponse {
    var problem: Problem { get throws { try decode() } }

    /// The fields that a problem names.
    var fields: [String] { get throws { try problem.errors?.map(\.field) ?? [] } }
}

/// Comes back as soon as `isTrue`; fails after a minute.
func eventually(_ isTrue: () async throws -> Bool) async throws {
    let deadline = Deadline.after(.seconds(60))
    while try await !isTrue() {
        try #require(!deadline.hasPassed, "it never came true")
        try await Task.sleep(for: .milliseconds(5))
    }
}
