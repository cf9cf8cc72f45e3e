import Chassis
import Hummingbird
import OrderAPI
import Vocabulary
import Wire

/// `/orders`: placing one, and looking at one, following it and cancelling it with its secret.
struct OrderRoutes: Sendable {
    let orders: OrderStore
    let placement: OrderPlacement
    let stream: OrderStream

    func add(to router: Router<ShopContext>) {
        router.post("/orders") { request, _ in
            let key = try IdempotencyKey(of: request)
            let patience = Preference.wait(request.headers[.prefer])
            return try await place(try await request.json(OrderRequest.self), key, patience)
        }
        router.get("/orders/{number}") { request, context in
            try Self.answer(try await order(request, context))
        }
        router.get("/orders/{number}/events") { request, context in
            let order = try await order(request, context)
            guard let number = OrderNumber(order.number) else { throw Self.unknown }
            return stream.response(number)
        }
        router.post("/orders/{number}/cancel") { request, context in
            let order = try await order(request, context)
            guard let number = OrderNumber(order.number) else { throw Self.unknown }
            let (after, isCancelled) = try await orders.cancel(number)
            guard isCancelled else { throw Problem.tooLate(order) }
            return try Self.answer(after ?? order)
        }
    }

    private static let unknown = Problem.notFound("There is no such order, or the secret is not its own.")

    private static func answer(_ order: Order) throws -> Response {
        try .json(order, headers: [.cacheControl: "no-store"])
    }

    private func place(
        _ request: OrderRequest, _ key: IdempotencyKey, _ patience: Duration
    ) async throws -> Response {
        do {
            var placed = try await placement.place(request, key: key)
            placed.order = await stream.settled(placed.order, within: patience)
            return try .json(
                placed.order, status: placed.isNew ? .created : .ok,
                headers: [.cacheControl: "no-store", .location: "/orders/\(placed.order.number)"])
        } catch let error as PlacementError {
            throw Problem(error)
        }
    }

    /// The order that the path and the secret name. It takes as long for a wrong secret as for a wrong number.
    /// - Throws: ``Problem`` 404.
    private func order(_ request: Request, _ context: ShopContext) async throws -> Order {
        let number = context.parameters.get("number").flatMap(OrderNumber.init)
        let order: Order? = if let number { try await orders.order(number) } else { nil }
        let secret = request.uri.queryParameters.get("secret") ?? ""
        let isRight = ConstantTime.areEqual(secret, order?.secret ?? Token.random())
        guard isRight, let order else { throw Self.unknown }
        return order
    }
}

extension Problem {
    fileprivate static func tooLate(_ order: Order) -> Problem {
        Problem(
            .conflict, type: OrderProblem.tooLate, title: "Too late",
            detail: "The order is \(order.state) already; it cannot be cancelled any more.")
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
