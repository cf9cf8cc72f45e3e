import OrderService
import Testing

@Suite struct OrderNumberTests {
    @Test func randomNumbersAreWellFormed() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<1_000 {
            let number = OrderNumber.random(using: &generator)
            #expect(OrderNumber(number.text) == number)
        }
    }

    @Test(arguments: [
        "", "UP-7KQ2", "UP-7KQ2-M4XDX", "up-7KQ2-M4XD", "UP-7KQ2-M4X0", "UP-7KQI-M4XD", "UP-7KQ2-M4XD-", "UP_7KQ2-M4XD",
    ])
    func malformedNumberIsRefused(_ text: String) {
        #expect(OrderNumber(text) == nil)
    }
}
