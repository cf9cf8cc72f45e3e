import Crypto
import NIOCore
import OrderAPI
import Vocabulary
import Wire

/// Reads a request field by field and notes every mistake. What it says of a field never repeats the field.
struct OrderCheck {
    private(set) var mistakes: [Problem.FieldError] = []
    /// Nil if there are mistakes.
    private(set) var details: OrderDetails?

    init(_ request: OrderRequest) throws {
        let cart = CartID(request.cart)
        if cart == nil { note("cart", "must be \(CartID.shape)") }
        let email = checked(request.email, "email", TextRule.email)
        let name = checked(request.name, "name", TextRule.name)
        let fulfilment = checked(request.fulfilment)
        let card = checkedCard(request.paymentToken)
        guard mistakes.isEmpty, let cart, let card else { return }
        let clean = OrderRequest(
            cart: cart.text, email: email, name: name, fulfilment: fulfilment, paymentToken: card.rawValue)
        details = OrderDetails(
            cart: cart, email: email, name: name, fulfilment: fulfilment, card: card,
            fingerprint: try Self.fingerprint(of: clean))
    }

    mutating func note(_ field: String, _ detail: String) {
        mistakes.append(Problem.FieldError(field: field, detail: detail))
    }

    func isSound(_ field: String) -> Bool { !mistakes.contains { $0.field == field } }

    private mutating func checked(_ text: String, _ field: String, _ rule: TextRule) -> String {
        let text = text.trimmed
        if CardNumber.appears(in: text) {
            note(field, "looks like a card number; never send one")
        } else if !rule.allows(text) {
            note(field, "must be \(rule.shape)")
        }
        return text
    }

    private mutating func checked(_ fulfilment: Fulfilment) -> Fulfilment {
        switch fulfilment {
        case .pickup(let store):
            .pickup(store: checked(store, "fulfilment.pickup.store", .store))
        case .delivery(let address):
            .delivery(
                PostalAddress(
                    street: checked(address.street, "fulfilment.delivery.street", .line),
                    postalCode: checked(address.postalCode, "fulfilment.delivery.postalCode", .postalCode),
                    city: checked(address.city, "fulfilment.delivery.city", .line)))
        }
    }

    private mutating func checkedCard(_ token: String) -> TestCard? {
        if let card = TestCard(rawValue: token) { return card }
        let known = TestCard.allCases.map(\.rawValue).joined(separator: ", ")
        note(
            "paymentToken",
            CardNumber.appears(in: token)
                ? "looks like a card number; never send one" : "must be the token of a test card: \(known)")
        return nil
    }

    private static func fingerprint(of request: OrderRequest) throws -> String {
        let digest = SHA256.hash(data: Array(try StrictJSON.encode(request).readableBytesView))
        return digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
