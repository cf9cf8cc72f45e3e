import OrderAPI

/// The fields of the checkout form, by their names in it.
package enum CheckoutField: String, CaseIterable {
    case email, name, street
    case postalCode = "postal-code"
    case city, store, payment

    /// Longer input is cut: order-service allows less than this.
    static let limit = 300

    /// The field that order-service means by a path such as `fulfilment.delivery.city`.
    init?(path: String) {
        switch path {
        case "email": self = .email
        case "name": self = .name
        case "fulfilment.delivery.street": self = .street
        case "fulfilment.delivery.postalCode": self = .postalCode
        case "fulfilment.delivery.city": self = .city
        case "fulfilment.pickup.store": self = .store
        case "paymentToken": self = .payment
        default: return nil
        }
    }
}

/// What is wrong with a field; as a word it is remembered until the form is shown again.
enum FieldMistake: String {
    case missing, malformed, declined

    /// What is wrong and how to mend it.
    func text(for field: CheckoutField) -> String {
        switch (field, self) {
        case (.email, .missing): "Enter your email address, so that we can reach you."
        case (.email, _): "Enter an email address like ada@example.org."
        case (.name, .missing): "Enter your name."
        case (.name, _): "Enter your name in at most 80 characters."
        case (.street, .missing): "Enter street and house number."
        case (.street, _): "Enter street and house number in at most 80 characters."
        case (.postalCode, .missing): "Enter the postal code."
        case (.postalCode, _): "Enter a postal code of 3 to 10 letters and digits, like 6720."
        case (.city, .missing): "Enter the town or city."
        case (.city, _): "Enter the town or city in at most 80 characters."
        case (.store, _): "Choose the store where you will pick it up."
        case (.payment, .declined): "The bank declined this card, so nothing was ordered. Choose another card."
        case (.payment, _): "Choose a card."
        }
    }
}

/// Why an order did not come about although the form may be right.
package enum CheckoutTrouble: String {
    case unreachable, busy, pending
    case cartChanged = "cart-changed"

    var text: String {
        switch self {
        case .unreachable: "We could not reach the order desk. Nothing was charged twice; please try again."
        case .busy:
            "More is being ordered than we can keep up with. Nothing was ordered; please try again in a moment."
        case .pending:
            "Your order is written down but not confirmed yet. Please send it again as it is: it stays one order."
        case .cartChanged:
            "Your cart has changed since this page was shown. Please check the total, then place the order again."
        }
    }
}
