import Shoppers
import Testing

@Suite struct CartBeliefTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let changes: [(CartBelief.Change, CartBelief.Outcome)]
        let seen: [String: Int]
        let surprises: [String]
        var testDescription: String { "\(changes) then \(seen)" }
    }

    @Test(arguments: [
        Case(changes: [], seen: [:], surprises: []),
        Case(changes: [], seen: ["A": 1], surprises: ["A: 1 instead of 0"]),
        Case(changes: [(.add(sku: "A", quantity: 2), .done)], seen: ["A": 2], surprises: []),
        Case(changes: [(.add(sku: "A", quantity: 2), .done)], seen: [:], surprises: ["A: 0 instead of 2"]),
        Case(changes: [(.add(sku: "A", quantity: 2), .done)], seen: ["A": 4], surprises: ["A: 4 instead of 2"]),
        Case(changes: [(.add(sku: "A", quantity: 1), .refused)], seen: ["A": 1], surprises: ["A: 1 instead of 0"]),
        Case(changes: [(.add(sku: "A", quantity: 1), .unknown)], seen: ["A": 1], surprises: []),
        Case(changes: [(.add(sku: "A", quantity: 1), .unknown)], seen: [:], surprises: []),
        Case(changes: [(.add(sku: "A", quantity: 1), .unknown)], seen: ["A": 2], surprises: ["A: 2 instead of 0 or 1"]),
        Case(
            changes: [(.add(sku: "A", quantity: 1), .done), (.add(sku: "A", quantity: 1), .unknown)], seen: ["A": 2],
            surprises: []),
        Case(
            changes: [(.add(sku: "A", quantity: 1), .unknown), (.add(sku: "A", quantity: 1), .done)], seen: [:],
            surprises: ["A: 0 instead of 1 or 2"]),
        Case(
            changes: [(.add(sku: "A", quantity: 3), .done), (.set(sku: "A", quantity: 1), .unknown)], seen: ["A": 1],
            surprises: []),
        Case(
            changes: [(.add(sku: "A", quantity: 1), .done), (.remove(sku: "A"), .done)], seen: ["A": 1],
            surprises: ["A: 1 instead of 0"]),
        Case(changes: [(.add(sku: "A", quantity: 1), .done), (.order, .done)], seen: [:], surprises: []),
        Case(
            changes: [(.add(sku: "A", quantity: 1), .done), (.order, .done)], seen: ["A": 1],
            surprises: ["A: 1 instead of 0"]),
        Case(changes: [(.add(sku: "A", quantity: 1), .done), (.order, .unknown)], seen: ["A": 1], surprises: []),
    ])
    func onlyWhatCannotBeExplainedSurprises(_ example: Case) {
        var belief = CartBelief()
        for (change, outcome) in example.changes { belief.apply(change, outcome) }
        #expect(belief.see(example.seen) == example.surprises)
    }

    @Test func whatWasSeenCountsFromThenOn() {
        var belief = CartBelief()
        belief.apply(.add(sku: "A", quantity: 1), .unknown)
        #expect(!belief.isSurelyFilled)
        _ = belief.see(["A": 1])
        #expect(belief.isSurelyFilled)
        #expect(belief.see([:]) == ["A: 0 instead of 1"])
    }
}
