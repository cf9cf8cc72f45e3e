import OrderAPI
import Vocabulary

/// What `empty-cart.mustache` shows.
struct EmptyCartView {
    let scene: String?
    let message: CartMessage?
    let announcement: String?

    init(scene: String?, event: CartEvent?) {
        self.scene = scene
        message = CartMessage(event)
        announcement = event.map { "\($0.text) The cart is empty." }
    }
}

/// What `cart.mustache` shows.
struct CartView {
    let items: String
    let lines: [CartLineView]
    let skus: String
    let totals: TotalsView
    /// Nil where picking up is not cheaper.
    let pickupTotal: String?
    let untilFreeDelivery: String?
    /// What must be done before it can be ordered.
    let obstacle: String?
    let message: CartMessage?
    let announcement: String?

    init(_ cart: Cart, event: CartEvent?) {
        items = ArticleText.items(cart.count)
        lines = cart.lines.map(CartLineView.init)
        skus = cart.lines.map(\.sku.text).joined(separator: ",")
        totals = TotalsView(cart.totals, way: "Delivery")
        pickupTotal = cart.pickupTotals.total == cart.totals.total ? nil : cart.pickupTotals.total.description
        untilFreeDelivery = cart.totals.untilFreeShipping?.description
        obstacle = Self.obstacle(in: cart)
        let applies = Self.applies(event, to: cart)
        message = applies ? CartMessage(event) : nil
        announcement = applies ? event.map { "\($0.text) \(ArticleText.items(cart.count)) in the cart." } : nil
    }

    private static func obstacle(in cart: Cart) -> String? {
        let needs = cart.lines.compactMap { line -> String? in
            if line.stock == 0 { return "remove \(line.name), which is sold out" }
            if line.isShort { return "lower \(line.name) to \(line.stock)" }
            return line.formerPrice == nil ? nil : "accept the new price of \(line.name)"
        }
        return needs.isEmpty ? nil : "Before you go on, please \(needs.joined(separator: ", and "))."
    }

    /// A notice about prices or stock is old once no line shows any such thing.
    private static func applies(_ event: CartEvent?, to cart: Cart) -> Bool {
        switch event {
        case .refused(.priceChanged): cart.lines.contains { $0.formerPrice != nil }
        case .refused(.outOfStock): cart.lines.contains(where: \.isShort)
        default: true
        }
    }
}

/// One line of a cart.
struct CartLineView {
    struct NewPrice {
        let former: String
        let now: String
    }

    /// Less is there than is wanted; `stock` is nil when nothing is.
    struct Shortage {
        let text: String
        let stock: Int?
    }

    let sku: String
    let href: String
    let name: String
    let variant: String
    let picture: String
    let unitPrice: String
    let lineTotal: String
    let quantity: Int
    let fewer: Int
    let more: Int
    let isFewest: Bool
    let isMost: Bool
    let newPrice: NewPrice?
    let shortage: Shortage?
    let lowStock: String?

    init(_ line: Cart.Line) {
        sku = line.sku.text
        href = "/product/\(line.product)?sku=\(line.sku)"
        name = line.name
        variant = ArticleText.variant(colourway: line.colourway, size: line.size)
        picture = line.picture
        unitPrice = line.unitPrice.description
        lineTotal = line.lineTotal.description
        quantity = line.quantity.count
        fewer = max(Quantity.range.lowerBound, line.quantity.count - 1)
        more = min(Quantity.range.upperBound, line.quantity.count + 1)
        isFewest = line.quantity.count == Quantity.range.lowerBound
        isMost = line.quantity.count == Quantity.range.upperBound
        newPrice = line.formerPrice.map { NewPrice(former: $0.description, now: line.unitPrice.description) }
        let words = StockWords(line.stock)
        shortage = line.isShort ? Shortage(text: words.text, stock: line.stock > 0 ? line.stock : nil) : nil
        lowStock = !line.isShort && words.level == "low" ? words.text : nil
    }
}

extension Cart.Line {
    /// Less is in stock than is wanted.
    var isShort: Bool { stock < quantity.count }
}

/// What a cart or an order costs, as written.
struct TotalsView {
    /// `Delivery` or `Pick-up`.
    let way: String
    let subtotal: String
    let shipping: String
    let tax: String
    let total: String

    init(_ totals: Totals, way: String) {
        self.way = way
        subtotal = totals.subtotal.description
        shipping = totals.shipping.minorUnits == 0 ? "free" : totals.shipping.description
        tax = totals.tax.description
        total = totals.total.description
    }
}
