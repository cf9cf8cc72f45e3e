/// The alphabets of an event's attributes.
enum EventText {
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    static func isSmall(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    /// Words of small letters and digits, joined by hyphens; the first byte is a letter. At most 40 bytes.
    static func isName(_ text: some StringProtocol) -> Bool {
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        return text.utf8.count <= 40 && text.utf8.first.map(isSmall) == true
            && words.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { isSmall($0) || isDigit($0) } }
    }

    /// Names joined by dots, the last one the version: `shop.order.placed.v1`. At most 100 bytes.
    static func isType(_ text: String) -> Bool {
        let words = text.split(separator: ".", omittingEmptySubsequences: false)
        guard words.count >= 2, let version = words.last, version.first == "v", text.utf8.count <= 100 else {
            return false
        }
        let number = version.dropFirst()
        return words.dropLast().allSatisfy(isName) && !number.isEmpty && number.utf8.allSatisfy(isDigit)
            && number.first != "0"
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
