import CatalogAPI

/// The winds that a kite flies in, also as sailors and forecasts say it.
struct WindRange: Hashable {
    /// km/h.
    let minimum: Int
    let maximum: Int

    /// Nil for what needs no wind range.
    init?(_ specifications: Specifications) {
        guard let minimum = specifications.windMinimum, let maximum = specifications.windMaximum else { return nil }
        self.minimum = minimum
        self.maximum = maximum
    }

    var text: String { "\(minimum) to \(maximum) km/h" }

    /// E.g. `Beaufort 2 to 4: light to moderate breeze`.
    var meaning: String {
        let (low, high) = (Self.force(of: minimum), Self.force(of: maximum))
        guard low != high else { return "Beaufort \(low): \(Self.names[low])" }
        return "Beaufort \(low) to \(high): \(Self.span(Self.names[low], Self.names[high]))"
    }

    /// The upper bounds of Beaufort's forces 0 to 11 in km/h (WMO Manual on Codes, code table 1100).
    private static let bounds = [0, 5, 11, 19, 28, 38, 49, 61, 74, 88, 102, 117]
    private static let names = [
        "calm", "light air", "light breeze", "gentle breeze", "moderate breeze", "fresh breeze", "strong breeze",
        "near gale", "gale", "strong gale", "storm", "violent storm", "hurricane",
    ]

    static func force(of speed: Int) -> Int {
        bounds.firstIndex { speed <= $0 } ?? bounds.count
    }

    /// `light breeze` and `fresh breeze` make `light to fresh breeze`.
    private static func span(_ low: String, _ high: String) -> String {
        let (first, last) = (low.split(separator: " "), high.split(separator: " "))
        guard first.count == 2, first.last == last.last else { return "\(low) to \(high)" }
        return "\(first[0]) to \(high)"
    }
}
