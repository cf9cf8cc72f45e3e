/// Random text that cannot be guessed: cart ids, nonces, keys.
package enum Token {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Text of `length` characters of the URL-safe Base64 alphabet, six random bits each.
    package static func random(length: Int = 22) -> String {
        var generator = SystemRandomNumberGenerator()
        return random(length: length, using: &generator)
    }

    package static func random(length: Int, using generator: inout some RandomNumberGenerator) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        var pool: UInt64 = 0
        for index in 0..<length {
            if index % 10 == 0 { pool = generator.next() }
            bytes.append(alphabet[Int(pool & 63)])
            pool >>= 6
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether `text` could be such a token of that length.
    package static func isWellFormed(_ text: String, length: Int = 22) -> Bool {
        text.utf8.count == length && text.utf8.allSatisfy(alphabet.contains)
    }
}
