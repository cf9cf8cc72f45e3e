import FragmentRendering
import OrderAPI
import Wire

/// `GET /checkout/order/{order}/events`: says when an order's page would say something else, with the words to say
/// aloud. `known`, or the last event that a browser has, is how far it knows the order already.
struct OrderFollowing: Sendable {
    let orders: OrderClient

    @Sendable func follow(_ request: StreamRequest) async throws -> AsyncStream<ServerSentPart>? {
        guard let number = request.parameter("order"), let secret = request.query["secret"],
            let order = try await orders.known(number, secret: secret)
        else { throw Problem.notFound("There is no such order, or the secret is not its own.") }
        let known = (request.lastEventID ?? request.query["known"]).flatMap { Int($0) } ?? 0
        guard !(order.isOver && order.version <= known) else { return nil }
        return Self.parts(of: try await orders.follow(number, secret: secret), after: known)
    }

    private static func parts(
        of orders: AsyncThrowingStream<Order?, any Error>, after version: Int
    ) -> AsyncStream<ServerSentPart> {
        let (parts, continuation) = AsyncStream.makeStream(of: ServerSentPart.self)
        let work = Task {
            var known = version
            do {
                for try await order in orders {
                    guard let order, order.version > known else {
                        continuation.yield(.signOfLife)
                        continue
                    }
                    known = order.version
                    continuation.yield(.event(event(of: order)))
                    if order.isOver { break }
                }
            } catch {
                // However it ends, the browser comes back.
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in work.cancel() }
        return parts
    }

    private static func event(of order: Order) -> ServerSentEvent {
        let words = OrderWords(order)
        return ServerSentEvent(
            id: String(order.version), name: order.isOver ? "over" : "order", data: "\(words.heading). \(words.state)")
    }
}
