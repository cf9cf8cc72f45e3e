import FragmentRendering
import HTTPTypes
import Hummingbird
import OrderAPI
import Vocabulary
import Wire

/// The forms that change a cart. Whatever comes of it, the answer sends the browser to a page that says so.
struct CartActions: Sendable {
    let orders: OrderClient

    static let cookies = [CartCookie.name, CheckoutKey.cookie]

    /// `POST /checkout/cart/add`: `sku`, `quantity`, and `return`, an own path to go to instead of the cart. A script
    /// that stays on its page is sent to the add-to-cart fragment alone.
    @Sendable func add(_ request: ActionRequest) async throws -> Response {
        let sku = try request.sku()
        let cart = CartCookie.cart(in: request.cookies) ?? Token.random()
        var cookies = [CartCookie.setting(cart)]
        var outcome = AddOutcome.failed(.badQuantity)
        if let quantity = request.quantity("quantity", default: 1) {
            outcome = try await attempt {
                let count = try await orders.add(sku, quantity, to: cart).count
                if count == quantity.count || request.cookies[CheckoutKey.cookie] == nil {
                    cookies.append(CheckoutKey.fresh())
                }
                return .added(quantity.count)
            } refused: {
                .failed($0)
            }
        }
        return .seeOther(request.place(after: outcome, of: sku), cookies: cookies)
    }

    /// `POST /checkout/cart/quantity`: `sku` and `quantity`, or `set`, which the step buttons send; `accept` says that
    /// it was about the price.
    @Sendable func setQuantity(_ request: ActionRequest) async throws -> Response {
        let sku = try request.sku()
        guard let cart = CartCookie.cart(in: request.cookies) else { return .seeOther(CheckoutPath.cart) }
        guard let quantity = request.quantity(request.form["set"] == nil ? "quantity" : "set") else {
            return .seeOther(CartPlace.notice(.badQuantity).path)
        }
        let change = request.form["accept"] == nil ? CartChangeWord.changed : .accepted
        return .seeOther(
            try await attempt {
                _ = try await orders.set(sku, quantity, in: cart)
                return CartPlace.after(change, sku, quantity.count)
            } refused: {
                .notice($0)
            }.path)
    }

    /// `POST /checkout/cart/remove`: `sku`, and `quantity` as it was, so that it can be undone.
    @Sendable func remove(_ request: ActionRequest) async throws -> Response {
        let sku = try request.sku()
        guard let cart = CartCookie.cart(in: request.cookies) else { return .seeOther(CheckoutPath.cart) }
        return .seeOther(
            try await attempt {
                _ = try await orders.remove(sku, from: cart)
                return CartPlace.after(.removed, sku, request.quantity("quantity", default: 1)?.count)
            } refused: {
                .notice($0)
            }.path)
    }

    private func attempt<Result>(
        _ change: () async throws -> Result, refused: (CartNotice) -> Result
    ) async throws -> Result {
        do {
            return try await change()
        } catch let problem as Problem where problem.status == 422 {
            return refused(problem.errors?.contains { $0.field == "quantity" } == true ? .badQuantity : .refused)
        } catch let problem as Problem where problem.status >= 500 {
            return refused(.unavailable)
        } catch is WireError {
            return refused(.unavailable)
        }
    }
}

/// The cart's page, saying what happened.
enum CartPlace {
    case after(CartChangeWord, SKU, Int?)
    case notice(CartNotice)

    var path: String {
        var query = QueryWriter()
        switch self {
        case .after(let word, let sku, let quantity):
            query.add("did", word.rawValue)
            query.add("sku", sku.text)
            query.add("quantity", quantity)
        case .notice(let notice):
            query.add("notice", notice.rawValue)
        }
        return query.target(CheckoutPath.cart)
    }
}

extension ActionRequest {
    /// - Throws: ``Problem`` 422: only a form that is not ours lacks it.
    fileprivate func sku() throws -> SKU {
        guard let sku = form["sku"].flatMap(SKU.init) else { throw Problem.invalid("sku", "must be \(SKU.shape)") }
        return sku
    }

    fileprivate func quantity(_ name: String, default missing: Int? = nil) -> Quantity? {
        guard let text = form[name], !text.isEmpty else { return missing.flatMap(Quantity.init) }
        return Int(text).flatMap(Quantity.init)
    }

    fileprivate func place(after outcome: AddOutcome, of sku: SKU) -> String {
        if case .added = outcome, let wanted = form["return"].flatMap(OwnPath.init) { return wanted.text }
        if headers[.secFetchDest] == "empty", form["return"] == nil {
            var query = QueryWriter()
            query.add("sku", sku.text)
            query.add("added", outcome.text)
            return query.target(CheckoutPath.added)
        }
        switch outcome {
        case .added(let count): return CartPlace.after(.added, sku, count).path
        case .failed(let notice): return CartPlace.notice(notice).path
        }
    }
}

extension HTTPField.Name {
    /// What a browser wants an answer for; `empty` when a script asked (W3C Fetch Metadata).
    fileprivate static let secFetchDest = HTTPField.Name("sec-fetch-dest") ?? .accept
}
