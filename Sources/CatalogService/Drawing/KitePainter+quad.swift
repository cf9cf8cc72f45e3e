/// The four-line kite: a bow tie under one long leading edge.
extension KitePainter {
    mutating func quad() {
        let plan = QuadPlan(&seed)
        let (half, top) = (plan.half, plan.top)
        let mesh = Path([Point(-half * 0.86, top + 22), Point(half * 0.86, top + 22)], closed: false)
        sky()
        hang(plan.pose) { painter in
            painter.paint(plan.sail())
            painter.canvas.stroke(mesh, Paint(painter.palette.dark, 0.55), width: 16, dash: "5 4")
            for side in [1.0, -1] { painter.fourLines(of: plan, side) }
        }
    }

    /// The bridle and the two lines of one side.
    private mutating func fourLines(of plan: QuadPlan, _ side: Double) {
        let upper = Point(plan.half * 0.66 * side, plan.top + 4)
        let lower = Point(plan.leg * 0.97 * side, plan.low - 16)
        let fork = Point(plan.half * 0.6 * side, plan.top + plan.height * 0.34)
        bridle([upper, Point(plan.half * 0.2 * side, plan.top + 4)], to: fork, ring: false)
        for (index, start) in [fork, lower].enumerated() {
            let hand = Point(400 - plan.lean * 60 + side * (60 - 22 * Double(index)), 800)
            flyingLine(from: start, to: hand, plan.pose, sag: 0)
        }
        canvas.circle(fork, 5, Paint(palette.accent))
        canvas.circle(lower, 6, Paint(palette.accent))
    }
}

private struct QuadPlan {
    let half: Double
    let height: Double
    let leg: Double
    let arch: Double
    let crotch: Point
    let lean: Double
    let pose: Pose
    let slope: Double

    init(_ seed: inout SeededGenerator) {
        half = seed.between(318, 345)
        height = half * seed.between(0.86, 1.02)
        leg = half * seed.between(0.5, 0.62)
        arch = seed.between(6, 26)
        crotch = Point(0, -height * 0.46 + height * seed.between(0.38, 0.52))
        lean = seed.sign()
        pose = Pose(centre: Point(400, 315), tilt: lean * seed.between(4, 24))
        slope = seed.between(10, 34)
    }

    var top: Double { -height * 0.46 }
    var low: Double { height * 0.5 }
    private var crown: Point { Point(0, top - arch) }
    private var corner: Point { Point(half, top) }
    private var foot: Point { Point(leg, low) }

    private var side: Path {
        var side = Path()
        side.quad(Point(half * 0.6, top - arch), corner)
        side.quad(mix(corner, foot, 0.5) + Point(slope, 6), foot)
        side.quad(Point(leg * 0.42, crotch.y + 36), crotch)
        return side
    }

    func sail() -> Sail {
        let field = Field(halfWidth: half, halfHeight: height * 0.48, focus: Point(0, top + height * 0.24))
        var sail = Sail(outline: .symmetric(from: crown, side), field: field, hem: 8)
        let strut = Point(leg * 0.92, top)
        let inner = Path([Point(0, top - 30), strut, foot, crotch])
        let outer = Path([strut - Point(0, 30), corner - Point(0, 40), corner + Point(60, 0), foot])
        sail.panels = [
            .init(path: inner.mapped { $0.mirrored }, light: 0.16), .init(path: inner, light: -0.03),
            .init(path: outer, light: -0.16),
        ]
        sail.seams = Path([Point(0, top + height * 0.2), mix(corner, foot, 0.3)], closed: false).bothSides
        sail.spars = Path([strut, foot], closed: false).bothSides
        sail.binding.move(corner.mirrored)
        sail.binding.quad(Point(-half * 0.6, top - arch), crown)
        sail.binding.quad(Point(half * 0.6, top - arch), corner)
        sail.bindingWidth = 12
        return sail
    }
}
