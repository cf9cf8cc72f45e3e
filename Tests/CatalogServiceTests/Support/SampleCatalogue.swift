/// A small catalogue whose lines and contents the tests know.
enum SampleCatalogue {
    /// Line 1 is the opening brace.
    static let text = """
        {
          "format": 1,
          "currency": "EUR",
          "categories": [
            { "id": "stunt", "name": "Stunt kites", "tagline": "Two lines", "summary": "They turn.", "scene": "beach" },
            { "id": "single-line", "name": "Single-line kites", "tagline": "One line",
              "summary": "They stay.", "scene": "meadow" },
            { "id": "tails", "name": "Tails", "tagline": "Cloth", "summary": "They follow.", "scene": "workshop" }
          ],
          "colourways": [
            { "id": "signal", "name": "Signal", "code": "SG", "colours": ["#e4002b", "#ffffff", "#ffd100", "#1a1a1a"] },
            { "id": "harbour", "name": "Harbour", "code": "HB", "colours":
              ["#1d5c96", "#ffffff", "#f25f4c", "#0c2340"] },
            { "id": "lemon", "name": "Lemon", "code": "LM", "colours": ["#ffe14d", "#ffffff", "#2f80ed", "#3a3200"] }
          ],
          "stores": [
            { "id": "fano", "name": "Updraft Fanø", "street": "Strandvej 1", "postalCode": "6720",
              "city": "Fanø", "country": "Denmark", "summary": "Near the sand.",
              "hours": ["Mon–Fri 10–18"], "scene": "beach" }
          ],
          "products": [
            {
              "id": "KT-001", "name": "Skylark", "category": "single-line", "shape": "delta", "pattern": "chevrons",
              "summary": "A small delta.", "description": "It climbs off the hand.",
              "highlights": ["Floating spreader"],
              "specifications": { "windMinimum": 8, "windMaximum": 28, "skill": "beginner", "wingspan": 180,
                "weight": 210, "line": "40 kp", "material": "Ripstop" },
              "introduced": "2026-03-02", "uses": ["beach", "park"],
              "variants": [
                { "sku": "KT-001-SG", "colourway": "signal", "size": "Standard", "price": 3490, "stock": 10 },
                { "sku": "KT-001-HB", "colourway": "harbour", "size": "Standard", "price": 3990, "stock": 0 }
              ]
            },
            {
              "id": "KT-002", "name": "Vandøre", "category": "stunt", "shape": "stunt-delta", "pattern": "stripes",
              "summary": "A quick stunt kite.", "description": "It débuts in any wind.",
              "highlights": ["Leech lines"],
              "specifications": { "windMinimum": 12, "windMaximum": 40, "skill": "advanced", "wingspan": 220,
                "weight": 290, "line": "2 × 25 m", "material": "Ripstop" },
              "introduced": "2026-05-01", "uses": ["beach", "tricks"],
              "variants": [
                { "sku": "KT-002-SG", "colourway": "signal", "size": "Standard", "price": 12900, "stock": 3 },
                { "sku": "KT-002-LM", "colourway": "lemon", "size": "Standard", "price": 12900, "stock": 0 }
              ]
            },
            {
              "id": "KT-003", "name": "Lodestar", "category": "single-line", "shape": "rokkaku", "pattern": "star",
              "summary": "A six-cornered fighter.", "description": "It stands like a nail.",
              "highlights": ["Two sails"],
              "specifications": { "windMinimum": 6, "windMaximum": 20, "skill": "intermediate", "wingspan": 150,
                "weight": 380, "line": "60 kp", "material": "Ripstop" },
              "introduced": "2024-11-20", "uses": ["beach", "display"],
              "variants": [
                { "sku": "KT-003-HB-13", "colourway": "harbour", "size": "1.3 m", "price": 7900, "stock": 4 },
                { "sku": "KT-003-HB-18", "colourway": "harbour", "size": "1.8 m", "price": 10900, "stock": 2 }
              ]
            },
            {
              "id": "KT-004", "name": "Fade Out", "category": "tails", "shape": "tail-tube", "pattern": "plain",
              "summary": "A tail of ten metres.", "description": "It hides a wobble.", "highlights": ["Washable"],
              "specifications": { "windMinimum": null, "windMaximum": null, "skill": "beginner", "wingspan": null,
                "weight": 90, "line": "None", "material": "Ripstop" },
              "introduced": "2026-06-30", "uses": ["display"],
              "variants": [
                { "sku": "KT-004-LM", "colourway": "lemon", "size": "10 m", "price": 2950, "stock": 0 }
              ]
            }
          ]
        }
        """

    /// The catalogue with one thing changed.
    static func with(_ old: String, _ new: String) -> String { text.replacing(old, with: new) }

    /// The line on which `piece` stands first.
    static func line(of piece: String) -> Int? {
        text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(piece) }.map { $0 + 1 }
    }
}
