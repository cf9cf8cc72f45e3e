import Vocabulary

/// The cookie that says which cart is the visitor's.
enum CartCookie {
    static let name = "cart"

    /// Nil if there is none or it is malformed: then the visitor has no cart yet.
    static func cart(in cookies: [String: String]) -> String? {
        cookies[name].flatMap { Token.isWellFormed($0) ? $0 : nil }
    }

    /// Keeps it for 30 days.
    static func setting(_ cart: String) -> SetCookie {
        SetCookie(name: name, value: cart, path: "/", sameSite: .lax, maxAge: 30 * 86_400)
    }
}
