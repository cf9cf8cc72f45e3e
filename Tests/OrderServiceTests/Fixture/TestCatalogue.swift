import Wire

/// A catalogue of kites that differ in price and stock only.
struct TestCatalogue: Sendable {
    struct Article: Sendable {
        var price: Int
        var stock: Int
    }

    /// Article `KT-001-SR` first.
    var articles: [Article]

    init(_ articles: (price: Int, stock: Int)...) {
        self.articles = articles.map { Article(price: $0.price, stock: $0.stock) }
    }

    init(count: Int) {
        articles = (0..<count).map { Article(price: 1_000 + $0, stock: 5) }
    }

    static let store = "fano"

    static func product(_ index: Int) -> String {
        let number = String(index + 1)
        return "KT-" + String(repeating: "0", count: 3 - number.count) + number
    }

    static func sku(_ index: Int) -> String { product(index) + "-SR" }

    /// In the format of `POST /catalogue/import`.
    var document: String {
        """
        {"format": 1, "currency": "EUR",
        "categories": [{"id": "kites", "name": "Kites", "tagline": "Up", "summary": "They fly.", "scene": "meadow"}],
        "colourways": [{"id": "sunrise", "name": "Sunrise", "code": "SR",
            "colours": ["#ff6b4a", "#ffc145", "#fff1d6", "#3b1f2b"]}],
        "stores": [{"id": "\(Self.store)", "name": "Updraft Fanø", "street": "Strandhejren 14", "postalCode": "6720",
            "city": "Fanø", "country": "Denmark", "summary": "By the beach.", "hours": ["Mon–Fri 10–18"],
            "scene": "beach"}],
        "products": [\(articles.indices.map(product).joined(separator: ",\n"))]}
        """
    }

    private func product(_ index: Int) -> String {
        """
        {"id": "\(Self.product(index))", "name": "Kite \(index + 1)", "category": "kites", "shape": "delta",
        "pattern": "chevrons", "summary": "A kite.", "description": "It flies.", "highlights": ["Flies"],
        "specifications": {"skill": "beginner", "weight": 210, "line": "40 kp", "material": "Ripstop"},
        "introduced": "2026-06-02", "uses": ["beach"], "variants": [{"sku": "\(Self.sku(index))",
            "colourway": "sunrise", "size": "Standard", "price": \(articles[index].price),
            "stock": \(articles[index].stock)}]}
        """
    }
}
