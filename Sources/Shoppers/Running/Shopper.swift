import NIOCore
import Wire

/// One seat in the shop: somebody shops there, step by step, and after them somebody else.
actor Shopper {
    /// How many come with an empty browser; the others have been here before and have most pictures. A stranger's first
    /// pages cost some seventy assets.
    private static let strangers = 0.1
    /// How many scroll down to the end of a page, and of how many of its lazy pictures the others come near.
    private static let scrollers = 0.3
    private static let firstScreens = 0.3

    private let browser: Browser
    private let ledger: Ledger
    private let isSlow: Bool
    private var random: SeededGenerator
    private var journey: Journey

    init(_ plan: LoadPlan, ledger: Ledger, random: SeededGenerator) {
        var random = random
        isSlow = random.chance(plan.slowShare)
        browser = Browser(
            shop: plan.shop, pace: isSlow ? .slow : .usual, patience: isSlow ? plan.patience * 3 : plan.patience,
            ledger: ledger)
        self.ledger = ledger
        journey = Journey(random.split())
        self.random = random
    }

    /// Does the next thing, which was due at `due`; returns when the page and all that it needs are there.
    func act(due: ContinuousClock.Instant) async {
        let step = nextStep()
        let ticket = ledger.begin(step.kind, due: due, isSlow: isSlow)
        let request = WebRequest(
            method: step.form == nil ? .GET : .POST, target: step.target, form: step.form)
        do {
            let arrival = try await browser.visit(request)
            ledger.answered(ticket)
            ledger.end(ticket, await look(at: arrival, after: step))
        } catch let failure as Failure {
            if failure.kind == .timeout { ledger.answered(ticket) }
            // Behind a redirect the form has been taken already.
            _ = journey.saw(.nothing(isSure: failure.kind == .unreachable && failure.target == step.target))
            ledger.end(ticket, [failure])
        } catch {
            ledger.end(ticket, [Failure(.malformed, "\(error)", at: step.target)])
        }
    }

    func leave() { browser.close() }

    /// The visit's next step, or the first of another visit.
    private func nextStep() -> Step {
        if let step = journey.next() { return step }
        if journey.isTurnedAway { ledger.count(.turnedAway) }
        ledger.count(.visits)
        let isStranger = random.chance(Self.strangers)
        if isStranger { browser.forgetEverything() }
        journey = Journey(random.split(), cart: isStranger ? CartBelief() : journey.cart)
        return journey.next() ?? Step(.home, "/")
    }

    // MARK: What came

    private func look(at arrival: Browser.Arrival, after step: Step) async -> [Failure] {
        let facts = PageReader.read(arrival.answer.body)
        var failures = PageCheck.failures(of: step.kind, arrival, facts)
        ledger.degraded(PageCheck.degraded(facts))
        browser.take(cookies: facts.scriptCookies, from: String(arrival.target.prefix { $0 != "?" }))
        let isPage = arrival.answer.status == 200
        let surprises = journey.saw(isPage ? .page(facts, at: arrival.target) : .nothing(isSure: false))
        failures += surprises.map { Failure(.cartLost, $0, at: arrival.target, in: arrival.answer) }
        if isPage, let order = PlacedOrder(arrival.target), let failure = note(order, after: step, arrival) {
            failures.append(failure)
        }
        let depth = random.chance(Self.scrollers) ? 1 : Self.firstScreens
        return failures + (await browser.fetchAssets(facts.assets(toDepth: depth)))
    }

    /// Remembers an order, to be looked at again in the end.
    private func note(_ order: PlacedOrder, after step: Step, _ arrival: Browser.Arrival) -> Failure? {
        switch step.kind {
        case .placeOrder:
            guard let form = step.form else { return nil }
            let other = ledger.placed(order, form: form)
            return other.map { Failure(.orderDoubled, $0, at: arrival.target, in: arrival.answer) }
        case .placeOrderAgain:
            guard let first = step.form.flatMap(ledger.order(of:)), first != order.number else { return nil }
            return Failure(
                .orderDoubled, "\(order.number) and \(first) are the same order", at: arrival.target, in: arrival.answer
            )
        default:
            return nil
        }
    }
}
