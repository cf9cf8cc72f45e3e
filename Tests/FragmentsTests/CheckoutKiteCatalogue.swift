/// A catalogue of four products: one with a variant sold out, one with a hostile name, one with sizes, one sold out.
struct KiteCatalogue: Sendable {
    var skylarkPrice = 3_490
    var skylarkStock = 10

    /// A name that would end a script element, an attribute and a tag.
    static let hostileName = #"</script><b a="Kite'& Co"#
    static let hostileHTML = "&lt;/script&gt;&lt;b a=&quot;Kite&#39;&amp; Co"

    var text: String {
        """
        {"format": 1, "currency": "EUR",
        "categories": [{"id": "single-line", "name": "Single-line kites", "tagline": "Up", "summary": "They fly.",
            "scene": "meadow"}],
        "colourways": [
            {"id": "signal", "name": "Signal", "code": "SG", "colours": ["#e4002b", "#ffffff", "#ffd100", "#1a1a1a"]},
            {"id": "harbour", "name": "Harbour", "code": "HB", "colours": ["#1d5c96", "#ffffff", "#f25f4c", "#0c2340"]}],
        "stores": [{"id": "fano", "name": "Updraft Fanø", "street": "Strandvej 1", "postalCode": "6720",
            "city": "Fanø", "country": "Denmark", "summary": "Near the sand.", "hours": ["Mon–Fri 10–18"],
            "scene": "beach"}],
        "products": [
        \(product("KT-001", "Skylark", wind: "\"windMinimum\": 8, \"windMaximum\": 28, ", [
            variant("KT-001-HB", "harbour", price: 3_990, stock: 0),
            variant("KT-001-SG", "signal", price: skylarkPrice, stock: skylarkStock),
        ])),
        \(product("KT-002", #"</script><b a=\"Kite'& Co"#, [variant("KT-002-SG", "signal", price: 12_900, stock: 3)])),
        \(product("KT-003", "Lodestar", [
            variant("KT-003-HB-13", "harbour", "1.3 m", price: 7_900, stock: 4),
            variant("KT-003-HB-18", "harbour", "1.8 m", price: 10_900, stock: 2),
            variant("KT-003-SG-13", "signal", "1.3 m", price: 7_900, stock: 6),
            variant("KT-003-SG-18", "signal", "1.8 m", price: 10_900, stock: 1),
        ])),
        \(product("KT-004", "Fade Out", [variant("KT-004-SG", "signal", price: 2_950, stock: 0)]))
        ]}
        """
    }

    private func product(_ id: String, _ name: String, wind: String = "", _ variants: [String]) -> String {
        """
        {"id": "\(id)", "name": "\(name)", "category": "single-line", "shape": "delta", "pattern": "chevrons",
        "summary": "Climbs off the hand.", "description": "It stands like a nail.", "highlights": ["Floating spreader"],
        "specifications": {\(wind)"skill": "beginner", "weight": 1240, "line": "40 kp", "material": "Ripstop"},
        "introduced": "2026-03-02", "uses": ["beach"], "variants": [\(variants.joined(separator: ",\n"))]}
        """
    }

    private func variant(
        _ sku: String, _ colourway: String, _ size: String = "Standard", price: Int, stock: Int
    ) -> String {
        #"{"sku": "\#(sku)", "colourway": "\#(colourway)", "size": "\#(size)", "price": \#(price), "stock": \#(stock)}"#
    }
}
