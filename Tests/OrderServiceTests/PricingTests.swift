import OrderAPI
import OrderService
import Testing
import Vocabulary

@Suite struct PricingTests {
    struct Case: Sendable {
        var subtotal: Int
        var shipping: Pricing.Shipping
        var fee: Int
        var tax: Int
        var missing: Int?
    }

    @Test(arguments: [
        Case(subtotal: 3_490, shipping: .delivery, fee: 490, tax: 635, missing: 4_510),
        Case(subtotal: 7_999, shipping: .delivery, fee: 490, tax: 1_355, missing: 1),
        Case(subtotal: 8_000, shipping: .delivery, fee: 0, tax: 1_277, missing: nil),
        Case(subtotal: 8_001, shipping: .delivery, fee: 0, tax: 1_277, missing: nil),
        Case(subtotal: 3_490, shipping: .pickup, fee: 0, tax: 557, missing: nil),
        Case(subtotal: 1, shipping: .delivery, fee: 490, tax: 78, missing: 7_999),
        Case(subtotal: 1, shipping: .pickup, fee: 0, tax: 0, missing: nil),
        Case(subtotal: 119, shipping: .pickup, fee: 0, tax: 19, missing: nil),
        Case(subtotal: 0, shipping: .delivery, fee: 0, tax: 0, missing: nil),
        Case(subtotal: 50 * 99 * 100_000_000, shipping: .delivery, fee: 0, tax: 79_033_613_445, missing: nil),
    ])
    func totalsAreRight(_ row: Case) {
        let totals = Pricing.totals(of: .euro(row.subtotal), shipping: row.shipping)
        #expect(totals.subtotal == .euro(row.subtotal))
        #expect(totals.shipping == .euro(row.fee))
        #expect(totals.total == .euro(row.subtotal + row.fee))
        #expect(totals.tax == .euro(row.tax))
        #expect(totals.untilFreeShipping == row.missing.map(Money.euro))
    }

    /// 119 is odd, so that no whole number of cents lies exactly between two: half up is nearest.
    @Test func taxIsTheNearestCent() {
        for gross in 0...2_000 {
            let tax = Pricing.taxContained(in: .euro(gross)).minorUnits
            let exact = Double(gross) * 19 / 119
            #expect(abs(Double(tax) - exact) <= 0.5, "\(gross)")
        }
    }
}
