import CatalogAPI

/// Two colours of a round sample of cloth.
struct Swatch: Sendable {
    let first: String
    let second: String

    init(first: String, second: String) {
        self.first = first
        self.second = second
    }

    init(_ colourway: Colourway) {
        first = colourway.colours.first ?? "#888888"
        second = colourway.colours.dropFirst().first ?? first
    }

    /// What stands for a family of colours among the filters.
    init(family: String) {
        let colour = Self.families[family] ?? "#888888"
        self.init(first: colour, second: colour)
    }

    private static let families = [
        "red": "#e4002b", "orange": "#ff7a1f", "yellow": "#ffd02e", "green": "#22995a", "teal": "#12a5a5",
        "blue": "#2f6fe4", "violet": "#8557c9", "pink": "#ff6f9f", "black": "#20242c", "white": "#fbfbf7",
    ]
}

extension Swatch {
    static func isFamily(_ id: String) -> Bool { families[id] != nil }
}
