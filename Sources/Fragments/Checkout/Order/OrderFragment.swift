import CatalogAPI
import FragmentContract
import FragmentRendering
import OrderAPI
import Wire

/// `checkout.thanks`: an order to whoever has its secret link, as far as it has come at this moment. Its script follows
/// ``OrderFollowing`` and asks for it again whenever that says something.
struct OrderFragment: Sendable {
    let catalog: CatalogClient
    let orders: OrderClient
    let template: Template

    static let declaration = FragmentDeclaration(
        name: "checkout.thanks",
        path: "/fragments/thanks",
        inputs: [
            InputDeclaration("order", .text), InputDeclaration("secret", .text), InputDeclaration("notice", .slug),
        ],
        visibility: .personal,
        presence: .required,
        budget: .init(milliseconds: 250, bytes: 128 << 10),
        emits: ["checkout:order-changed"],
        hears: ["checkout:order-changed"],
        headingLevel: 1,
        assets: ["checkout.css", "checkout.js"])

    @Sendable func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        guard let number = request["order"], let secret = request["secret"],
            let order = try await orders.known(number, secret: secret)
        else { return .notFound }
        let notice = request["notice"].flatMap(OrderNotice.init)
        let view = OrderView(order, store: await store(of: order), notice: notice)
        return FragmentAnswer(template.render(view), freshness: .personal, title: "\(view.heading) \(order.number)")
    }

    /// Where it can be picked up; without catalog-service the page does without the address.
    private func store(of order: Order) async -> Store? {
        guard case .pickup(let id) = order.fulfilment else { return nil }
        return try? await catalog.stores().stores.first { $0.id == id }
    }
}

extension OrderClient {
    /// Nil if there is none or the secret is wrong; a stranger cannot tell which.
    func known(_ number: String, secret: String) async throws -> Order? {
        do {
            return try await order(number, secret: secret)
        } catch let problem as Problem where problem.status == 404 {
            return nil
        }
    }
}
