import CatalogAPI
import Chassis
import FragmentContract
import FragmentRendering
import OrderAPI

/// checkout-fragments: team Checkout's way from the add-to-cart button to the thank-you page.
package func buildApplication(_ chassis: Chassis) async throws -> ShopApplication {
    try buildServer(chassis).application()
}

func buildServer(_ chassis: Chassis) throws -> FragmentServer {
    let catalog = CatalogClient(chassis.client(of: CatalogClient.serviceName))
    let orders = OrderClient(chassis.client(of: OrderClient.serviceName))
    var server = try FragmentServer(chassis, team: "checkout", templates: "Sources/Fragments/Checkout/Templates")
    try addCart(to: &server, catalog: catalog, orders: orders)
    try addOrdering(to: &server, catalog: catalog, orders: orders)
    return server
}

private func addCart(to server: inout FragmentServer, catalog: CatalogClient, orders: OrderClient) throws {
    let templates = server.templates
    let addToCart = AddToCartFragment(catalog: catalog, template: try templates.template("add-to-cart"))
    let miniCart = MiniCartFragment(orders: orders, template: try templates.template("mini-cart"))
    let cart = CartFragment(
        catalog: catalog, orders: orders, full: try templates.template("cart"),
        empty: try templates.template("empty-cart"))
    server.fragment(AddToCartFragment.declaration, render: addToCart.render)
    server.fragment(MiniCartFragment.declaration, render: miniCart.render)
    server.fragment(CartFragment.declaration, render: cart.render)
    server.page(.init(route: CheckoutPath.added, layout: "bare", primary: "checkout.add-to-cart", title: "Added"))
    server.page(.init(route: CheckoutPath.miniCart, layout: "bare", primary: "checkout.mini-cart", title: "Cart"))
    server.page(.init(route: CheckoutPath.cart, layout: "shop", primary: "checkout.cart", title: "Your cart"))
    let actions = CartActions(orders: orders)
    server.action(.init(route: CheckoutPath.add, cookies: CartActions.cookies), act: actions.add)
    server.action(.init(route: CheckoutPath.setQuantity, cookies: CartActions.cookies), act: actions.setQuantity)
    server.action(.init(route: CheckoutPath.remove, cookies: CartActions.cookies), act: actions.remove)
}

private func addOrdering(to server: inout FragmentServer, catalog: CatalogClient, orders: OrderClient) throws {
    let templates = server.templates
    let checkout = CheckoutFragment(orders: orders, template: try templates.template("checkout"))
    let thanks = OrderFragment(catalog: catalog, orders: orders, template: try templates.template("thanks"))
    server.fragment(CheckoutFragment.declaration, render: checkout.render)
    server.fragment(OrderFragment.declaration, render: thanks.render)
    server.page(
        .init(route: CheckoutPath.checkout, layout: "checkout", primary: "checkout.checkout", title: "Checkout"))
    server.page(.init(route: CheckoutPath.thanks, layout: "checkout", primary: "checkout.thanks", title: "Thank you"))
    server.page(.init(route: CheckoutPath.order, layout: "checkout", primary: "checkout.thanks", title: "Your order"))
    server.page(.init(route: CheckoutPath.orderNow, layout: "bare", primary: "checkout.thanks", title: "Your order"))
    server.stream(.init(route: CheckoutPath.orderEvents), follow: OrderFollowing(orders: orders).follow)
    server.action(.init(route: CheckoutPath.cancelOrder), act: CancelOrderAction(orders: orders).act)
    let placeOrder = PlaceOrderAction(orders: orders)
    server.action(.init(route: CheckoutPath.placeOrder, cookies: PlaceOrderAction.cookies), act: placeOrder.act)
}

/// Where team Checkout's pages and actions are.
enum CheckoutPath {
    static let added = "/checkout/added"
    static let miniCart = "/checkout/mini-cart"
    static let cart = "/checkout/cart"
    static let checkout = "/checkout/checkout"
    static let thanks = "/checkout/thanks"
    static let order = "/checkout/order/{order}"
    static let orderNow = "/checkout/order/{order}/now"
    static let orderEvents = "/checkout/order/{order}/events"
    static let cancelOrder = "/checkout/cancel-order"
    static let add = "/checkout/cart/add"
    static let setQuantity = "/checkout/cart/quantity"
    static let remove = "/checkout/cart/remove"
    static let placeOrder = "/checkout/place-order"
}
