import OrderAPI

/// Who orders which cart and how it reaches them: a request whose every field was checked.
struct OrderDetails: Sendable {
    var cart: CartID
    var email: String
    var name: String
    var fulfilment: Fulfilment
    var card: TestCard
    /// Equal for equal requests (SHA-256, hexadecimal).
    var fingerprint: String

    var store: String? {
        guard case .pickup(let store) = fulfilment else { return nil }
        return store
    }

    var address: PostalAddress? {
        guard case .delivery(let address) = fulfilment else { return nil }
        return address
    }
}
