import OrderService
import Testing

@Suite struct CardNumberTests {
    @Test(arguments: [
        "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005", "x4222222222222y",
        "my card: 5555 5555 5555 4444, thanks", "٤١١١١١١١١١١١١١١١",
        "4111\u{A0}1111\u{A0}1111\u{A0}1111", "00004111111111111111",
    ])
    func cardNumberIsRecognised(_ text: String) {
        #expect(CardNumber.appears(in: text))
    }

    @Test(arguments: [
        "", "1234567890123", "Windgasse 7", "0049 40 123456", "2026-11-23", "000000000000000", "411111111111",
    ])
    func otherTextIsNot(_ text: String) {
        #expect(!CardNumber.appears(in: text))
    }

    @Test(arguments: ["4111111111111111", "4111-1111-1111-1111", "_4111111111111111"])
    func keyThatIsACardNumberIsRefused(_ text: String) {
        #expect(IdempotencyKey(text) == nil)
    }

    /// Hexadecimal digits are decimal ones more often than not.
    @Test(arguments: ["a4111111111111111b0c2d", "deadbeef-4111-1111-1111-1111deadbeef"])
    func keyWithACardNumberByChanceIsNone(_ text: String) {
        #expect(CardNumber.appears(in: text) && IdempotencyKey(text)?.text == text)
    }
}
