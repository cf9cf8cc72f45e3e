import CatalogAPI
import OrderAPI
import Vocabulary

extension Cart {
    /// What is in a cart, with what catalog-service says about it. Lines that `quote` does not price are left out.
    package init(_ id: CartID, lines: [CartLine], quoted quote: Quote) {
        let prices = Dictionary(quote.lines.map { ($0.sku, $0) }) { first, _ in first }
        let shown = lines.compactMap { line in prices[line.sku].map { Cart.Line(line, priced: $0) } }
        let subtotal = shown.reduce(Money(minorUnits: 0, currency: quote.subtotal.currency)) { $0 + $1.lineTotal }
        self.init(
            id: id.text, lines: shown, count: shown.reduce(0) { $0 + $1.quantity.count },
            totals: Pricing.totals(of: subtotal, shipping: .delivery),
            pickupTotals: Pricing.totals(of: subtotal, shipping: .pickup))
    }
}

extension Cart.Line {
    fileprivate init(_ line: CartLine, priced: Quote.Line) {
        self.init(
            sku: line.sku, product: priced.product, name: priced.name, colourway: priced.colourway, size: priced.size,
            picture: priced.picture, quantity: line.quantity, unitPrice: priced.unitPrice,
            lineTotal: priced.unitPrice * line.quantity.count, stock: priced.stock,
            formerPrice: line.agreedPrice == priced.unitPrice ? nil : line.agreedPrice)
    }
}

extension Quote {
    /// The answer to no question.
    static let empty = Quote(lines: [], unknown: [], subtotal: .euro(0))
}
