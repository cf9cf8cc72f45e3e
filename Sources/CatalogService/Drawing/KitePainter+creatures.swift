/// Kites in the likeness of animals of air and water: the bird and the ray.
extension KitePainter {
    mutating func bird() {
        let half = seed.between(325, 352)
        let length = seed.between(400, 450)
        let feathers = seed.integer(in: 4...6)
        let sweep = seed.between(-10, 70)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400 - lean * 4, 330), tilt: lean * seed.between(8, 22))
        let tip = Point(half, -length * 0.12 + sweep)
        let wrist = Point(half * 0.5, -length * seed.between(0.34, 0.44))
        let root = Point(54, length * 0.16)
        let fan = seed.between(70, 112)
        let forked = seed.chance(0.4)
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
        side.quad(Point(fan * 0.7, length * 0.55), Point(fan * 0.4, length * (forked ? 0.42 : 0.53)))
        side.quad(Point(fan * 0.2, length * (forked ? 0.36 : 0.56)), Point(0, length * (forked ? 0.33 : 0.54)))
        var outline = Path()
        outline.move(Point(0, -length * 0.47))
        outline.append(side)
        outline.move(Point(0, -length * 0.47))
        outline.append(side.mapped { $0.mirrored })
        outline.close()
        let field = Field(
            centre: Point(0, -length * 0.04), halfWidth: half * 0.92, halfHeight: length * 0.36,
            focus: Point(0, -length * 0.12))
        var sail = Sail(outline: outline, field: field, hem: 6)
        sail.panels = [
            .init(
                path: Path([Point(0, -length), Point(half, -length), Point(half, length), Point(0, length)]),
                light: -0.12)
        ]
        var coverts = Path()
        coverts.move(Point(40, -length * 0.3))
        coverts.quad(wrist + Point(0, 44), mix(wrist, tip, 0.75) + Point(0, 20))
        coverts.quad(Point(half * 0.4, length * 0.06), root - Point(10, 60))
        sail.panels.append(.init(path: coverts.bothSides, light: 0.14))
        sail.seams = coverts.bothSides
        sail.spars = Path([Point(0, -length * 0.46), Point(0, length * 0.5)], closed: false)
        sail.spars.append(Path([Point(0, -length * 0.2), wrist + Point(-4, 14), tip], closed: false).bothSides)
        sky()
        hang(pose) { painter in
            painter.paint(sail)
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

    mutating func ray() {
        let half = seed.between(290, 330)
        let length = seed.between(340, 390)
        let curl = seed.between(-40, 50)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400 - lean * 20, 290), tilt: lean * seed.between(8, 20))
        let tip = Point(half, length * 0.06 + curl)
        let foot = Point(0, length * 0.44)
        var side = Path()
        side.line(Point(26, -length * 0.38))
        side.quad(Point(34, -length * 0.56), Point(66, -length * 0.52))
        side.quad(Point(70, -length * 0.4), Point(86, -length * 0.34))
        side.curve(Point(half * 0.56, -length * 0.3), Point(half * 0.8, -length * 0.1 + curl * 0.4), tip)
        side.curve(
            Point(half * 0.62, curl * 0.5 + length * 0.08), Point(half * 0.34, length * 0.2), Point(34, foot.y - 16))
        side.line(foot)
        var outline = Path()
        outline.move(Point(0, -length * 0.38))
        outline.append(side)
        outline.move(Point(0, -length * 0.38))
        outline.append(side.mapped { $0.mirrored })
        outline.close()
        let field = Field(
            centre: Point(0, 0), halfWidth: half * 0.92, halfHeight: length * 0.42, focus: Point(0, -length * 0.06))
        var sail = Sail(outline: outline, field: field, hem: 8)
        sail.panels = [
            .init(
                path: Path([Point(0, -length), Point(half, -length), Point(half, length), Point(0, length)]),
                light: -0.13)
        ]
        var back = Path()
        back.move(Point(0, -length * 0.38))
        back.curve(Point(110, -length * 0.3), Point(90, length * 0.2), foot)
        sail.panels.append(.init(path: back.bothSides, light: 0.12))
        sail.seams = back.bothSides
        sail.spars = Path([Point(0, -length * 0.38), foot], closed: false)
        sail.spars.append(Path([Point(0, -length * 0.12), tip], closed: false).bothSides)
        let swing = seed.between(46, 76)
        sky()
        hang(pose) { painter in
            let end = pose.local(Point(400 + lean * 190, 735))
            let tail = painter.stream(from: foot - Point(0, 6), to: end, swing: swing, waves: 1.4)
            painter.whip(tail)
            painter.paint(sail)
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
