import FragmentRendering
import Hummingbird
import OrderAPI
import Wire

/// `POST /checkout/place-order`: orders the cart, or sends the visitor back to where things can be put right.
struct PlaceOrderAction: Sendable {
    let orders: OrderClient

    static let cookies = [CartCookie.name, CheckoutKey.cookie]

    @Sendable func act(_ request: ActionRequest) async throws -> Response {
        guard let id = CartCookie.cart(in: request.cookies) else { return .seeOther(CheckoutPath.cart) }
        let form = CheckoutForm(request.form)
        do {
            let cart = try await orders.cart(id)
            if let obstacle = cart.obstacle { return .seeOther(CartPlace.notice(obstacle).path) }
            guard Self.isWhatWasShown(cart, form, request) else { return try again(form, trouble: .cartChanged) }
            let order = try await orders.place(form.request(for: id), key: form.key, waiting: Self.patience)
            return try answer(to: order, form)
        } catch let problem as Problem {
            return try answer(to: problem, form)
        } catch is WireError {
            return try again(form, trouble: .unreachable)
        }
    }

    /// The form's key tells what its page showed. An empty cart may have been ordered under that key already: then the
    /// same order is answered again.
    private static func isWhatWasShown(_ cart: Cart, _ form: CheckoutForm, _ request: ActionRequest) -> Bool {
        cart.lines.isEmpty || form.key == CheckoutKey.key(of: cart, cookies: request.cookies)
    }

    /// Nearly every order is decided within some hundredths of a second: then its buyer sees at once what became of it.
    /// The page of a later one follows it.
    private static let patience = 1

    /// What was rejected already needs its buyer to do something: where that can be done.
    private func answer(to order: Order, _ form: CheckoutForm) throws -> Response {
        switch order.rejection {
        case .paymentDeclined: try again(form, mistakes: [.payment: .declined], cookies: [CheckoutKey.fresh()])
        case .outOfStock: .seeOther(CartPlace.notice(.outOfStock).path, cookies: [CheckoutKey.fresh()])
        case .cancelled, .timedOut, nil: thanks(for: order)
        }
    }

    private func thanks(for order: Order) -> Response {
        var query = QueryWriter()
        query.add("order", order.number)
        query.add("secret", order.secret)
        return .seeOther(query.target(CheckoutPath.thanks), cookies: [CheckoutFormMemory.removal, CheckoutKey.fresh()])
    }

    private func answer(to problem: Problem, _ form: CheckoutForm) throws -> Response {
        switch problem.type {
        case OrderProblem.priceChanged: return .seeOther(CartPlace.notice(.priceChanged).path)
        case OrderProblem.outOfStock: return .seeOther(CartPlace.notice(.outOfStock).path)
        case OrderProblem.emptyCart: return .seeOther(CheckoutPath.cart)
        case OrderProblem.alreadyOrdered, OrderProblem.keyReused:
            return .seeOther(CartPlace.notice(.alreadyOrdered).path, cookies: [CheckoutKey.fresh()])
        case OrderProblem.paymentDeclined: return try again(form, mistakes: [.payment: .declined])
        case OrderProblem.tooMuchAtOnce: return try again(form, trouble: .busy)
        case OrderProblem.pending: return try again(form, trouble: .pending)
        default: break
        }
        let mistakes = form.mistakes(problem.errors ?? [])
        if problem.status == 422, !mistakes.isEmpty { return try again(form, mistakes: mistakes) }
        if problem.status >= 500 { return try again(form, trouble: .unreachable) }
        if problem.errors?.contains(where: { $0.field == "Idempotency-Key" }) == true {
            return try again(form, trouble: .cartChanged)
        }
        throw problem
    }

    private func again(
        _ form: CheckoutForm, mistakes: [CheckoutField: FieldMistake] = [:], trouble: CheckoutTrouble? = nil,
        cookies: [SetCookie] = []
    ) throws -> Response {
        let memory = CheckoutFormMemory(of: form, mistakes: mistakes, trouble: trouble)
        return .seeOther("\(CheckoutPath.checkout)?retry=1", cookies: [try memory.setting()] + cookies)
    }
}
