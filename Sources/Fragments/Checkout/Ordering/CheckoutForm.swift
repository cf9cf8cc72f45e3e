import OrderAPI
import Wire

/// What was typed into the checkout form.
struct CheckoutForm {
    enum Way: String {
        case delivery, pickup
    }

    let way: Way
    let key: String
    private let values: [CheckoutField: String]

    init(_ form: Query) {
        way = form["fulfilment"].flatMap(Way.init) ?? .delivery
        key = form["key"] ?? ""
        values = Dictionary(
            uniqueKeysWithValues: CheckoutField.allCases.map { field in
                (field, String((form[field.rawValue] ?? "").prefix(CheckoutField.limit)))
            })
    }

    subscript(_ field: CheckoutField) -> String { values[field] ?? "" }

    func request(for cart: String) -> OrderRequest {
        let fulfilment: Fulfilment =
            switch way {
            case .pickup: .pickup(store: self[.store])
            case .delivery:
                .delivery(PostalAddress(street: self[.street], postalCode: self[.postalCode], city: self[.city]))
            }
        return OrderRequest(
            cart: cart, email: self[.email], name: self[.name], fulfilment: fulfilment, paymentToken: self[.payment])
    }

    /// What order-service found wrong, by field.
    func mistakes(_ errors: [Problem.FieldError]) -> [CheckoutField: FieldMistake] {
        errors.reduce(into: [:]) { found, error in
            guard let field = CheckoutField(path: error.field) else { return }
            found[field] = self[field].allSatisfy(\.isWhitespace) ? .missing : .malformed
        }
    }
}
