/// A colourway and the sky that flatters it.
struct Palette: Sendable {
    let main: Colour
    let second: Colour
    let accent: Colour
    let dark: Colour
    /// Turns the sky's hue a little, so that neighbours on a page do not share one sky.
    let drift: Double

    private static let house = [0xe4572e, 0xf3a712, 0x29335c, 0x1f2430].map { Colour($0) }

    init(_ colours: [String], drift: Double = 0) {
        self.drift = drift
        let read = Self.house.indices.map { index in
            colours.indices.contains(index) ? Colour(hex: colours[index]) : nil
        }
        main = read[0] ?? Self.house[0]
        second = read[1] ?? Self.house[1]
        accent = read[2] ?? Self.house[2]
        let spar = read[3] ?? Self.house[3]
        dark = spar.lightness > 0.45 ? spar.darker(0.5) : spar
    }

    /// Of four quiet skies the one farthest in hue from the cloth, so that every kite stands out from its picture.
    var skyHue: Angle {
        let skies = [232.0, 70, 175, 305]
        let distances = skies.map { sky in
            Self.distance(sky, main) * 1.6 + Self.distance(sky, second) + (sky == 232 ? 50 : 0)
        }
        let best = distances.indices.max { distances[$0] < distances[$1] } ?? 0
        return .degrees(skies[best] + drift)
    }

    /// How light the sky is: pale cloth flies before a deeper sky.
    var skyLightness: Double { main.lightness > 0.86 ? 0.845 : 0.925 }

    func sky(_ lift: Double) -> Colour {
        Colour(lightness: min(skyLightness + lift, 0.985), chroma: 0.042 * (1 - lift * 4), hue: skyHue)
    }

    private static func distance(_ degrees: Double, _ colour: Colour) -> Double {
        let difference = (degrees - colour.hue.degrees).truncatingRemainder(dividingBy: 360)
        let around = difference < 0 ? difference + 360 : difference
        return min(around, 360 - around) * min(colour.chroma / 0.1, 1)
    }
}
