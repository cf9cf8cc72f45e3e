import HTTPTypes
import Vocabulary
import Wire

/// Asks order-service. Every method throws the service's ``Problem`` or a ``WireError``.
package struct OrderClient: Sendable {
    private let service: ServiceClient

    package static let serviceName = "order-service"

    package init(_ service: ServiceClient) {
        self.service = service
    }

    /// An unknown cart is an empty one.
    package func cart(_ id: String) async throws -> Cart {
        try await service.get("/carts/\(PercentEncoding.encode(id))")
    }

    package func count(_ id: String) async throws -> CartCount {
        try await service.get("/carts/\(PercentEncoding.encode(id))/count")
    }

    /// Adds pieces; makes the cart if there is none.
    /// - Throws: ``Problem`` 422 for an unknown article or too many pieces.
    package func add(_ sku: SKU, _ quantity: Quantity, to cart: String) async throws -> CartCount {
        try await service.send(
            .post, "/carts/\(PercentEncoding.encode(cart))/lines", body: CartChange(sku: sku, quantity: quantity))
    }

    /// Sets how many, and accepts today's price.
    package func set(_ sku: SKU, _ quantity: Quantity, in cart: String) async throws -> CartCount {
        try await service.send(
            .put, "/carts/\(PercentEncoding.encode(cart))/lines/\(sku)", body: CartChange(quantity: quantity))
    }

    /// Removing what is not there is no error.
    package func remove(_ sku: SKU, from cart: String) async throws -> CartCount {
        try await service.value(
            WireRequest(method: .delete, target: "/carts/\(PercentEncoding.encode(cart))/lines/\(sku)"))
    }

    /// Orders what is in a cart. The same key always gives the same order.
    /// - Throws: ``Problem`` of the types in ``OrderProblem``, or 422 with the fields that are wrong.
    package func place(_ request: OrderRequest, key: String) async throws -> Order {
        try await service.send(.post, "/orders", body: request, idempotencyKey: key)
    }

    /// - Throws: ``Problem`` 404 if there is no such order or the secret is wrong.
    package func order(_ number: String, secret: String) async throws -> Order {
        var query = QueryWriter()
        query.add("secret", secret)
        return try await service.get(query.target("/orders/\(PercentEncoding.encode(number))"))
    }

    /// Calls an order off.
    /// - Throws: ``Problem`` 409 of type ``OrderProblem/tooLate`` once it is confirmed; 404 if there is no such
    ///   order or the secret is wrong.
    package func cancel(_ number: String, secret: String) async throws -> Order {
        var query = QueryWriter()
        query.add("secret", secret)
        return try await service.value(
            WireRequest(method: .post, target: query.target("/orders/\(PercentEncoding.encode(number))/cancel")))
    }
}
