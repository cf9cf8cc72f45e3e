import FoundationEssentials

/// What was typed and what was wrong with it, kept in a short-lived cookie between the form's answer and the page that
/// shows it again. It never holds the payment, nor anything that may be a card's number.
package struct CheckoutFormMemory {
    static let cookie = "checkout-form"
    /// Bytes of the cookie's value.
    package static let limit = 3_072

    var way = CheckoutForm.Way.delivery
    package var values: [CheckoutField: String] = [:]
    var mistakes: [CheckoutField: FieldMistake] = [:]
    package var trouble: CheckoutTrouble?

    init() {}

    init(of form: CheckoutForm, mistakes: [CheckoutField: FieldMistake] = [:], trouble: CheckoutTrouble? = nil) {
        way = form.way
        for field in CheckoutField.allCases where field != .payment && !Self.mayBeCardNumber(form[field]) {
            values[field] = form[field].isEmpty ? nil : form[field]
        }
        self.mistakes = mistakes
        self.trouble = trouble
    }

    private static func mayBeCardNumber(_ text: String) -> Bool { text.count(where: \.isNumber) >= 13 }

    // MARK: The cookie

    private struct Document: Codable {
        var way: String
        var values: [String: String]
        var mistakes: [String: String]
        var trouble: String?
    }

    /// Nil if there is none or it is not one of ours.
    package init?(cookies: [String: String]) {
        guard let text = cookies[Self.cookie], text.utf8.count <= Self.limit, let data = Base64URL.decode(text),
            let document = try? JSONDecoder().decode(Document.self, from: data)
        else { return nil }
        way = CheckoutForm.Way(rawValue: document.way) ?? .delivery
        for field in CheckoutField.allCases where field != .payment { values[field] = document.values[field.rawValue] }
        for field in CheckoutField.allCases {
            mistakes[field] = document.mistakes[field.rawValue].flatMap(FieldMistake.init)
        }
        trouble = document.trouble.flatMap(CheckoutTrouble.init)
    }

    /// The cookie; where everything does not fit, without what was typed.
    func setting() throws -> SetCookie {
        var document = Document(
            way: way.rawValue,
            values: Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, $1) }),
            mistakes: Dictionary(uniqueKeysWithValues: mistakes.map { ($0.rawValue, $1.rawValue) }),
            trouble: trouble?.rawValue)
        var text = Base64URL.encode(try JSONEncoder().encode(document))
        if text.utf8.count > Self.limit {
            document.values = [:]
            text = Base64URL.encode(try JSONEncoder().encode(document))
        }
        return SetCookie(name: Self.cookie, value: text, path: "/checkout", sameSite: .strict, maxAge: 600)
    }

    static let removal = SetCookie(name: cookie, value: "", path: "/checkout", sameSite: .strict, maxAge: 0)
}
