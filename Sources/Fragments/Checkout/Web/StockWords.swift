/// A stock figure as shoppers read it.
package struct StockWords: Hashable {
    /// `good`, `low` or `gone`: part of a class name.
    package let level: String
    package let text: String

    package init(_ stock: Int) {
        switch stock {
        case ...0: (level, text) = ("gone", "Sold out")
        case 1: (level, text) = ("low", "Only one left")
        case 2...5: (level, text) = ("low", "Only \(stock) left")
        default: (level, text) = ("good", "In stock")
        }
    }
}
