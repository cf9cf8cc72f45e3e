import OrderAPI

/// What `checkout.mustache` shows.
struct CheckoutView {
    struct Field {
        let id: String
        let label: String
        let type: String
        let value: String
        let autocomplete: String
        let inputMode: String
        let hint: String?
        let error: String?
    }

    /// All that is wrong, above the form.
    struct Summary {
        struct Entry {
            let text: String
            let field: String
        }

        let trouble: String?
        let entries: [Entry]
        let announcement: String
    }

    struct Card {
        let token: String
        let name: String
        let meaning: String
        let isChosen: Bool
    }

    let key: String
    let summary: Summary?
    let email: Field
    let name: Field
    let address: [Field]
    let isPickup: Bool
    let store: String?
    let storeError: String?
    let cards: [Card]
    let cardError: String?
    let lines: [OrderedLineView]
    let delivery: TotalsView
    let pickup: TotalsView

    init(_ cart: Cart, _ memory: CheckoutFormMemory, key: String) {
        self.key = key
        summary = Summary(memory)
        email = Field(
            .email, "Email", memory, type: "email", autocomplete: "email", inputMode: "email",
            hint: "So that we can reach you about this order.")
        name = Field(.name, "Name", memory, autocomplete: "name")
        address = [
            Field(.street, "Street and number", memory, autocomplete: "street-address"),
            Field(.postalCode, "Postal code", memory, autocomplete: "postal-code"),
            Field(.city, "Town or city", memory, autocomplete: "address-level2"),
        ]
        isPickup = memory.way == .pickup
        store = memory.values[.store]
        storeError = memory.mistakes[.store]?.text(for: .store)
        cards = TestCard.allCases.map(Card.init)
        cardError = memory.mistakes[.payment]?.text(for: .payment)
        lines = cart.lines.map(OrderedLineView.init)
        delivery = TotalsView(cart.totals, way: "Delivery")
        pickup = TotalsView(cart.pickupTotals, way: "Pick-up")
    }
}

extension CheckoutView.Field {
    fileprivate init(
        _ field: CheckoutField, _ label: String, _ memory: CheckoutFormMemory, type: String = "text",
        autocomplete: String, inputMode: String = "text", hint: String? = nil
    ) {
        self.init(
            id: field.rawValue, label: label, type: type, value: memory.values[field] ?? "", autocomplete: autocomplete,
            inputMode: inputMode, hint: hint, error: memory.mistakes[field]?.text(for: field))
    }
}

extension CheckoutView.Summary {
    /// Nil if nothing is wrong.
    fileprivate init?(_ memory: CheckoutFormMemory) {
        trouble = memory.trouble?.text
        entries = CheckoutField.allCases.compactMap { field in
            memory.mistakes[field].map { Entry(text: $0.text(for: field), field: field.rawValue) }
        }
        guard trouble != nil || !entries.isEmpty else { return nil }
        announcement = ([trouble].compactMap(\.self) + entries.map(\.text)).joined(separator: " ")
    }
}

extension CheckoutView.Card {
    fileprivate init(_ card: TestCard) {
        switch card {
        case .accepted:
            self.init(token: card.rawValue, name: "Test card", meaning: "The bank says yes.", isChosen: true)
        case .declined:
            self.init(token: card.rawValue, name: "Empty test card", meaning: "The bank says no.", isChosen: false)
        case .slow:
            self.init(
                token: card.rawValue, name: "Slow test card", meaning: "The bank says yes, after a while.",
                isChosen: false)
        case .silent:
            self.init(
                token: card.rawValue, name: "Silent test card", meaning: "The bank never answers.", isChosen: false)
        case .twice:
            self.init(
                token: card.rawValue, name: "Stuttering test card", meaning: "The bank says yes, twice.",
                isChosen: false)
        }
    }
}
