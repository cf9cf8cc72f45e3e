/// The bird: wings with feathered edges, a beak and a fan for a tail.
extension KitePainter {
    mutating func bird() {
        let plan = BirdPlan(&seed)
        let (pose, lean, length) = (plan.pose, plan.lean, plan.length)
        sky()
        hang(pose) { painter in
            painter.paint(plan.sail())
            painter.birdFace(length)
            let tow = Point(lean * -24, -length * 0.02)
            painter.bridle([Point(0, -length * 0.24), Point(0, length * 0.14)], to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 160, 800), pose)
        }
    }

    private mutating func birdFace(_ length: Double) {
        var beak = Path()
        beak.move(Point(-17, -length * 0.455))
        beak.quad(Point(-6, -length * 0.5), Point(0, -length * 0.56))
        beak.quad(Point(6, -length * 0.5), Point(17, -length * 0.455))
        beak.quad(Point(0, -length * 0.42), Point(-17, -length * 0.455))
        canvas.fill(beak, Paint(palette.accent))
        for side in [-1.0, 1] {
            canvas.circle(Point(19 * side, -length * 0.395), 8, .light(0.95))
            canvas.circle(Point(19 * side, -length * 0.4), 4.5, Paint(palette.dark))
        }
    }
}

private struct BirdPlan {
    let half: Double
    let length: Double
    let feathers: Int
    let lean: Double
    let pose: Pose
    let tip: Point
    let wrist: Point
    let root: Point
    let fan: Double
    let isForked: Bool

    init(_ seed: inout SeededGenerator) {
        half = seed.between(325, 352)
        length = seed.between(400, 450)
        feathers = seed.integer(in: 4...6)
        let sweep = seed.between(-10, 70)
        lean = seed.sign()
        pose = Pose(centre: Point(400 - lean * 4, 330), tilt: lean * seed.between(8, 22))
        tip = Point(half, -length * 0.12 + sweep)
        wrist = Point(half * 0.5, -length * seed.between(0.34, 0.44))
        root = Point(54, length * 0.16)
        fan = seed.between(70, 112)
        isForked = seed.chance(0.4)
    }

    /// From the beak over the wing and its feathers to the middle of the tail.
    private var side: Path {
        var side = Path()
        side.curve(Point(20, -length * 0.5), Point(44, -length * 0.42), Point(44, -length * 0.3))
        side.quad(Point(half * 0.2, -length * 0.34), wrist)
        side.quad(Point(half * 0.84, -length * 0.36), tip)
        let belly = Point(half * 0.52, length * 0.16)
        var last = tip
        for index in 1...feathers {
            let share = Double(index) / Double(feathers)
            let next = mix(mix(tip, belly, share), mix(belly, root, share), share)
            side.quad(mix(last, next, 0.3) + Point(6, 38), next)
            last = next
        }
        side.line(Point(34, length * 0.28))
        side.line(Point(fan, length * 0.5))
        side.quad(Point(fan * 0.7, length * 0.55), Point(fan * 0.4, length * (isForked ? 0.42 : 0.53)))
        side.quad(Point(fan * 0.2, length * (isForked ? 0.36 : 0.56)), Point(0, length * (isForked ? 0.33 : 0.54)))
        return side
    }

    /// The short feathers along the front of the wing.
    private var coverts: Path {
        var coverts = Path()
        coverts.move(Point(40, -length * 0.3))
        coverts.quad(wrist + Point(0, 44), mix(wrist, tip, 0.75) + Point(0, 20))
        coverts.quad(Point(half * 0.4, length * 0.06), root - Point(10, 60))
        return coverts.bothSides
    }

    func sail() -> Sail {
        let field = Field(
            centre: Point(0, -length * 0.04), halfWidth: half * 0.92, halfHeight: length * 0.36,
            focus: Point(0, -length * 0.12))
        var sail = Sail(outline: .symmetric(from: Point(0, -length * 0.47), side), field: field, hem: 6)
        sail.panels = [.rightHalf(half, length, light: -0.12), .init(path: coverts, light: 0.14)]
        sail.seams = coverts
        sail.spars = Path([Point(0, -length * 0.46), Point(0, length * 0.5)], closed: false)
        sail.spars.append(Path([Point(0, -length * 0.2), wrist + Point(-4, 14), tip], closed: false).bothSides)
        return sail
    }
}
