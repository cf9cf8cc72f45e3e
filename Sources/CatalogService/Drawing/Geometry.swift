#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A point or a vector of the drawing plane; y points down.
struct Point: Hashable, Sendable {
    var x: Double
    var y: Double

    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    /// The point at an angle (0 to the right, clockwise on the page) and a distance from the origin.
    static func polar(_ angle: Angle, _ radius: Double) -> Point {
        Point(angle.cosine * radius, angle.sine * radius)
    }

    var mirrored: Point { Point(-x, y) }
    var length: Double { (x * x + y * y).squareRoot() }
    var angle: Angle { Angle(radians: atan2(y, x)) }

    /// The unit vector at a right angle, to the right hand of the direction.
    var normal: Point {
        let size = max(length, 0.001)
        return Point(-y / size, x / size)
    }

    func rotated(_ angle: Angle) -> Point {
        Point(x * angle.cosine - y * angle.sine, x * angle.sine + y * angle.cosine)
    }

    static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }
    static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
    static func * (a: Point, factor: Double) -> Point { Point(a.x * factor, a.y * factor) }
}

/// The value a fraction of the way from one to another.
func mix(_ a: Double, _ b: Double, _ fraction: Double) -> Double { a + (b - a) * fraction }
func mix(_ a: Point, _ b: Point, _ fraction: Double) -> Point { a + (b - a) * fraction }

struct Angle: Hashable, Sendable {
    var radians: Double

    static func degrees(_ degrees: Double) -> Angle { Angle(radians: degrees * Double.pi / 180) }

    var degrees: Double { radians * 180 / Double.pi }
    var sine: Double { sin(radians) }
    var cosine: Double { cos(radians) }
}

extension Double {
    var cubeRoot: Double { cbrt(self) }
    func power(_ exponent: Double) -> Double { pow(self, exponent) }
}
