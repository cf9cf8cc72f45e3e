import CatalogAPI
import FragmentRendering

extension Listing {
    /// The state that an address asks for. What makes no sense in it is left out, with a note for the reader.
    static func read(_ request: FragmentRequest) -> (listing: Listing, notes: [String]) {
        var reader = ListingReader()
        var listing = Listing(category: request["category"])
        listing.skills = Set(reader.known(request.list("skill"), "skill", Skill.init(rawValue:)))
        listing.wind = reader.number(request["wind"], in: 0...200, "wind speed")
        listing.minimumPrice = reader.number(request["minPrice"], in: 0...99_999, "price")
        listing.maximumPrice = reader.number(request["maxPrice"], in: 0...99_999, "price")
        listing.colours = Set(reader.known(request.list("colour"), "colour") { Swatch.isFamily($0) ? $0 : nil })
        listing.onlyInStock = request["inStock"] == "1"
        listing.order =
            reader.known(request.list("sort"), "order", ProductQuery.Order.init(rawValue:)).first ?? .featured
        listing.page = reader.number(request["page"], in: 1...9_999, "page") ?? 1
        if let minimum = listing.minimumPrice, let maximum = listing.maximumPrice, minimum > maximum {
            (listing.minimumPrice, listing.maximumPrice) = (maximum, minimum)
        }
        return (listing, reader.notes)
    }
}

/// Reads values leniently and takes notes of what it leaves out.
private struct ListingReader {
    private(set) var notes: [String] = []

    mutating func number(_ text: String?, in range: ClosedRange<Int>, _ kind: String) -> Int? {
        guard let text else { return nil }
        if let number = Int(text.prefix { $0 != "." && $0 != "," }), range.contains(number) { return number }
        notes.append("“\(text)” is no \(kind) we can use, so we left it out.")
        return nil
    }

    mutating func known<Value>(_ texts: [String], _ kind: String, _ value: (String) -> Value?) -> [Value] {
        texts.compactMap { text in
            if let value = value(text) { return value }
            notes.append("We know no \(kind) “\(text)”, so we left it out.")
            return nil
        }
    }
}
