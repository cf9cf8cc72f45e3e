/// The small kites and people of the landscapes.
extension ScenePainter {
    /// Three colours of a kite in a scene.
    struct Cloth: Sendable {
        let main: Colour
        let second: Colour
        let accent: Colour

        init(_ main: UInt32, _ second: UInt32, _ accent: UInt32) {
            self.main = Colour(main)
            self.second = Colour(second)
            self.accent = Colour(accent)
        }
    }

    static let coral = Cloth(0xe4572e, 0xf6c445, 0x24406e)
    static let sea = Cloth(0x1d7fa8, 0xf7f1e3, 0xf2a03d)
    static let leaf = Cloth(0x3f9b72, 0xf6d55c, 0xe76f51)
    static let plum = Cloth(0x6a4c93, 0xf3b6c4, 0xf9c74f)
    static let lemon = Cloth(0xf6bd2f, 0xe4572e, 0x24406e)
    static let rose = Cloth(0xd6336c, 0xffd8e4, 0x5f3dc4)
    static let ink = Cloth(0x29335c, 0x63b3c9, 0xf3a712)

    static let spar = Colour(0x27314a)

    /// A line in the air from a hand to a kite, sagging.
    mutating func line(_ hand: Point, _ kite: Point, sag: Double = 30) {
        var path = Path()
        path.move(hand)
        path.quad(mix(hand, kite, 0.5) + Point(0, sag), kite)
        canvas.stroke(path, Paint(Self.spar, 0.55), width: 1.4)
    }

    /// Halves in two lights, bands across them, and edges: how every flat kite here is made.
    private mutating func halves(_ left: Path, _ cloth: Cloth, band: Path, size: Double) {
        let right = left.mapped { $0.mirrored }
        var whole = left
        whole.append(right)
        var bands = band
        bands.append(band.mapped { $0.mirrored })
        canvas.fill(whole, Paint(cloth.main))
        canvas.fill(bands, Paint(cloth.second))
        canvas.fill(left, .light(0.15))
    }

    mutating func diamond(_ x: Double, _ y: Double, _ size: Double, tilt: Double, _ cloth: Cloth, tail: Double = 1) {
        hang(at: Point(x, y), rotated: tilt) { painter in
            painter.wavyTail(Point(0, size), size, cloth, -tilt, tail)
            let left = Path([Point(0, -size), Point(-size * 0.78, -size * 0.3), Point(0, size)])
            let band = Path([
                Point(0, -size * 0.3), Point(-size * 0.78, -size * 0.3), Point(-size * 0.44, size * 0.26),
                Point(0, size * 0.1),
            ])
            painter.halves(left, cloth, band: band, size: size)
            painter.canvas.fill(
                Path([
                    Point(0, -size), Point(-size * 0.28, -size * 0.75), Point(0, -size * 0.6),
                    Point(size * 0.28, -size * 0.75),
                ]), Paint(cloth.accent))
            let cross = Path([Point(-size * 0.78, -size * 0.3), Point(size * 0.78, -size * 0.3)], closed: false)
            painter.canvas.stroke(cross, Paint(Self.spar, 0.5), width: max(size * 0.025, 1))
            painter.canvas.stroke(
                Path([Point(0, -size), Point(0, size)], closed: false), Paint(Self.spar, 0.5),
                width: max(size * 0.025, 1))
        }
    }

    private mutating func wavyTail(_ root: Point, _ size: Double, _ cloth: Cloth, _ turn: Double, _ length: Double) {
        var path = Path()
        let steps = (0...5).map { index -> Point in
            let down = Double(index) * size * 0.32 * length
            return root
                + Point((index % 2 == 0 ? 1 : -1) * Double(min(index, 3)) * size * 0.08 + down * 0.3, down).rotated(
                    .degrees(turn * 0.8))
        }
        path.smooth(steps)
        let line = canvas.define(path)
        canvas.useLine(line, Paint(cloth.main), width: size * 0.1)
        canvas.useLine(line, Paint(cloth.accent), width: size * 0.1, dash: Number.text(size * 0.22))
    }

    mutating func delta(_ x: Double, _ y: Double, _ size: Double, tilt: Double, _ cloth: Cloth, tails: Bool = true) {
        hang(at: Point(x, y), rotated: tilt) { painter in
            if tails { painter.wavyTail(Point(0, size * 0.4), size * 0.8, cloth, -tilt, 1) }
            var left = Path()
            left.move(Point(0, -size * 0.5))
            left.line(Point(-size, size * 0.34))
            left.quad(Point(-size * 0.74, size * 0.28), Point(-size * 0.5, size * 0.42))
            left.quad(Point(-size * 0.24, size * 0.3), Point(0, size * 0.46))
            left.close()
            let band = Path([
                Point(0, -size * 0.12), Point(-size * 0.66, size * 0.36), Point(-size * 0.36, size * 0.37),
                Point(0, size * 0.1),
            ])
            painter.halves(left, cloth, band: band, size: size)
            painter.canvas.fill(
                Path([Point(0, -size * 0.16), Point(-size * 0.14, size * 0.12), Point(0, size * 0.34)]),
                Paint(cloth.accent))
            painter.canvas.stroke(
                Path([Point(-size, size * 0.34), Point(0, -size * 0.5), Point(size, size * 0.34)], closed: false),
                Paint(Self.spar), width: max(size * 0.035, 1.4))
        }
    }

    mutating func stunt(_ x: Double, _ y: Double, _ size: Double, tilt: Double, _ cloth: Cloth) {
        hang(at: Point(x, y), rotated: tilt) { painter in
            var left = Path()
            left.move(Point(0, -size * 0.5))
            left.quad(Point(-size * 0.62, -size * 0.2), Point(-size, size * 0.36))
            left.quad(Point(-size * 0.7, size * 0.14), Point(-size * 0.42, size * 0.22))
            left.quad(Point(-size * 0.2, size * 0.12), Point(0, size * 0.24))
            left.close()
            let band = Path([
                Point(0, -size * 0.22), Point(-size * 0.7, size * 0.02), Point(-size * 0.82, size * 0.16),
                Point(-size * 0.3, size * 0.17), Point(0, 0),
            ])
            painter.halves(left, cloth, band: band, size: size)
            painter.canvas.fill(
                Path([
                    Point(0, -size * 0.5), Point(-size * 0.22, -size * 0.34), Point(0, -size * 0.24),
                    Point(size * 0.22, -size * 0.34),
                ]), Paint(cloth.accent))
            var edge = Path()
            edge.move(Point(-size, size * 0.36))
            edge.quad(Point(-size * 0.62, -size * 0.2), Point(0, -size * 0.5))
            edge.quad(Point(size * 0.62, -size * 0.2), Point(size, size * 0.36))
            painter.canvas.stroke(edge, Paint(Self.spar), width: max(size * 0.04, 1.6))
        }
    }

    mutating func rokkaku(_ x: Double, _ y: Double, _ size: Double, tilt: Double, _ cloth: Cloth) {
        hang(at: Point(x, y), rotated: tilt) { painter in
            let left = Path([
                Point(0, -size), Point(-size * 0.74, -size * 0.52), Point(-size * 0.74, size * 0.52), Point(0, size),
            ])
            let band = Path([
                Point(0, -size * 0.3), Point(-size * 0.74, size * 0.14), Point(-size * 0.74, size * 0.52),
                Point(0, size * 0.2),
            ])
            painter.halves(left, cloth, band: band, size: size)
            painter.canvas.circle(Point(0, -size * 0.24), size * 0.26, Paint(cloth.accent))
            var spars = Path([Point(0, -size), Point(0, size)], closed: false)
            for level in [-0.52, 0.52] {
                spars.stroke(Point(-size * 0.74, size * level), Point(size * 0.74, size * level))
            }
            painter.canvas.stroke(spars, Paint(Self.spar, 0.45), width: max(size * 0.024, 1))
        }
    }

    /// A ram-air foil with its bridle, flown from a hand.
    mutating func foil(_ x: Double, _ y: Double, _ size: Double, tilt: Double, _ cloth: Cloth, hand: Point) {
        let pose = Pose(centre: Point(x, y), tilt: tilt)
        canvas.group(at: Point(x, y), rotated: tilt) { canvas in
            func at(_ u: Double, _ v: Double) -> Point {
                let chord = size * 0.52 * (1 - 0.8 * u * u * u * u)
                return Point(
                    u * size * (1 - 0.08 * u * u) - u * v * chord * 0.25, u * u * size * 0.34 - size * 0.3 + v * chord)
            }
            var bridle = Path()
            for u in [-0.9, -0.6, -0.3, 0.3, 0.6, 0.9] {
                bridle.stroke(at(u, 0.9), mix(at(u < 0 ? -0.5 : 0.5, 1), pose.local(hand), 0.55))
            }
            for side in [-1.0, 1] {
                bridle.stroke(mix(at(0.5 * side, 1), pose.local(hand), 0.55), pose.local(hand))
            }
            canvas.seam(bridle, Paint(Self.spar, 0.5), width: 1.2)
            var (plain, banded, shade, mouths) = (Path(), Path(), Path(), Path())
            for cell in 0..<10 {
                let (left, right) = (Double(cell) / 5 - 1, Double(cell + 1) / 5 - 1)
                var panel = Path()
                panel.move(at(left, 0))
                panel.quad(at((left + right) / 2, -0.1), at(right, 0))
                panel.line(at(right, 1))
                panel.quad(at((left + right) / 2, 1.06), at(left, 1))
                panel.close()
                if [2, 7, 4, 5].contains(cell) { banded.append(panel) } else { plain.append(panel) }
                shade.append(
                    Path([at(mix(left, right, 0.6), 0), at(right, 0), at(right, 1), at(mix(left, right, 0.6), 1)]))
                mouths.append(
                    Path([
                        at(mix(left, right, 0.2), 0.04), at(mix(left, right, 0.8), 0.04), at((left + right) / 2, 0.16),
                    ]))
            }
            canvas.fill(plain, Paint(cloth.main))
            canvas.fill(banded, Paint(cloth.second))
            canvas.fill(shade, .shade(0.13))
            canvas.fill(mouths, Paint(cloth.accent.darker(0.3)))
        }
    }

    /// A person whose line goes up to a kite.
    mutating func flyer(_ x: Double, _ y: Double, _ tall: Double, coat: UInt32, kite: Point, sag: Double = 36) {
        let neck = Point(x, y - tall * 0.76)
        let reach = Point((kite.x - neck.x) * 0.6, kite.y - neck.y)
        line(neck + reach * (tall * 0.36 / max(reach.length, 1)), kite, sag: sag)
        person(x, y, tall, coat: coat, reach: reach)
    }

    /// A person with a stunt kite on two straight lines.
    mutating func pilot(
        _ x: Double, _ y: Double, _ tall: Double, coat: UInt32, kite: Pose, size: Double, _ cloth: Cloth
    ) {
        let hands = Point(x + tall * 0.2, y - tall * 0.66)
        for side in [-1.0, 1] {
            line(hands + Point(side * 3, 0), kite.page(Point(side * size * 0.34, size * 0.06)), sag: 0)
        }
        stunt(kite.centre.x, kite.centre.y, size, tilt: kite.tilt, cloth)
        person(x, y, tall, coat: coat, reach: Point(40, 16))
    }

    /// A person of the given height, feet at the point, an arm towards the kite.
    mutating func person(_ x: Double, _ y: Double, _ tall: Double, coat: UInt32, legs: UInt32 = 0x2b3550, reach: Point)
    {
        let neck = Point(x, y - tall * 0.76)
        let hand = neck + reach * (tall * 0.36 / max(reach.length, 1))
        canvas.ellipse(Point(x + tall * 0.08, y), tall * 0.3, tall * 0.04, .shade(0.16))
        var stride = Path([Point(x - tall * 0.13, y), Point(x - tall * 0.02, y - tall * 0.42)], closed: false)
        stride.line(Point(x + tall * 0.11, y))
        canvas.stroke(stride, Paint(Colour(legs)), width: tall * 0.11)
        canvas.stroke(
            Path([neck + Point(0, tall * 0.03), hand], closed: false), Paint(Colour(coat).darker(0.12)),
            width: tall * 0.08)
        canvas.patch(
            Path([
                neck + Point(-tall * 0.1, -tall * 0.04), neck + Point(tall * 0.1, -tall * 0.04),
                neck + Point(tall * 0.13, tall * 0.38), neck + Point(-tall * 0.13, tall * 0.38),
            ]), Paint(Colour(coat)))
        canvas.circle(neck - Point(0, tall * 0.13), tall * 0.095, Paint(Colour(0xd9a07a)))
        canvas.circle(neck - Point(tall * 0.015, tall * 0.165), tall * 0.085, Paint(Colour(0x4a3428)))
    }
}
