import CatalogAPI
import FragmentContract
import FragmentRendering
import OrderAPI
import Wire

/// `checkout.thanks`: an order to whoever has its secret link.
struct ThanksFragment: Sendable {
    let catalog: CatalogClient
    let orders: OrderClient
    let template: Template

    static let declaration = FragmentDeclaration(
        name: "checkout.thanks",
        path: "/fragments/thanks",
        inputs: [InputDeclaration("order", .text), InputDeclaration("secret", .text)],
        visibility: .personal,
        presence: .required,
        budget: .init(milliseconds: 250, bytes: 128 << 10),
        headingLevel: 1,
        assets: ["checkout.css"])

    @Sendable func render(_ request: FragmentRequest) async throws -> FragmentAnswer {
        guard let number = request["order"], let secret = request["secret"], let order = try await order(number, secret)
        else { return .notFound }
        let view = ThanksView(order, store: await store(of: order))
        return FragmentAnswer(template.render(view), freshness: .personal, title: "\(view.heading) \(order.number)")
    }

    /// Nil if there is none or the secret is wrong; a stranger cannot tell which.
    private func order(_ number: String, _ secret: String) async throws -> Order? {
        do {
            return try await orders.order(number, secret: secret)
        } catch let problem as Problem where problem.status == 404 {
            return nil
        }
    }

    /// Where it can be picked up; without catalog-service the page does without the address.
    private func store(of order: Order) async -> Store? {
        guard case .pickup(let id) = order.fulfilment else { return nil }
        return try? await catalog.stores().stores.first { $0.id == id }
    }
}
