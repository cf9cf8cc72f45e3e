import FoundationEssentials
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
    /// - Parameter seconds: how long to wait for the order to be confirmed or rejected (RFC 7240, section 4.3), 0 to 5;
    ///   whatever it is by then is the answer.
    /// - Throws: ``Problem`` of the types in ``OrderProblem``, or 422 with the fields that are wrong.
    package func place(_ request: OrderRequest, key: String, waiting seconds: Int = 0) async throws -> Order {
        var headers: HTTPFields = [.accept: "application/json", .contentType: "application/json"]
        headers[.idempotencyKey] = key
        if seconds > 0 { headers[.prefer] = "wait=\(seconds)" }
        return try await service.value(
            WireRequest(method: .post, target: "/orders", headers: headers, body: StrictJSON.encode(request)))
    }

    /// - Throws: ``Problem`` 404 if there is no such order or the secret is wrong.
    package func order(_ number: String, secret: String) async throws -> Order {
        var query = QueryWriter()
        query.add("secret", secret)
        return try await service.get(query.target("/orders/\(PercentEncoding.encode(number))"))
    }

    /// Follows an order: as it is at once, and again after every change, until the service is replaced; nil now and
    /// then while nothing happens.
    /// - Throws: ``Problem`` 404 if there is no such order or the secret is wrong.
    package func follow(_ number: String, secret: String) async throws -> AsyncThrowingStream<Order?, any Error> {
        var query = QueryWriter()
        query.add("secret", secret)
        let target = query.target("/orders/\(PercentEncoding.encode(number))/events")
        let answer = try await service.stream(
            WireRequest(target: target, headers: [.accept: "text/event-stream"]), within: .seconds(2),
            pause: .seconds(15))
        guard answer.status == .ok else { throw Problem(answer.status) }
        return Self.orders(in: answer.body)
    }

    private static func orders(in body: ResponseBodyStream) -> AsyncThrowingStream<Order?, any Error> {
        let (orders, continuation) = AsyncThrowingStream.makeStream(of: Order?.self)
        let work = Task {
            do {
                var reader = ServerSentReader()
                for try await bytes in body {
                    for part in try reader.read(bytes) { continuation.yield(try order(part)) }
                }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in work.cancel() }
        return orders
    }

    private static func order(_ part: ServerSentPart) throws -> Order? {
        guard case .event(let event) = part, event.name == "order" else { return nil }
        return try JSONDecoder().decode(Order.self, from: Data(event.data.utf8))
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

extension HTTPField.Name {
    /// What a caller would like, e.g. `wait=1` (RFC 7240).
    package static let prefer = HTTPField.Name("prefer") ?? .accept
}
