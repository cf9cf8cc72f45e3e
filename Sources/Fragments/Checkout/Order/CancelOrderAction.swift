import FragmentRendering
import Hummingbird
import OrderAPI
import Wire

/// `POST /checkout/cancel-order`: whoever has an order's secret calls it off, as long as that is possible. The answer
/// leads back to its page, which says what came of it.
struct CancelOrderAction: Sendable {
    let orders: OrderClient

    @Sendable func act(_ request: ActionRequest) async throws -> Response {
        guard let number = request.form["order"], let secret = request.form["secret"] else {
            throw Problem.notFound("There is no such order, or the secret is not its own.")
        }
        let place = OrderPlace(number: number, secret: secret)
        do {
            return .seeOther(OrderPlace(try await orders.cancel(number, secret: secret)).page)
        } catch let problem as Problem where problem.type == OrderProblem.tooLate {
            return .seeOther(place.page(.tooLate))
        } catch let problem as Problem where problem.status >= 500 {
            return .seeOther(place.page(.unavailable))
        } catch is WireError {
            return .seeOther(place.page(.unavailable))
        }
    }
}
