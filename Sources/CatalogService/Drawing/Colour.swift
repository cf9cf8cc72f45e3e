/// A colour in OKLab (Ottosson 2020), where lighter and darker keep their hue.
struct Colour: Hashable, Sendable {
    var lightness: Double
    var a: Double
    var b: Double

    static let white = Colour(lightness: 1, a: 0, b: 0)

    init(lightness: Double, a: Double, b: Double) {
        self.lightness = lightness
        self.a = a
        self.b = b
    }

    init(lightness: Double, chroma: Double, hue: Angle) {
        self.init(lightness: lightness, a: chroma * hue.cosine, b: chroma * hue.sine)
    }

    /// Reads `#rrggbb` or `rrggbb`; nil for anything else.
    init?(hex: String) {
        let digits = hex.hasPrefix("#") ? hex.dropFirst() : hex[...]
        guard digits.utf8.count == 6, let bits = UInt32(digits, radix: 16) else { return nil }
        self.init(bits)
    }

    /// A colour by its sRGB bytes, such as `0xe4572e`.
    init(_ bits: UInt32) {
        let red = Self.linear(bits >> 16 & 255)
        let green = Self.linear(bits >> 8 & 255)
        let blue = Self.linear(bits & 255)
        let l = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue).cubeRoot
        let m = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue).cubeRoot
        let s = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue).cubeRoot
        lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
        a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
        b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    }

    var chroma: Double { Point(a, b).length }
    var hue: Angle { Point(a, b).angle }

    /// The shortest notation of the nearest sRGB colour: `#rgb` where that is exact, else `#rrggbb`.
    var hex: String {
        let l = lightness + 0.3963377774 * a + 0.2158037573 * b
        let m = lightness - 0.1055613458 * a - 0.0638541728 * b
        let s = lightness - 0.0894841775 * a - 1.2914855480 * b
        let (cubeL, cubeM, cubeS) = (l * l * l, m * m * m, s * s * s)
        let bytes = [
            Self.byte(4.0767416621 * cubeL - 3.3077115913 * cubeM + 0.2309699292 * cubeS),
            Self.byte(-1.2684380046 * cubeL + 2.6097574011 * cubeM - 0.3413193965 * cubeS),
            Self.byte(-0.0041960863 * cubeL - 0.7034186147 * cubeM + 1.7076147010 * cubeS),
        ]
        if bytes.allSatisfy({ $0 % 17 == 0 }) {
            return "#" + bytes.map { String($0 / 17, radix: 16) }.joined()
        }
        return "#" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    func mixed(with other: Colour, _ fraction: Double) -> Colour {
        Colour(
            lightness: mix(lightness, other.lightness, fraction), a: mix(a, other.a, fraction),
            b: mix(b, other.b, fraction))
    }

    func lighter(_ fraction: Double) -> Colour { mixed(with: .white, fraction) }

    /// Darker with the hue kept alive: cloth in shade is not grey.
    func darker(_ fraction: Double) -> Colour {
        Colour(lightness: lightness * (1 - fraction), a: a * (1 - fraction * 0.6), b: b * (1 - fraction * 0.6))
    }

    private static func linear(_ byte: UInt32) -> Double {
        let value = Double(byte) / 255
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055).power(2.4)
    }

    private static func byte(_ linear: Double) -> Int {
        let value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear.power(1 / 2.4) - 0.055
        return Int((min(max(value, 0), 1) * 255).rounded())
    }
}
