/// Foils on two and four lines: arcs of cells with a bridle's cascade.
extension KitePainter {
    enum FoilKind { case power, depower, trainer }

    mutating func foil(_ kind: FoilKind) {
        let plan = FoilPlan(kind, &seed)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400, 282), tilt: lean * seed.between(3, 16))
        sky()
        let hands = [-1.0, 1].map { Point(400 + $0 * (kind == .power ? 52 : 74), kind == .power ? 700 : 735) }
        hang(pose) { painter in
            let tows = [-1.0, 1].map { side -> Point in
                let hand = pose.local(hands[side < 0 ? 0 : 1])
                return mix(plan.at(side * 0.5, 1), hand, 0.52)
            }
            painter.fan(of: plan, to: tows)
            painter.paint(plan.sail())
            painter.intakes(of: plan)
            for (tow, hand) in zip(tows, hands) {
                painter.flyingLine(from: tow, to: hand, pose, sag: 0)
                painter.canvas.circle(tow, 6, Paint(painter.palette.accent))
            }
        }
        grip(kind, hands)
    }

    /// The bridle's cascade: rows of ribs gathered on each side.
    private mutating func fan(of plan: FoilPlan, to tows: [Point]) {
        var path = Path()
        for rib in 0...plan.cells where rib % 2 == (plan.cells / 2) % 2 || plan.cells < 11 {
            let u = plan.rib(rib)
            let tow = u < 0 ? tows[0] : tows[1]
            let joint = mix(plan.at(u * 0.9, 1), tow, 0.42)
            path.stroke(plan.at(u, 0.3), joint)
            path.stroke(plan.at(u, 0.94), joint)
            path.line(tow)
        }
        canvas.seam(path, Paint(palette.dark, 0.55), width: 1.5)
    }

    private mutating func intakes(of plan: FoilPlan) {
        var mouths = Path()
        for cell in 1..<(plan.cells - 1) {
            let (left, right) = (plan.rib(cell), plan.rib(cell + 1))
            let (a, b) = (mix(left, right, 0.16), mix(left, right, 0.84))
            mouths.move(plan.at(a, 0.05))
            mouths.quad(plan.at(mix(a, b, 0.5), -0.02), plan.at(b, 0.05))
            mouths.quad(plan.at(mix(a, b, 0.5), 0.26), plan.at(a, 0.05))
            mouths.close()
        }
        canvas.patch(mouths, Paint(palette.dark, 0.85))
    }

    private mutating func grip(_ kind: FoilKind, _ hands: [Point]) {
        if kind == .power {
            for (side, hand) in zip([-1.0, 1], hands) {
                var tube = Path()
                tube.move(hand)
                tube.quad(hand + Point(-side * 4, 34), hand + Point(side * 16, 66))
                canvas.stroke(tube, Paint(palette.dark), width: 15)
                canvas.stroke(tube, Paint(palette.accent), width: 15, dash: "26 90")
            }
            return
        }
        var bar = Path()
        bar.stroke(hands[0], hands[1])
        canvas.stroke(bar.mapped { $0 + Point(4, 8) }, .shade(0.16), width: 15)
        canvas.stroke(bar, Paint(palette.dark), width: 15)
        canvas.stroke(bar, Paint(palette.accent), width: 15, dash: "34 80 34")
        if kind == .depower {
            let middle = mix(hands[0], hands[1], 0.5)
            canvas.stroke(
                Path([middle - Point(0, 74), middle + Point(0, 40)], closed: false), Paint(palette.dark, 0.8), width: 4)
            canvas.circle(middle - Point(0, 74), 9, Paint(palette.second))
            canvas.circle(middle + Point(0, 44), 10, Paint(palette.accent))
        }
    }
}

/// The arc of a foil: span, chord and cells, and how flat cloth bends onto it.
private struct FoilPlan: Sendable {
    let half: Double
    let chord: Double
    let arc: Angle
    let cells: Int
    let sweep: Double

    init(_ kind: KitePainter.FoilKind, _ seed: inout SeededGenerator) {
        switch kind {
        case .power:
            (half, chord) = (seed.between(312, 336), seed.between(212, 248))
            arc = .degrees(seed.between(34, 46))
            cells = seed.integer(in: 11...14)
            sweep = seed.between(0.1, 0.3)
        case .depower:
            (half, chord) = (seed.between(318, 338), seed.between(154, 184))
            arc = .degrees(seed.between(60, 74))
            cells = seed.integer(in: 13...15)
            sweep = seed.between(0.3, 0.55)
        case .trainer:
            (half, chord) = (seed.between(296, 326), seed.between(192, 228))
            arc = .degrees(seed.between(22, 32))
            cells = seed.integer(in: 7...10)
            sweep = seed.between(0, 0.16)
        }
    }

    private var radius: Double { half / arc.sine }

    func rib(_ index: Int) -> Double {
        let share = Double(index) / Double(cells) * 2 - 1
        return share * (1.12 - 0.12 * share * share)
    }

    /// A point of the canopy: `u` along the span from -1 to 1, `v` along the chord from 0 at the leading edge to 1.
    func at(_ u: Double, _ v: Double) -> Point {
        let turn = Angle(radians: arc.radians * u)
        let lead = Point(radius * turn.sine, radius * (1 - turn.cosine) - chord * 0.62)
        let local = chord * max(1 - 0.86 * u * u * u * u - 0.12 * u * u, 0.05)
        let inward = Point(-turn.sine * 0.8, turn.cosine)
        return lead + Point(0, local * sweep * u * u) + inward * (local * v)
    }

    func sail() -> Sail {
        var outline = Path()
        outline.move(at(-1, 0))
        for cell in 0..<cells {
            let (left, right) = (rib(cell), rib(cell + 1))
            outline.quad(at((left + right) / 2, -0.07), at(right, 0))
        }
        outline.quad(at(1.04, 0.5), at(1, 1))
        for cell in stride(from: cells - 1, through: 0, by: -1) {
            let (left, right) = (rib(cell), rib(cell + 1))
            outline.quad(at((left + right) / 2, 1.05), at(left, 1))
        }
        outline.quad(at(-1.04, 0.5), at(-1, 0))
        outline.close()
        let field = Field(halfWidth: half, halfHeight: chord / 2)
        var sail = Sail(outline: outline, field: field, hem: 5)
        sail.bend = { [self] point in at(max(min(point.x / half, 1.05), -1.05), point.y / chord + 0.5) }
        var (bright, shaded) = (Path(), Path())
        for cell in 0..<cells {
            let (left, right) = (rib(cell), rib(cell + 1))
            let (a, b) = (mix(left, right, 0.42), mix(left, right, 0.7))
            bright.append(Path([at(left, -0.1), at(a, -0.1), at(a, 1.1), at(left, 1.1)]))
            shaded.append(Path([at(b, -0.1), at(right, -0.1), at(right, 1.1), at(b, 1.1)]))
        }
        sail.panels = [.init(path: bright, light: 0.13), .init(path: shaded, light: -0.13)]
        return sail
    }
}
