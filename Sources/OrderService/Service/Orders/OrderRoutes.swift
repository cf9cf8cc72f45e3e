import Chassis
import Hummingbird
import OrderAPI
import Vocabulary
import Wire

/// `/orders`: placing one, and looking at one with its secret.
struct OrderRoutes: Sendable {
    let orders: OrderStore
    let placement: OrderPlacement

    func add(to router: Router<ShopContext>) {
        router.post("/orders") { request, _ in
            let key = try IdempotencyKey(of: request)
            return try await place(try await request.json(OrderRequest.self), key)
        }
        router.get("/orders/{number}") { request, context -> Response in
            let secret = request.uri.queryParameters.get("secret")
            guard let order = try await order(context.parameters.get("number"), secret) else {
                throw Problem.notFound("There is no such order, or the secret is not its own.")
            }
            return try Response.json(order, headers: [.cacheControl: "no-store"])
        }
    }

    private func place(_ request: OrderRequest, _ key: IdempotencyKey) async throws -> Response {
        do {
            let placed = try await placement.place(request, key: key)
            return try .json(
                placed.order, status: placed.isNew ? .created : .ok,
                headers: [.cacheControl: "no-store", .location: "/orders/\(placed.order.number)"])
        } catch let error as PlacementError {
            throw Problem(error)
        }
    }

    /// The answer takes as long for a wrong secret as for a wrong number.
    private func order(_ number: String?, _ secret: String?) async throws -> Order? {
        let order: Order? =
            if let number = number.flatMap(OrderNumber.init) { try await orders.order(number) } else { nil }
        let isRight = ConstantTime.areEqual(secret ?? "", order?.secret ?? Token.random())
        return isRight ? order : nil
    }
}

extension IdempotencyKey {
    /// - Throws: ``Problem`` 400 if the header is missing or malformed.
    fileprivate init(of request: Request) throws {
        guard let text = request.headers[.idempotencyKey], let key = IdempotencyKey(text) else {
            throw Problem(
                .badRequest, type: "/problems/invalid-input", title: "Invalid input",
                detail: "An order needs a header Idempotency-Key of \(Self.shape).",
                errors: [.init(field: "Idempotency-Key", detail: "must be \(Self.shape)")])
        }
        self = key
    }
}
