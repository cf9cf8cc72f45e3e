import Shoppers
import Testing

/// What shoppers do next, by what they have in mind and what they see.
@Suite struct JourneyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let intent: Intent
        let page: String
        let target: String
        let steps: [String]
        var testDescription: String { "\(intent) at \(target)" }
    }

    @Test(arguments: [
        Case(intent: .home, page: "", target: "/search", steps: ["GET /"]),
        Case(intent: .category, page: Pages.links, target: "/", steps: ["GET /products/stunt"]),
        Case(intent: .category, page: "", target: "/", steps: ["GET /products"]),
        Case(
            intent: .filter, page: Pages.filters, target: "/products/stunt",
            steps: ["GET /products/stunt?skill=beginner&minPrice="]),
        Case(intent: .filter, page: Pages.links, target: "/products/stunt", steps: []),
        Case(intent: .product, page: Pages.links, target: "/", steps: ["GET /product/KT-001"]),
        Case(intent: .product, page: "", target: "/search", steps: ["GET /products"]),
        Case(
            intent: .variant, page: Pages.product, target: "/product/KT-001?sku=KT-001-SR",
            steps: ["GET /product/KT-001?sku=KT-001-GL"]),
        Case(intent: .variant, page: Pages.product, target: "/product/KT-003", steps: []),
        Case(
            intent: .add, page: Pages.product, target: "/product/KT-001",
            steps: [
                "POST /checkout/cart/add sku=KT-001-SR&quantity=1", "POST /checkout/cart/add sku=KT-001-SR&quantity=2",
            ]),
        Case(intent: .add, page: Pages.links, target: "/product/KT-001", steps: []),
        Case(
            intent: .changeQuantity, page: Pages.cart(["A": 1]), target: "/checkout/cart?did=added",
            steps: ["POST /checkout/cart/quantity sku=A&quantity=2"]),
        Case(
            intent: .changeQuantity, page: Pages.cart(["A": 3]), target: "/checkout/cart",
            steps: ["POST /checkout/cart/quantity sku=A&quantity=2"]),
        Case(intent: .changeQuantity, page: Pages.cart([:]), target: "/checkout/cart", steps: []),
        Case(
            intent: .remove, page: Pages.cart(["A": 2]), target: "/checkout/cart",
            steps: ["POST /checkout/cart/remove sku=A&quantity=2"]),
        Case(
            intent: .checkout, page: Pages.cart(["A": 2]), target: "/checkout/cart", steps: ["GET /checkout/checkout"]),
        Case(intent: .checkout, page: Pages.cart([:]), target: "/checkout/cart", steps: []),
        Case(intent: .checkout, page: Pages.cart(["A": 2], canCheckOut: false), target: "/checkout/cart", steps: []),
        Case(intent: .order, page: Pages.cart(["A": 2]), target: "/checkout/cart", steps: []),
        Case(intent: .orderAgain, page: Pages.checkout, target: "/checkout/checkout", steps: []),
    ])
    func nextStepIsWhatThePageOffers(_ example: Case) {
        let step = Self.step(example.intent, seeing: example.page, at: example.target)
        let text = step.map { "\($0.form == nil ? "GET" : "POST") \($0.target)\($0.form.map { " \($0)" } ?? "")" }
        if let text { #expect(example.steps.contains(text)) } else { #expect(example.steps.isEmpty) }
    }

    private static func step(_ intent: Intent, seeing page: String, at target: String) -> Step? {
        var journey = Journey([.home, intent], SeededGenerator(seed: 3))
        _ = journey.next()
        _ = journey.saw(.page(Pages.facts(page), at: target))
        return journey.next()
    }

    /// Goes on until the visit ends, with what the shop answers to each step; nil for no answer.
    private static func walk(
        _ intents: [Intent], _ answer: (Step) -> (body: String, target: String)?
    ) -> (kinds: [StepKind], surprises: [String], journey: Journey) {
        var journey = Journey(intents, SeededGenerator(seed: 1))
        var (kinds, surprises): ([StepKind], [String]) = ([], [])
        while let step = journey.next() {
            kinds.append(step.kind)
            let came = answer(step).map { StepOutcome.page(Pages.facts($0.body), at: $0.target) }
            surprises += journey.saw(came ?? .nothing(isSure: false))
        }
        return (kinds, surprises, journey)
    }

    private static let buying: [Intent] = [.home, .product, .add, .checkout, .order, .orderAgain]

    /// A shop in which all is well, with what it sold.
    private static func sell(_ step: Step) -> (body: String, target: String)? {
        switch step.kind {
        case .home: (Pages.links, "/")
        case .product: (Pages.product, step.target)
        case .addToCart:
            (Pages.cart(["KT-001-SR": step.form?.hasSuffix("=2") == true ? 2 : 1]), "/checkout/cart?did=added")
        case .checkout: (Pages.checkout, "/checkout/checkout")
        default: (Pages.thanks("A-1"), "/checkout/thanks?order=A-1&secret=s")
        }
    }

    @Test func purchaseGoesFromTheHomePageToThanks() {
        let walk = Self.walk(Self.buying, Self.sell)
        #expect(walk.kinds == [.home, .product, .addToCart, .checkout, .placeOrder, .placeOrderAgain])
        #expect(walk.surprises.isEmpty && !walk.journey.cart.isSurelyFilled && !walk.journey.isTurnedAway)
    }

    @Test func orderCarriesTheFormsKeyAndIsSentAgainTheSame() throws {
        var forms: [String] = []
        _ = Self.walk(Self.buying) { step in
            if step.kind == .placeOrder || step.kind == .placeOrderAgain { forms.append(step.form ?? "") }
            return Self.sell(step)
        }
        try #require(forms.count == 2)
        #expect(forms[0] == forms[1])
        #expect(forms[0].hasPrefix("key=k%261&email="))
        #expect(forms[0].contains("payment=test-card-accepted"))
    }

    @Test func orderOfWhichNothingWasHeardIsSentAgainAsItWas() {
        var forms: [String] = []
        let walk = Self.walk(Self.buying) { step in
            guard step.kind == .placeOrder else { return Self.sell(step) }
            forms.append(step.form ?? "")
            return forms.count == 1 ? nil : Self.sell(step)
        }
        #expect(walk.kinds == [.home, .product, .addToCart, .checkout, .placeOrder, .placeOrder])
        #expect(Set(forms).count == 1)
    }

    @Test func formThatComesBackIsSentFromThePageThatShowsIt() {
        var attempts = 0
        let walk = Self.walk(Self.buying) { step in
            guard step.kind == .placeOrder else { return Self.sell(step) }
            attempts += 1
            return attempts == 1 ? (Pages.checkout, "/checkout/checkout?retry=1") : Self.sell(step)
        }
        #expect(walk.kinds == [.home, .product, .addToCart, .checkout, .placeOrder, .placeOrder])
    }

    @Test func orderIsGivenUpAfterThreeAttempts() {
        let walk = Self.walk(Self.buying) { step in
            step.kind == .placeOrder ? nil : Self.sell(step)
        }
        #expect(walk.kinds.count { $0 == .placeOrder } == 3)
    }

    @Test func whoFindsItSoldOutGoesAway() {
        let walk = Self.walk(Self.buying) { step in
            step.kind == .placeOrder
                ? (Pages.cart(["KT-001-SR": 1]), "/checkout/cart?notice=out-of-stock") : Self.sell(step)
        }
        #expect(walk.journey.isTurnedAway)
        #expect(walk.kinds.last == .placeOrder && walk.surprises.isEmpty)
    }

    /// The next cart holds what was ordered too: right where the order may have been refused meanwhile.
    @Test(arguments: [("Thank you", 1), ("Nearly there", 0), ("This did not work", 0)])
    func cartOfAnOrderIsGoneOnceItIsConfirmed(heading: String, surprises: Int) {
        var inCart = 0
        let walk = Self.walk([.home, .product, .add, .checkout, .order, .home, .product, .add]) { step in
            let sold = Self.sell(step)
            switch step.kind {
            case .addToCart:
                inCart += step.form?.hasSuffix("=2") == true ? 2 : 1
                return (Pages.cart(["KT-001-SR": inCart]), "/checkout/cart?did=added")
            case .placeOrder:
                return sold.map { ($0.body.split(separator: "Thank you").joined(separator: heading), $0.target) }
            default: return sold
            }
        }
        #expect(walk.kinds.suffix(4) == [.placeOrder, .home, .product, .addToCart])
        #expect(walk.surprises.count == surprises)
    }

    @Test func cartThatLostSomethingIsNoticed() {
        let walk = Self.walk(Self.buying) { step in
            step.kind == .addToCart ? (Pages.cart([:]), "/checkout/cart?did=added") : Self.sell(step)
        }
        #expect(walk.surprises.count == 1)
        #expect(walk.kinds == [.home, .product, .addToCart])
    }

    @Test func cartThatCannotBeSeenIsNotTakenForEmpty() {
        let walk = Self.walk([.home, .product, .add]) { step in
            step.kind == .addToCart
                ? (Pages.fragment("checkout.cart", state: "fallback"), "/checkout/cart?did=added") : Self.sell(step)
        }
        #expect(walk.surprises.isEmpty)
        #expect(walk.journey.cart.isSurelyFilled)
    }

    @Test func sameSeedMakesTheSameJourney() {
        func steps(_ seed: UInt64) -> [Step] {
            var journey = Journey(SeededGenerator(seed: seed))
            var steps: [Step] = []
            while let step = journey.next() {
                steps.append(step)
                _ = journey.saw(.page(Pages.facts(Pages.links + Pages.filters), at: step.target))
            }
            return steps
        }
        for seed in UInt64(1)...20 { #expect(steps(seed) == steps(seed)) }
        #expect(Set((UInt64(1)...20).map { steps($0) }).count >= 5)
    }

    @Test func allKindsOfStepsAreTaken() {
        var seen: Set<StepKind> = []
        for seed in UInt64(1)...400 {
            var journey = Journey(SeededGenerator(seed: seed))
            while let step = journey.next() {
                seen.insert(step.kind)
                let body = Pages.links + Pages.filters + Pages.product + Pages.checkout + Pages.cart(["KT-001-SR": 1])
                let place = step.form == nil ? step.target : "/checkout/cart?did=changed"
                _ = journey.saw(.page(Pages.facts(body), at: place))
            }
        }
        #expect(seen == Set(StepKind.allCases).subtracting([.cart, .readOrder]))
    }
}
