import CatalogAPI
import OrderAPI
import Vocabulary
import Wire

/// A cart held against a fresh quote: what it costs, or what stands in the way of ordering it.
struct PricedCart {
    let lines: [Order.Line]
    let subtotal: Money

    /// - Throws: ``PlacementError/outOfStock(_:)`` for what is gone or short, ``PlacementError/priceChanged(_:)`` for
    ///   prices that nobody agreed to; either names the lines by their place in the cart.
    init(_ cart: [CartLine], at prices: PriceDesk.Prices) throws {
        let pairs = cart.map { (line: $0, quoted: prices[$0.sku]) }
        let changed = pairs.enumerated().compactMap { Self.priceChange($1.line, $1.quoted, at: $0) }
        guard changed.isEmpty else { throw PlacementError.priceChanged(changed) }
        let short = pairs.enumerated().compactMap { Self.shortage($1.line, $1.quoted, at: $0) }
        guard short.isEmpty else { throw PlacementError.outOfStock(short) }
        lines = pairs.compactMap { line, quoted in quoted.map { Order.Line(line, $0) } }
        guard let first = lines.first else { throw PlacementError.emptyCart }
        subtotal = lines.dropFirst().reduce(first.lineTotal) { $0 + $1.lineTotal }
    }

    private static func shortage(_ line: CartLine, _ quoted: Quote.Line?, at index: Int) -> Problem.FieldError? {
        guard let quoted else {
            return .init(field: "lines[\(index)].sku", detail: "\(line.sku) is no longer sold")
        }
        guard quoted.stock < line.quantity.count else { return nil }
        let stock = quoted.stock == 0 ? "is sold out" : "is there only \(quoted.stock) times"
        return .init(field: "lines[\(index)].quantity", detail: "\(quoted.name) (\(line.sku)) \(stock)")
    }

    private static func priceChange(_ line: CartLine, _ quoted: Quote.Line?, at index: Int) -> Problem.FieldError? {
        guard let quoted, quoted.unitPrice != line.agreedPrice else { return nil }
        return .init(
            field: "lines[\(index)].unitPrice",
            detail: "\(quoted.name) (\(line.sku)) costs \(quoted.unitPrice) now, \(line.agreedPrice) was agreed")
    }
}

extension Order.Line {
    fileprivate init(_ line: CartLine, _ quoted: Quote.Line) {
        self.init(
            sku: line.sku, name: quoted.name, colourway: quoted.colourway, size: quoted.size, picture: quoted.picture,
            quantity: line.quantity, unitPrice: quoted.unitPrice,
            lineTotal: quoted.unitPrice * line.quantity.count)
    }
}
