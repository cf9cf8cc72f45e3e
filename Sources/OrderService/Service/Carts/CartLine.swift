import Vocabulary

/// An article in a cart: how many, and the price of one piece that its owner agreed to.
package struct CartLine: Sendable, Hashable {
    package var sku: SKU
    package var quantity: Quantity
    package var agreedPrice: Money

    package init(sku: SKU, quantity: Quantity, agreedPrice: Money) {
        self.sku = sku
        self.quantity = quantity
        self.agreedPrice = agreedPrice
    }
}
