/// The ray: a manta with a whip of a tail.
extension KitePainter {
    mutating func ray() {
        let plan = RayPlan(&seed)
        let (pose, lean, length) = (plan.pose, plan.lean, plan.length)
        sky()
        hang(pose) { painter in
            let end = pose.local(Point(400 + lean * 190, 735))
            let tail = painter.stream(from: plan.foot - Point(0, 6), to: end, swing: plan.swing, waves: 1.4)
            painter.whip(tail)
            painter.paint(plan.sail())
            for side in [-1.0, 1] {
                painter.canvas.circle(Point(64 * side, -length * 0.32), 13, .light(0.95))
                painter.canvas.circle(Point(66 * side, -length * 0.325), 7.5, Paint(painter.palette.dark))
            }
            let tow = Point(lean * -26, length * 0.06)
            painter.bridle([Point(0, -length * 0.2), Point(0, length * 0.24)], to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 180, 800), pose)
        }
    }

    /// A tail that tapers to nothing.
    private mutating func whip(_ points: [Point]) {
        let count = points.count - 1
        func edge(_ side: Double) -> [Point] {
            points.indices.map { index in
                let ahead = points[min(index + 1, count)] - points[max(index - 1, 0)]
                return points[index] + ahead.normal * (side * 17 * (1 - Double(index) / Double(count)))
            }
        }
        var path = Path()
        path.smooth(edge(1))
        path.smooth(edge(-1).reversed(), continuing: true)
        path.close()
        canvas.fill(path, Paint(palette.main.darker(0.12)))
        var middle = Path()
        middle.smooth(points)
        canvas.stroke(middle, Paint(palette.second), width: 4)
    }
}

private struct RayPlan {
    let half: Double
    let length: Double
    let curl: Double
    let lean: Double
    let pose: Pose
    let swing: Double

    init(_ seed: inout SeededGenerator) {
        half = seed.between(290, 330)
        length = seed.between(340, 390)
        curl = seed.between(-40, 50)
        lean = seed.sign()
        pose = Pose(centre: Point(400 - lean * 20, 290), tilt: lean * seed.between(8, 20))
        swing = seed.between(46, 76)
    }

    private var brow: Point { Point(0, -length * 0.38) }
    private var tip: Point { Point(half, length * 0.06 + curl) }
    var foot: Point { Point(0, length * 0.44) }

    /// From the brow round the head fin and the wing to the root of the tail.
    private var side: Path {
        var side = Path()
        side.line(Point(26, -length * 0.38))
        side.quad(Point(34, -length * 0.56), Point(66, -length * 0.52))
        side.quad(Point(70, -length * 0.4), Point(86, -length * 0.34))
        side.curve(Point(half * 0.56, -length * 0.3), Point(half * 0.8, -length * 0.1 + curl * 0.4), tip)
        side.curve(
            Point(half * 0.62, curl * 0.5 + length * 0.08), Point(half * 0.34, length * 0.2), Point(34, foot.y - 16))
        side.line(foot)
        return side
    }

    func sail() -> Sail {
        let field = Field(halfWidth: half * 0.92, halfHeight: length * 0.42, focus: Point(0, -length * 0.06))
        var sail = Sail(outline: .symmetric(from: brow, side), field: field, hem: 8)
        var back = Path()
        back.move(brow)
        back.curve(Point(110, -length * 0.3), Point(90, length * 0.2), foot)
        sail.panels = [.rightHalf(half, length, light: -0.13), .init(path: back.bothSides, light: 0.12)]
        sail.seams = back.bothSides
        sail.spars = Path([brow, foot], closed: false)
        sail.spars.append(Path([Point(0, -length * 0.12), tip], closed: false).bothSides)
        return sail
    }
}
