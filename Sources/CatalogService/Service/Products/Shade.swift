import Glibc

/// A colour in OKLab (Ottosson 2020), where distance is near to what the eye sees.
struct Shade: Sendable, Hashable {
    /// 0 black to 1 white.
    let lightness: Double
    let a: Double
    let b: Double

    /// Nil if `hex` is not `#rrggbb`.
    init?(hex: String) {
        let digits = hex.utf8.dropFirst()
        guard hex.utf8.first == UInt8(ascii: "#"), digits.count == 6,
            digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let bits = UInt32(hex.dropFirst(), radix: 16)
        else { return nil }
        let (red, green, blue) = (Self.linear(bits >> 16), Self.linear(bits >> 8), Self.linear(bits))
        let l = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        let m = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        let s = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
        a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
        b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    }

    /// 0 grey to about 0.32 for the most vivid.
    var chroma: Double { hypot(a, b) }

    /// Degrees from 0 up to 360.
    var hue: Double {
        let degrees = atan2(b, a) * 180 / .pi
        return degrees < 0 ? degrees + 360 : degrees
    }

    func distance(to other: Shade) -> Double {
        let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
        return (dl * dl + da * da + db * db).squareRoot()
    }

    private static func linear(_ bits: UInt32) -> Double {
        let value = Double(bits & 255) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
