/// Kites that need no wind: the glider and the broad zero-wind kite.
extension KitePainter {
    mutating func glider() {
        let plan = GliderPlan(&seed)
        let (pose, lean) = (plan.pose, plan.lean)
        let tow = Point(lean * -14, -plan.length * 0.06)
        hall()
        hang(pose) { painter in
            painter.paint(plan.sail())
            painter.flyingLine(from: tow, to: Point(400 - lean * 240, 690), pose, sag: 70)
            painter.canvas.circle(tow, 6, Paint(painter.palette.dark))
        }
    }

    mutating func zeroWind() {
        let plan = MothPlan(&seed)
        let (pose, lean, height) = (plan.pose, plan.lean, plan.height)
        hall()
        hang(pose) { painter in
            painter.paint(plan.sail())
            let tow = Point(lean * -22, height * 0.02)
            painter.bridle([Point(0, -height * 0.3), Point(0, height * 0.26)], to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 200, 690), pose, sag: 80)
        }
    }
}

private struct GliderPlan {
    let half: Double
    let length: Double
    let lift: Double
    let lean: Double
    let pose: Pose
    let fan: Double

    init(_ seed: inout SeededGenerator) {
        half = seed.between(310, 345)
        length = seed.between(400, 460)
        lift = seed.between(20, 90)
        lean = seed.sign()
        pose = Pose(centre: Point(400, 330), tilt: lean * seed.between(14, 30))
        fan = seed.between(62, 92)
    }

    private var nose: Point { Point(0, -length * 0.46) }
    private var tail: Point { Point(0, length * 0.5) }
    private var tip: Point { Point(half, -length * 0.16 + lift) }

    private var side: Path {
        var side = Path()
        side.curve(Point(46, -length * 0.34), Point(half * 0.55, -length * 0.3 + lift * 0.3), tip)
        side.curve(Point(half * 0.7, lift * 0.7), Point(half * 0.24, length * 0.02), Point(26, length * 0.2))
        side.quad(Point(20, length * 0.36), Point(fan, length * 0.53))
        side.quad(Point(fan * 0.4, length * 0.45), tail)
        return side
    }

    func sail() -> Sail {
        let field = Field(
            centre: Point(0, -length * 0.08), halfWidth: half, halfHeight: length * 0.3,
            focus: Point(0, -length * 0.14))
        var sail = Sail(outline: .symmetric(from: nose, side), field: field, hem: 6)
        for index in 0...2 {
            let x = half * Double(index + 1) / 4
            let strip = Path([
                Point(x, -length), Point(x + half * 0.25, -length), Point(x + half * 0.25, length), Point(x, length),
            ])
            let rib = Path([Point(x, -length * 0.4), Point(x - 14, length * 0.2)], closed: false)
            sail.panels.append(.init(path: strip.bothSides, light: index % 2 == 0 ? -0.09 : 0.12))
            sail.seams.append(rib.bothSides)
        }
        sail.panels.append(.rightHalf(half, length, light: -0.1))
        let shoulder = Point(0, -length * 0.2)
        sail.spars.stroke(nose, tail)
        sail.spars.append(Path([shoulder, mix(shoulder, tip, 0.97)], closed: false).bothSides)
        return sail
    }
}

/// Broad wings on fanned battens, like a moth's.
private struct MothPlan {
    let half: Double
    let height: Double
    let bays: Int
    let lean: Double
    let pose: Pose
    let nose: Point
    let foot: Point
    let tip: Point
    let shoulder: Point
    let belly: Point

    init(_ seed: inout SeededGenerator) {
        half = seed.between(305, 345)
        height = half * seed.between(0.84, 1.0)
        bays = seed.integer(in: 3...4)
        lean = seed.sign()
        pose = Pose(centre: Point(400, 330), tilt: lean * seed.between(8, 22))
        nose = Point(0, -height * 0.46)
        foot = Point(0, height * seed.between(0.44, 0.56))
        tip = Point(half, height * seed.between(0.02, 0.2))
        shoulder = Point(half * 0.62, -height * seed.between(0.46, 0.58))
        belly = Point(half * seed.between(0.5, 0.62), height * 0.4)
    }

    /// Where the battens end, from the foot to the tip.
    private var ends: [Point] {
        (0...bays).map { index in
            let share = Double(index) / Double(bays)
            return mix(mix(foot, belly, share), mix(belly, tip, share), share)
        }
    }

    private var side: Path {
        var side = Path()
        side.curve(Point(half * 0.2, -height * 0.54), shoulder, tip)
        let ends = self.ends
        for index in stride(from: bays - 1, through: 0, by: -1) {
            side.quad(mix(mix(ends[index], ends[index + 1], 0.5), Point(0, -height * 0.1), 0.2), ends[index])
        }
        return side
    }

    func sail() -> Sail {
        let hub = Point(0, -height * 0.2)
        let field = Field(halfWidth: half, halfHeight: height / 2, focus: hub + Point(0, height * 0.12))
        var sail = Sail(outline: .symmetric(from: nose, side), field: field, hem: 6)
        for (index, (inner, outer)) in zip(ends, ends.dropFirst()).enumerated() {
            let slice = Path([hub, inner, mix(inner, outer, 0.5) + Point(30, 30), outer])
            sail.panels.append(.init(path: slice.mapped { $0.mirrored }, light: index % 2 == 0 ? 0.18 : 0.02))
            sail.panels.append(.init(path: slice, light: index % 2 == 0 ? 0.02 : -0.15))
            sail.spars.append(Path([hub, inner], closed: false).bothSides)
        }
        sail.binding.move(nose)
        sail.binding.curve(Point(half * 0.2, -height * 0.54), shoulder, tip)
        sail.binding = sail.binding.bothSides
        sail.bindingWidth = 6
        return sail
    }
}
