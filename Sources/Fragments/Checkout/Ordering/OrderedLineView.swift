import OrderAPI
import Vocabulary

/// A line of what is ordered: to be read, not changed.
struct OrderedLineView {
    let name: String
    let variant: String
    let picture: String
    /// Nil for one piece.
    let quantity: Int?
    let total: String

    init(_ line: Cart.Line) {
        self.init(line.name, line.colourway, line.size, picture: line.picture, line.quantity, total: line.lineTotal)
    }

    init(_ line: Order.Line) {
        self.init(line.name, line.colourway, line.size, picture: line.picture, line.quantity, total: line.lineTotal)
    }

    private init(
        _ name: String, _ colourway: String, _ size: String, picture: String, _ quantity: Quantity, total: Money
    ) {
        self.name = name
        variant = ArticleText.variant(colourway: colourway, size: size)
        self.picture = picture
        self.quantity = quantity.count == 1 ? nil : quantity.count
        self.total = total.description
    }
}
