import CatalogAPI
import CatalogService
import Chassis
import HTTPTypes
import NIOCore
import OrderAPI
import OrderService
import TestSupport
import Testing
import Vocabulary
import Wire

/// The real catalog-service on a port, behind a line that can fail, and order-service over a file of its own.
struct TestShop: Sendable {
    let folder: ScratchFolder
    let log = LogCapture()
    let catalog: RouterClient
    let link: FaultyLink
    let chassis: Chassis
    let orders: RouterClient

    static func run(
        _ catalogue: TestCatalogue = TestCatalogue((3_490, 6), (12_900, 3), (500, 200)),
        _ body: @escaping @Sendable (TestShop) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        let catalogChassis = Chassis.test("catalog-service", in: folder)
        let catalog = RouterClient(
            try await CatalogService.buildApplication(
                catalogChassis, database: Storage.open(folder.path + "/catalog.sqlite"), seed: nil),
            on: catalogChassis)
        try await Self.bring(catalogue, to: catalog)
        let link = FaultyLink(to: catalog)
        let linkChassis = Chassis.test("link", in: folder)
        try await RunningServer.run(link.application(on: linkChassis), on: linkChassis) { address in
            defer { link.release() }
            try await body(TestShop(folder: folder, catalog: catalog, link: link, catalogAddress: address))
        }
    }

    private init(folder: ScratchFolder, catalog: RouterClient, link: FaultyLink, catalogAddress: Address) async throws {
        self.folder = folder
        self.catalog = catalog
        self.link = link
        chassis = Chassis.test(
            "order-service", in: folder,
            discovery: FixedDiscovery([CatalogClient.serviceName: [catalogAddress]]), log: log)
        orders = RouterClient(try await Self.application(on: chassis), on: chassis)
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
        _ request: OrderRequest, key: String = Token.random(), deadline: Int? = nil
    ) async throws -> WireResponse {
        var headers: HTTPFields = [.contentType: "application/json", .idempotencyKey: key]
        headers[.shopDeadline] = deadline.map(String.init)
        return try await orders.send(
            WireRequest(method: .post, target: "/orders", headers: headers, body: StrictJSON.encode(request)))
    }

    func order(_ order: Order) async throws -> Order {
        try await orders.get("/orders/\(order.number)?secret=\(order.secret)").decode()
    }

    /// Another order-service over the same file, as after a restart.
    func restarted() async throws -> ShopApplication {
        try await Self.application(on: chassis)
    }

    /// Quick to finish what was left behind, and patient with catalog-service on a busy machine.
    private static func application(on chassis: Chassis) async throws -> ShopApplication {
        var pace = PendingOrders.Pace()
        pace.rest = .milliseconds(20)
        pace.patience = .milliseconds(100)
        return try await OrderService.buildApplication(
            chassis, database: Storage.open(chassis.dataPath("order-service.sqlite")), pace: pace,
            patience: .seconds(30))
    }
}

extension OrderRequest {
    static func sample(_ cart: String) -> OrderRequest {
        OrderRequest(
            cart: cart, email: "ada@example.org", name: "Ada Lovelace",
            fulfilment: .delivery(PostalAddress(street: "Windgasse 7", postalCode: "20095", city: "Hamburg")),
            paymentToken: TestCard.accepted.rawValue)
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
