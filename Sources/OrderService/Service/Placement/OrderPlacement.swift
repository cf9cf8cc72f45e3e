import CatalogAPI
import Chassis
import OrderAPI
import Vocabulary
import Wire

/// Turns a cart into an order, once for each idempotency key, however often and by however many it is asked.
package struct OrderPlacement: Sendable {
    package struct Placed: Sendable {
        package var order: Order
        /// False when the order was there already.
        package var isNew: Bool
    }

    private let orders: OrderStore
    private let desk: PriceDesk
    private let leveling: LoadLeveling

    init(orders: OrderStore, desk: PriceDesk, leveling: LoadLeveling) {
        self.orders = orders
        self.desk = desk
        self.leveling = leveling
    }

    /// - Throws: ``PlacementError``; ``WireError`` or ``Problem`` if catalog-service gives no quote; ``Problem`` (503)
    ///   if more is ordered than can be followed up in time.
    package func place(_ request: OrderRequest, key: IdempotencyKey) async throws -> Placed {
        try await leveling.answer { try await decide(request, key) }
    }

    private func decide(_ request: OrderRequest, _ key: IdempotencyKey) async throws -> Placed {
        var check = try OrderCheck(request)
        var moment = OrderStore.Moment()
        if let details = check.details { moment = try await orders.moment(key, details.cart) }
        if let details = check.details, let earlier = moment.earlier { return try replay(earlier, of: details) }
        try await leveling.admit()
        let cart = moment.lines
        // Nobody but the buyer waits for the prices in vain if something is wrong with the store.
        async let prices = self.prices(of: cart)
        if case .pickup(let store) = request.fulfilment, check.isSound("fulfilment.pickup.store") {
            try await lookUp(store.trimmed, &check)
        }
        guard let details = check.details, check.mistakes.isEmpty else {
            throw PlacementError.invalid(check.mistakes)
        }
        if let placed = try await attempt(details, key, cart, try await prices) { return placed }
        for _ in 2...5 {
            let moment = try await orders.moment(key, details.cart)
            if let earlier = moment.earlier { return try replay(earlier, of: details) }
            let prices = try await self.prices(of: moment.lines)
            if let placed = try await attempt(details, key, moment.lines, prices) { return placed }
        }
        throw PlacementError.cartUnsteady
    }

    private func prices(of cart: [CartLine]) async throws -> PriceDesk.Prices {
        cart.isEmpty ? [:] : try await desk.prices(of: cart.map(\.asked))
    }

    /// Nil if the cart changed meanwhile.
    private func attempt(
        _ details: OrderDetails, _ key: IdempotencyKey, _ cart: [CartLine], _ prices: PriceDesk.Prices
    ) async throws -> Placed? {
        guard !cart.isEmpty else { throw PlacementError.emptyCart }
        let priced = try PricedCart(cart, at: prices)
        let draft = OrderDraft(
            key: key, details: details, cartLines: cart, lines: priced.lines,
            totals: Pricing.totals(of: priced.subtotal, shipping: details.fulfilment.shipping))
        switch try await orders.open(draft, trace: RequestScope.current?.trace) {
        case .opened(let order): return Placed(order: order, isNew: true)
        case .earlier(let earlier): return try replay(earlier, of: details)
        case .cartChanged: return nil
        }
    }

    private func replay(_ earlier: KeyedOrder, of details: OrderDetails) throws -> Placed {
        guard earlier.fingerprint == details.fingerprint else { throw PlacementError.keyReused }
        return Placed(order: earlier.order, isNew: false)
    }

    /// Notes a mistake if there is no such store. If catalog-service cannot say so while other fields are wrong anyway,
    /// those go out alone.
    private func lookUp(_ store: String, _ check: inout OrderCheck) async throws {
        do {
            guard try await desk.hasStore(store) else {
                return check.note("fulfilment.pickup.store", "must be \(TextRule.store.shape)")
            }
        } catch  where !check.mistakes.isEmpty {}
    }
}
