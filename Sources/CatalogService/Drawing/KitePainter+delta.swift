/// The single-line delta: swept wings, a scalloped trailing edge and a keel.
extension KitePainter {
    mutating func delta() {
        let plan = DeltaPlan(&seed)
        let (pose, lean, height) = (plan.pose, plan.lean, plan.height)
        sky()
        hang(pose) { painter in
            for (index, root) in plan.tails.enumerated() {
                let drop = pose.local(pose.page(root) + Point(lean * (80 + 22 * Double(index)), index == 0 ? 290 : 235))
                let line = painter.stream(
                    from: root, to: drop, swing: plan.swing, waves: 1.3, phase: Double(index) * 2.1)
                painter.ribbon(along: line, width: 19, painter.palette.second, painter.palette.accent)
            }
            painter.paint(plan.sail())
            painter.keel(Point(0, -height * 0.2), plan.keel, Point(0, height * 0.32))
            painter.flyingLine(from: plan.keel, to: Point(400 - lean * 170, 800), pose)
        }
    }

    /// The fin under a delta that takes the bridle's place.
    private mutating func keel(_ top: Point, _ tow: Point, _ foot: Point) {
        let cloth = Path([top, tow, foot])
        canvas.fill(cloth.mapped { $0 + Point(10, 12) }, .shade(0.14))
        canvas.fill(cloth, Paint(palette.accent))
        canvas.fill(Path([top, tow, mix(top, foot, 0.45)]), .light(0.2))
        canvas.stroke(cloth, Paint(palette.dark, 0.7), width: 2.4)
        canvas.circle(tow, 7, Paint(palette.dark))
    }
}

private struct DeltaPlan {
    let half: Double
    let height: Double
    let foot: Point
    let tip: Point
    let scallops: Int
    let lean: Double
    let pose: Pose
    let keel: Point
    let tailCount: Int
    let swing: Double

    init(_ seed: inout SeededGenerator) {
        half = seed.between(290, 335)
        height = seed.between(330, 390)
        foot = Point(0, height * seed.between(0.4, 0.5))
        tip = Point(half, height * seed.between(0.2, 0.34))
        scallops = seed.integer(in: 2...4)
        lean = seed.sign()
        pose = Pose(centre: Point(400 - lean * 8, 290), tilt: lean * seed.between(7, 15))
        keel = Point(lean * -62, height * seed.between(0.1, 0.18))
        tailCount = seed.integer(in: 1...2)
        swing = seed.between(34, 56)
    }

    private var nose: Point { Point(0, -height / 2) }
    private var bow: Point { mix(nose, tip, 0.55) + Point(9, -13) }
    private var edge: [Point] { (0...scallops).map { mix(foot, tip, Double($0) / Double(scallops)) } }

    /// Where the tails are tied.
    var tails: [Point] { tailCount == 2 ? [edge[1], edge[1].mirrored] : [foot] }

    private func hollow(_ a: Point, _ b: Point) -> Point { mix(a, b, 0.5) - Point(0, 24) }

    private var outline: Path {
        let edge = self.edge
        var outline = Path()
        outline.move(nose)
        outline.quad(bow, tip)
        for index in stride(from: scallops - 1, through: 0, by: -1) {
            outline.quad(hollow(edge[index], edge[index + 1]), edge[index])
        }
        for index in 1...scallops {
            outline.quad(hollow(edge[index], edge[index - 1]).mirrored, edge[index].mirrored)
        }
        outline.quad(bow.mirrored, nose)
        outline.close()
        return outline
    }

    func sail() -> Sail {
        let field = Field(halfWidth: half, halfHeight: height / 2, focus: Point(0, -height * 0.08))
        var sail = Sail(outline: outline, field: field)
        for (index, (inner, outer)) in zip(edge, edge.dropFirst()).enumerated() {
            let slice = Path([nose, inner, outer + Point(10, -10)])
            sail.panels.append(.init(path: slice.mapped { $0.mirrored }, light: index % 2 == 0 ? 0.16 : 0.04))
            sail.panels.append(.init(path: slice, light: index % 2 == 0 ? -0.03 : -0.14))
            if index > 0 { sail.seams.append(Path([nose, inner], closed: false).bothSides) }
        }
        let spread = mix(nose, tip, 0.55)
        sail.spars.stroke(spread.mirrored, spread)
        sail.spars.stroke(nose, foot)
        sail.binding.move(nose)
        sail.binding.quad(bow, tip)
        sail.binding = sail.binding.bothSides
        return sail
    }
}
