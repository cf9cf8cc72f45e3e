/// The alphabets of an event's attributes.
enum EventText {
    private static let hyphen = UInt8(ascii: "-")

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    static func isSmall(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    /// Words of small letters and digits, joined by hyphens; the first byte is a letter. At most 40 bytes.
    static func isName(_ text: some Collection<UInt8>) -> Bool {
        guard text.count <= 40, text.first.map(isSmall) == true else { return false }
        var before: UInt8 = 0
        for byte in text {
            guard isSmall(byte) || isDigit(byte) || (byte == hyphen && before != hyphen) else { return false }
            before = byte
        }
        return before != hyphen
    }

    /// Names joined by dots, the last one the version: `shop.order.placed.v1`. At most 100 bytes.
    static func isType(_ text: String) -> Bool {
        let words = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard words.count >= 2, let version = words.last, version.first == UInt8(ascii: "v"), text.utf8.count <= 100
        else { return false }
        let number = version.dropFirst()
        return words.dropLast().allSatisfy(isName) && !number.isEmpty && number.allSatisfy(isDigit)
            && number.first != UInt8(ascii: "0")
    }

    /// One to `limit` bytes without a control character.
    static func isLine(_ text: String, limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }

    /// An extension attribute's name: small letters and digits, 1 to 20 (CloudEvents 1.0.2, "Naming Conventions").
    static func isAttribute(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { isSmall($0) || isDigit($0) }
    }
}
