/// What people call a colour when they look for one.
enum ColourFamily: String, CaseIterable, Sendable {
    case red, orange, yellow, green, teal, blue, violet, pink, black, white

    var name: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// By OKLCH: what has hardly any chroma is black or white, the rest goes by hue; dark magenta looks violet.
    init(_ shade: Shade) {
        let isGrey = shade.chroma < (shade.lightness < 0.35 ? 0.05 : 0.035)
        if isGrey {
            self = shade.lightness < 0.55 ? .black : .white
            return
        }
        switch shade.hue {
        case 15..<33: self = .red
        case 33..<72: self = .orange
        case 72..<112: self = .yellow
        case 112..<166: self = .green
        case 166..<225: self = .teal
        case 225..<276: self = .blue
        case 276..<325: self = .violet
        default: self = shade.lightness < 0.5 ? .violet : .pink
        }
    }

    /// The families of a colourway: that of its main colour, and that of its second one if it is vivid too.
    static func families(main: Shade, second: Shade) -> Set<ColourFamily> {
        second.chroma >= 0.12 ? [ColourFamily(main), ColourFamily(second)] : [ColourFamily(main)]
    }
}
