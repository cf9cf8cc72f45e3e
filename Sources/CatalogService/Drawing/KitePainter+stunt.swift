/// The two-line stunt kite.
extension KitePainter {
    mutating func stuntDelta() {
        let plan = StuntPlan(&seed)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400 + lean * 4, 332), tilt: lean * seed.between(6, 27))
        let sail = plan.sail()
        let legs = [plan.leading(0.3), plan.leading(0.7), Point(0, plan.cross)]
        let tow = Point(plan.half * 0.34, plan.cross - 2)
        sky()
        hang(pose) { painter in
            var standoffs = Path()
            for point in plan.standoffs { standoffs.stroke(Point(point.x * 0.9, plan.cross), point) }
            painter.paint(sail)
            painter.canvas.stroke(standoffs.bothSides, Paint(painter.palette.dark, 0.6), width: 3)
            for side in [1.0, -1] {
                let turned = { (point: Point) in side > 0 ? point : point.mirrored }
                painter.bridle(legs.map(turned), to: turned(tow), ring: false)
                painter.flyingLine(from: turned(tow), to: Point(400 - lean * 90 + side * 34, 800), pose, sag: 0)
                painter.canvas.circle(turned(tow), 5, Paint(painter.palette.accent))
            }
        }
    }
}

/// The lines of a stunt kite's wing: they differ in sweep, aspect, trailing edge and cut.
private struct StuntPlan {
    let half: Double
    let height: Double
    let nose: Point
    let tip: Point
    let foot: Point
    let standoffs: [Point]
    let bow: Double
    let dip: Double
    let cut: Int
    let cross: Double

    init(_ seed: inout SeededGenerator) {
        half = seed.between(322, 360)
        height = half * seed.between(0.84, 1.1)
        nose = Point(0, -height * 0.55)
        foot = Point(0, height * seed.between(0.27, 0.42))
        tip = Point(half, height * seed.between(0.3, 0.45))
        bow = seed.between(4, 34)
        dip = seed.between(8, 34)
        cut = seed.integer(in: 0...2)
        let count = seed.integer(in: 1...2)
        let lower = seed.between(-4, 22)
        let base = (foot, tip)
        standoffs = (1...count).map { index in
            let share = Double(index) / (Double(count) + 0.75)
            return mix(base.0, base.1, share) + Point(0, lower)
        }
        cross = height * seed.between(0.02, 0.1)
    }

    var control: Point { mix(nose, tip, 0.55) + Point(bow * 0.6, -bow) }

    /// A point of the leading edge.
    func leading(_ share: Double) -> Point {
        mix(mix(nose, control, share), mix(control, tip, share), share)
    }

    private var trailing: [Point] { [foot] + standoffs + [tip] }

    private func hollow(_ a: Point, _ b: Point) -> Point { mix(a, b, 0.5) - Point(0, dip) }

    private var outline: Path {
        var path = Path()
        path.move(nose)
        path.quad(control, tip)
        let edge = trailing
        for index in stride(from: edge.count - 2, through: 0, by: -1) {
            path.quad(hollow(edge[index], edge[index + 1]), edge[index])
        }
        for index in 1..<edge.count {
            path.quad(hollow(edge[index], edge[index - 1]).mirrored, edge[index].mirrored)
        }
        path.quad(control.mirrored, nose)
        path.close()
        return path
    }

    func sail() -> Sail {
        let field = Field(
            centre: Point(0, -height * 0.05), halfWidth: half * 0.94, halfHeight: height * 0.48,
            focus: Point(0, -height * 0.12))
        var sail = Sail(outline: outline, field: field, hem: 8)
        let slices = self.slices
        for (index, slice) in slices.enumerated() {
            let light = index % 2 == 0 ? 0.14 : 0.0
            sail.panels.append(.init(path: slice.mapped { $0.mirrored }, light: light + 0.05))
            sail.panels.append(.init(path: slice, light: light - 0.16))
            sail.seams.append(slice.bothSides)
        }
        sail.spars.stroke(nose, foot)
        let (low, high) = (leading(0.68), leading(0.27))
        sail.spars.append(Path([low.mirrored, Point(0, cross), low], closed: false))
        sail.spars.stroke(high.mirrored, high)
        var edge = Path()
        edge.move(tip)
        edge.quad(control, nose)
        edge.quad(control.mirrored, tip.mirrored)
        sail.binding = edge
        return sail
    }

    /// Panels of the right wing by the kind of cut: fanned from the nose, stepped along the spine or laid on the edge.
    private var slices: [Path] {
        let edge = trailing
        switch cut {
        case 0:
            return edge.indices.dropLast().map { Path([nose, edge[$0], edge[$0 + 1]]) }
        case 1:
            let spine = [0.22, 0.5, 0.78].map { mix(nose, foot, $0) }
            return [
                Path([nose, leading(0.28), spine[0]]), Path([spine[0], leading(0.28), leading(0.6), spine[1]]),
                Path([spine[1], leading(0.6), tip, spine[2]]), Path([spine[2], tip, foot]),
            ]
        default:
            let inner = mix(mix(nose, foot, 0.3), tip, 0.06)
            return [
                Path([nose, leading(0.5), tip, mix(inner, tip, 0.6), inner]),
                Path([inner, mix(inner, tip, 0.6), standoffs[0], foot, mix(nose, foot, 0.5)]),
                Path([mix(inner, tip, 0.6), tip, standoffs[0]]),
            ]
        }
    }
}
