/// Where on the cloth a pattern lies: the sail's middle, its reach, and the point that rays and feathers come from.
struct Field: Sendable {
    var centre: Point
    var halfWidth: Double
    var halfHeight: Double
    var focus: Point

    init(centre: Point = Point(0, 0), halfWidth: Double, halfHeight: Double, focus: Point? = nil) {
        self.centre = centre
        self.halfWidth = halfWidth
        self.halfHeight = halfHeight
        self.focus = focus ?? centre
    }

    var narrow: Double { min(halfWidth, halfHeight) }
    var reach: Double { Point(halfWidth, halfHeight).length * 1.15 }
    var top: Double { centre.y - halfHeight }
    var bottom: Double { centre.y + halfHeight }

    /// A point of the field in fractions: -1 to 1 across and down.
    func at(_ u: Double, _ v: Double) -> Point { centre + Point(u * halfWidth, v * halfHeight) }
}

/// A piece of cloth sewn onto the sail.
struct Patch: Sendable {
    var path: Path
    var colour: Colour
    var opacity = 1.0
}

/// Cuts the patches of a pattern for a field; the sail clips and, where it is curved, bends them.
struct Applique {
    let pattern: KitePattern
    let field: Field
    let palette: Palette
    var seed: SeededGenerator
    var patches: [Patch] = []

    static func patches(
        _ pattern: KitePattern, on field: Field, palette: Palette, seed: SeededGenerator
    ) -> [Patch] {
        var applique = Applique(pattern: pattern, field: field, palette: palette, seed: seed)
        applique.cut()
        return applique.patches
    }

    private mutating func cut() {
        switch pattern {
        case .plain: plain()
        case .sunburst: sunburst()
        case .chevrons: chevrons()
        case .stripes: stripes()
        case .rings: rings()
        case .scales: scales()
        case .checks: checks()
        case .star: star()
        case .feather: feather()
        case .wave: wave()
        case .split: split()
        case .mosaic: mosaic()
        case .eye: eye()
        }
    }

    mutating func sew(_ path: Path, _ colour: Colour, _ opacity: Double = 1) {
        patches.append(Patch(path: path, colour: colour, opacity: opacity))
    }

    mutating func disc(_ centre: Point, _ radius: Double, _ colour: Colour) {
        var path = Path()
        path.circle(centre, radius)
        sew(path, colour)
    }

    /// Alternating colours of a row of bands.
    func tone(_ index: Int) -> Colour {
        switch index % 4 {
        case 0: palette.second
        case 1: palette.accent
        case 2: palette.second.mixed(with: palette.main, 0.45)
        default: palette.main.darker(0.14)
        }
    }
}
