import CatalogAPI

/// The filters of a list as `filters.mustache` shows them.
struct FilterForm: Sendable {
    struct Choice: Sendable {
        let value: String
        let name: String
        let count: Int
        let isOn: Bool
        /// It would leave nothing.
        let isIdle: Bool
        let swatch: Swatch
    }

    struct Option: Sendable {
        let value: String
        let name: String
        let isOn: Bool
    }

    let action: String
    /// The category has things that fly; lines and tails have no wind range.
    let skills: [Choice]
    let winds: [Option]
    let minimumPrice: String
    let maximumPrice: String
    let lowest: String
    let highest: String
    let colours: [Choice]
    let onlyInStock: Bool
    let orders: [Option]
    /// How many filters are on; nil for none.
    let active: String?

    init(_ listing: Listing, facets: Facets) {
        action = ShopPath.category(listing.category)
        skills = Self.choices(facets.skills, on: Set(listing.skills.map(\.rawValue)))
        colours = Self.choices(facets.colours, on: listing.colours)
        winds = Self.winds(listing.wind)
        minimumPrice = listing.minimumPrice.map(String.init) ?? ""
        maximumPrice = listing.maximumPrice.map(String.init) ?? ""
        lowest = String((facets.minimumPrice ?? 0) / 100)
        highest = String(((facets.maximumPrice ?? 0) + 99) / 100)
        onlyInStock = listing.onlyInStock
        orders = Self.orders.map {
            Option(value: $0 == .featured ? "" : $0.rawValue, name: $1, isOn: $0 == listing.order)
        }
        let count = listing.chips.count
        active = count > 0 ? String(count) : nil
    }

    private static let orders: [(ProductQuery.Order, String)] = [
        (.featured, "Our order"), (.newest, "Newest first"), (.priceAscending, "Price, low to high"),
        (.priceDescending, "Price, high to low"), (.name, "Name"),
    ]

    /// What there is to choose, and what was chosen even if nothing is left of it: it must be possible to take it off.
    private static func choices(_ facets: [Facets.Choice], on chosen: Set<String>) -> [Choice] {
        let gone = chosen.subtracting(facets.map(\.id)).sorted().map { id in
            Facets.Choice(id: id, name: id.prefix(1).uppercased() + id.dropFirst(), count: 0)
        }
        return (facets + gone).map { Choice($0, isOn: chosen.contains($0.id)) }
    }

    /// The usual winds, and the one that was asked for if it is none of them.
    private static func winds(_ wind: Int?) -> [Option] {
        let usual = WindForce.all.map {
            Option(value: String($0.speed), name: "\($0.name), \($0.range)", isOn: $0.speed == wind)
        }
        let other = wind.flatMap { wind in
            usual.contains(where: \.isOn) ? nil : Option(value: String(wind), name: "\(wind) km/h", isOn: true)
        }
        return [Option(value: "", name: "Any wind", isOn: wind == nil)] + [other].compactMap(\.self) + usual
    }
}

extension FilterForm.Choice {
    fileprivate init(_ choice: Facets.Choice, isOn: Bool) {
        self.init(
            value: choice.id, name: choice.name, count: choice.count, isOn: isOn, isIdle: choice.count == 0 && !isOn,
            swatch: Swatch(family: choice.id))
    }
}
