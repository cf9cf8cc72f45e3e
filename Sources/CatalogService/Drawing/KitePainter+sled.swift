/// The sled: a canopy between two spars with a flap on either side.
extension KitePainter {
    mutating func sled() {
        let plan = SledPlan(&seed)
        let (pose, lean) = (plan.pose, plan.lean)
        let tow = Point(0, plan.low + 96)
        let hole = palette.sky(-0.05)
        sky()
        hang(pose) { painter in
            for side in [-1.0, 1] {
                let root = Point(plan.foot * side, plan.low - 4)
                let end = pose.local(pose.page(root) + Point(lean * 96 + side * 30, 220))
                let tail = painter.stream(from: root, to: end, swing: plan.swing, waves: 1.2, phase: side)
                painter.ribbon(along: tail, width: 18, painter.palette.second, painter.palette.accent)
            }
            painter.paint(plan.sail())
            let trim = painter.palette.second.mixed(with: painter.palette.dark, 0.4)
            painter.canvas.fill(plan.vents, Paint(hole))
            painter.canvas.stroke(plan.vents, Paint(trim), width: 5)
            painter.bridle([Point(-plan.flap + 5, plan.apex), Point(plan.flap - 5, plan.apex)], to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 60, 800), pose, sag: 10)
        }
    }
}

private struct SledPlan {
    let half: Double
    let height: Double
    let flap: Double
    let arch: Double
    let apex: Double
    let foot: Double
    let lean: Double
    let pose: Pose
    let isRound: Bool
    let vent: Double
    let swing: Double

    init(_ seed: inout SeededGenerator) {
        half = seed.between(132, 160)
        height = seed.between(400, 450)
        flap = half + seed.between(96, 124)
        arch = seed.between(22, 44)
        apex = -height / 2 + height * seed.between(0.3, 0.38)
        foot = half * seed.between(0.7, 0.86)
        lean = seed.sign()
        pose = Pose(centre: Point(400 - lean * 8, 300), tilt: lean * seed.between(5, 14))
        isRound = seed.chance(0.5)
        vent = seed.between(30, 40)
        swing = seed.between(30, 50)
    }

    var top: Double { -height / 2 }
    var low: Double { height / 2 }

    private var outline: Path {
        var outline = Path()
        outline.move(Point(-half, top))
        outline.quad(Point(0, top - arch * 2), Point(half, top))
        outline.line(Point(flap, apex))
        outline.line(Point(foot, low))
        outline.quad(Point(0, low - arch * 1.4), Point(-foot, low))
        outline.line(Point(-flap, apex))
        outline.close()
        return outline
    }

    /// Two holes that let the wind out: round or three-cornered.
    var vents: Path {
        var vents = Path()
        for side in [-1.0, 1] {
            let middle = Point(half * 0.44 * side, low - height * 0.24)
            if isRound {
                vents.circle(middle, vent)
            } else {
                let (right, left) = (middle + Point(vent, vent * 0.8), middle + Point(-vent, vent * 0.8))
                vents.append(Path([middle - Point(0, vent * 1.3), right, left]))
            }
        }
        return vents
    }

    func sail() -> Sail {
        let field = Field(
            centre: Point(0, -10), halfWidth: flap * 0.86, halfHeight: height * 0.5, focus: Point(0, -height * 0.1))
        var sail = Sail(outline: outline, field: field, hem: 9)
        let wing = Path([Point(half, top), Point(flap, apex), Point(foot, low)])
        sail.panels = [
            .init(path: wing.mapped { $0.mirrored }, light: 0.2), .init(path: wing, light: -0.2),
            .init(path: Path([Point(0, top - 60), Point(half, top), Point(foot, low), Point(0, low)]), light: -0.05),
        ]
        sail.spars = Path([Point(half, top), Point(foot, low)], closed: false).bothSides
        return sail
    }
}
