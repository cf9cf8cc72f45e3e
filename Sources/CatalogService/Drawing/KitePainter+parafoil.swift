/// The parafoil: a flat wing of cells on one line, with fins that gather the bridle.
extension KitePainter {
    mutating func parafoil() {
        let plan = ParafoilPlan(&seed)
        let (pose, lean) = (plan.pose, plan.lean)
        let tow = Point(lean * -30, plan.depth * 0.5 + 130)
        sky()
        hang(pose) { painter in
            for side in [-1.0, 1] {
                let root = plan.at(side * 0.86, 0.98)
                let end = pose.local(pose.page(root) + Point(lean * 90 + side * 26, 268))
                let tail = painter.stream(from: root, to: end, swing: plan.swing, waves: 1.3, phase: side)
                painter.ribbon(along: tail, width: 20, painter.palette.second, painter.palette.accent)
            }
            painter.paint(plan.sail())
            painter.canvas.patch(plan.mouths, Paint(painter.palette.dark, 0.85))
            painter.keels(of: plan, tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 130, 800), pose)
            painter.canvas.circle(tow, 6, Paint(painter.palette.dark))
        }
    }

    private mutating func keels(of plan: ParafoilPlan, _ tow: Point) {
        var (fins, lines) = (Path(), Path())
        for u in plan.keels {
            for (from, to) in [(0.2, 0.52), (0.58, 0.9)] {
                let tip = mix(mix(plan.at(u, from), plan.at(u, to), 0.4), tow, 0.16)
                fins.append(Path([plan.at(u, from), tip, plan.at(u, to)]))
                lines.stroke(tip, tow)
            }
        }
        canvas.patch(fins, Paint(palette.accent))
        canvas.seam(fins, Paint(palette.dark, 0.5), width: 1.6)
        canvas.seam(lines, Paint(palette.dark, 0.6), width: 1.5)
    }
}

private struct ParafoilPlan: Sendable {
    let half: Double
    let depth: Double
    let cells: Int
    let lean: Double
    let pose: Pose
    let arch: Double
    let taper: Double
    let swing: Double

    init(_ seed: inout SeededGenerator) {
        half = seed.between(240, 275)
        depth = seed.between(215, 260)
        cells = seed.integer(in: 5...7)
        lean = seed.sign()
        pose = Pose(centre: Point(400, 285), tilt: lean * seed.between(5, 13))
        arch = seed.between(16, 36)
        taper = seed.between(0.84, 0.92)
        swing = seed.between(36, 54)
    }

    private var ribs: [Double] { (0...cells).map { Double($0) / Double(cells) * 2 - 1 } }

    /// The ribs that carry fins.
    var keels: [Double] {
        ribs.enumerated().filter { $0.offset % 2 == (cells % 2 == 0 ? 0 : 1) || cells < 6 }.map(\.element)
    }

    /// A point of the underside: `u` across from -1 to 1, `v` from the leading edge to the trailing edge.
    func at(_ u: Double, _ v: Double) -> Point {
        Point(u * half * mix(1, taper, v), -depth * 0.5 + v * depth + (u * u - 0.5) * arch * 2)
    }

    private var outline: Path {
        var outline = Path()
        outline.move(at(-1, 0))
        for (left, right) in zip(ribs, ribs.dropFirst()) { outline.quad(at((left + right) / 2, -0.09), at(right, 0)) }
        for (right, left) in zip(ribs.reversed(), ribs.reversed().dropFirst()) {
            if right == 1 { outline.line(at(1, 1)) }
            outline.quad(at((left + right) / 2, 1.06), at(left, 1))
        }
        outline.close()
        return outline
    }

    /// The air intakes along the leading edge.
    var mouths: Path {
        var mouths = Path()
        for (left, right) in zip(ribs, ribs.dropFirst()) {
            let (a, b) = (mix(left, right, 0.1), mix(left, right, 0.9))
            mouths.move(at(a, 0.02))
            mouths.quad(at((a + b) / 2, -0.06), at(b, 0.02))
            mouths.line(at(b, 0.14))
            mouths.quad(at((a + b) / 2, 0.2), at(a, 0.14))
            mouths.close()
        }
        return mouths
    }

    func sail() -> Sail {
        let field = Field(halfWidth: half, halfHeight: depth / 2, focus: Point(0, -10))
        var sail = Sail(outline: outline, field: field, hem: 6)
        sail.bend = { [self] point in at(point.x / half, point.y / depth + 0.5) }
        var (bright, shaded) = (Path(), Path())
        for (left, right) in zip(ribs, ribs.dropFirst()) {
            bright.append(gore(left, mix(left, right, 0.4)))
            shaded.append(gore(mix(left, right, 0.72), right))
            sail.seams.stroke(at(right, 0), at(right, 1))
        }
        sail.panels = [.init(path: bright, light: 0.12), .init(path: shaded, light: -0.12)]
        return sail
    }

    private func gore(_ left: Double, _ right: Double) -> Path {
        Path([at(left, -0.1), at(right, -0.1), at(right, 1.1), at(left, 1.1)])
    }
}
