import Wire

/// One visit to the shop: a state machine that is told what came of a step and says what the shopper does next. It
/// knows nothing of connections or time.
package struct Journey: Sendable {
    private var intents: ArraySlice<Intent>
    private var random: SeededGenerator
    private var page: PageFacts?
    private var target = "/"
    private var step: Step?
    private var lastOrder: Step?
    /// How often an order that did not come through is sent again.
    private var patience = 2
    package private(set) var cart: CartBelief
    /// Somebody else was quicker, and this visit ended for it.
    package private(set) var isTurnedAway = false

    /// A visit as chance has it.
    package init(_ random: SeededGenerator, cart: CartBelief = CartBelief()) {
        var random = random
        let plan = Intent.plan(&random)
        self.init(plan, random, cart: cart)
    }

    /// A visit with a plan.
    package init(_ plan: [Intent], _ random: SeededGenerator, cart: CartBelief = CartBelief()) {
        intents = plan[...]
        self.random = random
        self.cart = cart
    }

    /// What the shopper does next; nil when the visit has ended. What the page does not offer is left out.
    package mutating func next() -> Step? {
        while let intent = intents.popFirst() {
            if let next = makeStep(intent) {
                step = next
                if next.kind == .placeOrder { lastOrder = next }
                return next
            }
        }
        return nil
    }

    /// Takes in what came of the step.
    /// - Returns: what is not as it was left in the cart, in words.
    package mutating func saw(_ outcome: StepOutcome) -> [String] {
        guard let step else { return [] }
        switch outcome {
        case .nothing(let isSure):
            if let change = step.change { cart.apply(change, isSure ? .refused : .unknown) }
            if step.kind == .checkout { tryAgain([.checkout, .order]) }
            if step.kind == .placeOrder { tryAgain([.resend]) }
            return []
        case .page(let page, let target):
            self.page = page
            self.target = target
            let detour = Detour(target)
            if let change = step.change { cart.apply(change, effect(of: step, detour, page)) }
            if let detour, step.kind == .placeOrder || step.kind == .checkout { turnBack(from: detour) }
            return page.showsCart ? cart.see(page.cart) : []
        }
    }

    /// A refusal because of stock comes from before anything was done; after another one nobody knows.
    /// What becomes of an order that is not decided yet nobody knows either: if it is refused, its cart is given back.
    private func effect(of step: Step, _ detour: Detour?, _ page: PageFacts) -> CartBelief.Outcome {
        guard let detour else {
            return step.kind == .placeOrder && PlacedOrder.state(page) != .confirmed ? .unknown : .done
        }
        return detour.notice == "unavailable" || step.kind == .placeOrder ? .unknown : .refused
    }

    private mutating func turnBack(from detour: Detour) {
        if detour.failure == nil {
            isTurnedAway = true
            intents = []
        } else {
            tryAgain(detour.isFormAgain ? [.order] : [.checkout, .order])
        }
    }

    private mutating func tryAgain(_ how: [Intent]) {
        intents = patience > 0 ? how[...] : []
        patience -= 1
    }

    // MARK: Steps

    private mutating func makeStep(_ intent: Intent) -> Step? {
        switch intent {
        case .home: Step(.home, "/")
        case .category: Step(.category, pick(links { $0.hasPrefix("/products/") && !$0.contains("?") }) ?? "/products")
        case .filter: filter()
        case .search: search()
        case .product:
            pick(links { $0.hasPrefix("/product/") }).map { Step(.product, $0) }
                ?? Step(.category, "/products")
        case .variant: variant()
        case .add: add()
        case .changeQuantity: changeQuantity()
        case .remove: remove()
        case .checkout: checkout()
        case .order: order()
        case .resend: lastOrder
        case .orderAgain: lastOrder.map { Step(.placeOrderAgain, $0.target, form: $0.form) }
        }
    }

    private mutating func filter() -> Step? {
        guard let form = page?.forms.first(where: { !$0.isPosted && $0.action.hasPrefix("/products") }),
            let choice = pick(form.fields.filter { $0.type == "checkbox" && !$0.isChecked })
        else { return nil }
        var query = QueryWriter()
        for field in form.fields where field.type != "checkbox" || field.isChecked || field == choice {
            query.add(field.name, field.value)
        }
        return Step(.filter, query.target(form.action))
    }

    /// What people look for: kinds, words, numbers, and slips of the finger.
    private static let searches = [
        "delta", "stunt", "beginner", "beach", "gale", "indoor", "tail", "line", "blue", "night", "dleta", "box",
        "KT-001", "KT-042", "child", "carbon", "sunrise", "dragon", "spar", "nothing like it",
    ]

    private mutating func search() -> Step? {
        var query = QueryWriter()
        query.add("q", pick(Self.searches))
        return Step(.search, query.target("/search"))
    }

    private mutating func variant() -> Step? {
        let product = target.prefix { $0 != "?" }
        guard product.hasPrefix("/product/") else { return nil }
        return pick(links { $0.hasPrefix(product + "?sku=") && $0 != target }).map { Step(.variant, $0) }
    }

    private mutating func add() -> Step? {
        guard let form = page?.forms.first(where: { $0.action == "/checkout/cart/add" && $0["return"] == nil }),
            let sku = form["sku"]?.value
        else { return nil }
        let quantity = random.chance(0.8) ? 1 : min(2, form["quantity"]?.maximum ?? 1)
        return Step(
            .addToCart, form.action, form: Self.encoded([("sku", sku), ("quantity", String(quantity))]),
            change: .add(sku: sku, quantity: quantity))
    }

    private mutating func changeQuantity() -> Step? {
        guard let (sku, quantity) = pickLine() else { return nil }
        let wanted = quantity == 1 ? 2 : quantity - 1
        return Step(
            .changeQuantity, "/checkout/cart/quantity",
            form: Self.encoded([("sku", sku), ("quantity", String(wanted))]), change: .set(sku: sku, quantity: wanted))
    }

    private mutating func remove() -> Step? {
        guard let (sku, quantity) = pickLine() else { return nil }
        return Step(
            .removeFromCart, "/checkout/cart/remove",
            form: Self.encoded([("sku", sku), ("quantity", String(quantity))]), change: .remove(sku: sku))
    }

    /// From the cart's page, or from wherever a second try begins.
    private mutating func checkout() -> Step? {
        guard cart.isSurelyFilled else { return nil }
        if let page, target.hasPrefix("/checkout/cart"), !page.links.contains("/checkout/checkout") {
            isTurnedAway = !page.cart.isEmpty
            return nil
        }
        return Step(.checkout, "/checkout/checkout")
    }

    private mutating func order() -> Step? {
        guard let form = page?.forms.first(where: { $0.action == "/checkout/place-order" }),
            let key = form["key"]?.value
        else { return nil }
        var fields = [
            ("key", key), ("email", "ada@example.org"), ("name", "Ada Lovelace"), ("payment", "test-card-accepted"),
        ]
        if random.chance(0.25), let store = pick(form.fields.filter { $0.name == "store" }) {
            fields += [("fulfilment", "pickup"), ("store", store.value)]
        } else {
            fields += [
                ("fulfilment", "delivery"), ("street", "Strandvejen 4"), ("postal-code", "6720"), ("city", "Fanø"),
            ]
        }
        return Step(.placeOrder, form.action, form: Self.encoded(fields), change: .order)
    }

    // MARK: Choices

    private func links(_ isWanted: (String) -> Bool) -> [String] { page?.links.filter(isWanted) ?? [] }

    private mutating func pick<Item>(_ items: [Item]) -> Item? { items.randomElement(using: &random) }

    /// A line of the cart that is seen, in an order that does not depend on the process's hashes.
    private mutating func pickLine() -> (sku: String, quantity: Int)? {
        guard target.hasPrefix("/checkout/cart"), let cart = page?.cart else { return nil }
        return pick(cart.sorted { $0.key < $1.key }).map { ($0.key, $0.value) }
    }

    private static func encoded(_ fields: [(String, String)]) -> String {
        fields.map { "\(PercentEncoding.encode($0))=\(PercentEncoding.encode($1))" }.joined(separator: "&")
    }
}
