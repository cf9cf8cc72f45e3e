import Testing
import Vocabulary

@Suite struct TokenTests {
    @Test(arguments: [0, 1, 10, 11, 22, 64])
    func hasItsLengthAndAlphabet(_ length: Int) {
        let token = Token.random(length: length)
        #expect(token.utf8.count == length)
        #expect(Token.isWellFormed(token, length: length))
    }

    @Test func tokensDiffer() {
        #expect(Set((0..<1_000).map { _ in Token.random() }).count == 1_000)
    }

    @Test func everyLetterComesUp() {
        #expect(Set(Token.random(length: 10_000)).count == 64)
    }

    @Test func sameGeneratorGivesTheSameToken() {
        var first = Fixed(state: 0x0123_4567_89AB_CDEF)
        var second = first
        #expect(Token.random(length: 22, using: &first) == Token.random(length: 22, using: &second))
    }

    @Test(arguments: [
        "", "a", "aaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaa=", "aaaaaaaaaaaaaaaaaaaaa ",
        "äaaaaaaaaaaaaaaaaaaaa",
    ])
    func otherTextIsNoToken(_ text: String) {
        #expect(!Token.isWellFormed(text))
    }
}

private struct Fixed: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}
