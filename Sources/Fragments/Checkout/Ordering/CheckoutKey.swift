import Crypto
import FoundationEssentials
import OrderAPI
import Vocabulary

/// The idempotency key of an order. It is the same however often a cart's checkout page is shown, so that a double
/// click, a reload or a way back order once; another content, another price or another cart makes another key.
enum CheckoutKey {
    /// The cookie of a token that each cart begins with and each order ends: the same articles bought again next week
    /// are a new order.
    static let cookie = "checkout-key"

    static func fresh() -> SetCookie {
        SetCookie(name: cookie, value: Token.random(), path: "/checkout", sameSite: .lax, maxAge: 30 * 86_400)
    }

    /// 43 characters that nobody can guess who knows neither cart nor token.
    static func key(of cart: Cart, cookies: [String: String]) -> String {
        var text = "\(cart.id) \(cookies[cookie] ?? "")"
        for line in cart.lines { text += "\n\(line.sku) \(line.quantity.count) \(line.unitPrice.minorUnits)" }
        return Base64URL.encode(Data(SHA256.hash(data: Data(text.utf8))))
    }
}

/// Base64 with the URL-safe alphabet and without padding (RFC 4648, section 5).
enum Base64URL {
    static func encode(_ data: Data) -> String {
        let swaps: [Character: String] = ["+": "-", "/": "_", "=": ""]
        return data.base64EncodedString().reduce(into: "") { $0 += swaps[$1] ?? String($1) }
    }

    /// Nil if `text` is not such.
    static func decode(_ text: String) -> Data? {
        let swaps: [Character: Character] = ["-": "+", "_": "/"]
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: String(text.map { swaps[$0] ?? $0 }) + padding)
    }
}
