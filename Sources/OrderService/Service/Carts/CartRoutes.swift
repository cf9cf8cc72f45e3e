import Chassis
import Hummingbird
import OrderAPI
import Vocabulary
import Wire

/// `/carts/{cart}` and what is below it.
struct CartRoutes: Sendable {
    let carts: Carts

    func add(to router: Router<ShopContext>) {
        router.get("/carts/{cart}") { _, context in
            try answer(try await carts.cart(try cart(context)))
        }
        router.get("/carts/{cart}/count") { _, context in
            try answer(try await carts.count(try cart(context)))
        }
        router.post("/carts/{cart}/lines") { request, context in
            let cart = try cart(context)
            let change = try await request.json(CartChange.self)
            guard let sku = change.sku else { throw Problem.invalid("sku", "is missing") }
            return try await changed { try await carts.add(sku, change.quantity, to: cart) }
        }
        router.put("/carts/{cart}/lines/{sku}") { request, context in
            let (cart, sku) = (try cart(context), try sku(context))
            let change = try await request.json(CartChange.self)
            guard change.sku == nil else { throw Problem.invalid("sku", "belongs in the path only") }
            return try await changed { try await carts.set(sku, change.quantity, in: cart) }
        }
        router.delete("/carts/{cart}/lines/{sku}") { _, context in
            let (cart, sku) = (try cart(context), try sku(context))
            return try await changed { try await carts.remove(sku, from: cart) }
        }
    }

    private func changed(_ change: () async throws -> CartCount) async throws -> Response {
        do {
            return try answer(try await change())
        } catch let error as CartError {
            throw Problem(error)
        }
    }

    /// Carts are one shopper's: no shared cache may keep them.
    private func answer(_ value: some Encodable) throws -> Response {
        try .json(value, headers: [.cacheControl: "private, no-cache"])
    }

    private func cart(_ context: ShopContext) throws -> CartID { try context.identifier("cart") }

    private func sku(_ context: ShopContext) throws -> SKU { try context.identifier("sku") }
}

extension ShopContext {
    /// An identifier out of the path.
    /// - Throws: ``Problem`` 422 that names it.
    func identifier<ID: Identifier>(_ name: String) throws -> ID {
        guard let text = parameters.get(name), let value = ID(text) else {
            throw Problem.invalid(name, "must be \(ID.shape)")
        }
        return value
    }
}
