import Testing
import Vocabulary

@Suite struct MoneyTests {
    @Test(arguments: [
        (0, "€0.00", "0.00"), (5, "€0.05", "0.05"), (99, "€0.99", "0.99"), (100, "€1.00", "1.00"),
        (3_490, "€34.90", "34.90"), (99_999, "€999.99", "999.99"), (100_000, "€1,000.00", "1000.00"),
        (129_900, "€1,299.00", "1299.00"), (123_456_789, "€1,234,567.89", "1234567.89"),
        (-500, "−€5.00", "-5.00"), (-5, "−€0.05", "-0.05"), (-129_900, "−€1,299.00", "-1299.00"),
    ])
    func isWrittenAsTheShopWritesIt(_ minorUnits: Int, _ text: String, _ decimal: String) {
        #expect(Money.euro(minorUnits).description == text)
        #expect(Money.euro(minorUnits).decimal == decimal)
    }

    @Test func otherCurrenciesAreNamed() {
        #expect(Money(minorUnits: 1_250, currency: "CHF").description == "CHF 12.50")
    }

    @Test func addsAndMultiplies() {
        #expect(Money.euro(3_490) + .euro(10) == .euro(3_500))
        #expect(Money.euro(3_490) * 3 == .euro(10_470))
        #expect(Money.euro(3_490) * 0 == .euro(0))
    }
}
