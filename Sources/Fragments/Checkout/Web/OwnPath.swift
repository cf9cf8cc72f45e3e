/// A path on this shop, safe to send a browser to whoever asked for it.
struct OwnPath: Hashable {
    let text: String

    /// Nil for anything that a browser could take for another site: `//host`, `/\host`, control characters between.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 200, bytes.first == UInt8(ascii: "/"), bytes.count < 2 || bytes[1] != UInt8(ascii: "/"),
            bytes.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return nil }
        self.text = text
    }
}
