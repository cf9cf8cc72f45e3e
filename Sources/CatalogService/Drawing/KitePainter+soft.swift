/// Single-line kites that the wind holds in shape: the parafoil and the sled.
extension KitePainter {
    mutating func parafoil() {
        let half = seed.between(240, 275)
        let depth = seed.between(215, 260)
        let cells = seed.integer(in: 5...7)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400, 285), tilt: lean * seed.between(5, 13))
        let arch = seed.between(16, 36)
        let taper = seed.between(0.84, 0.92)
        let rise = -depth * 0.5
        @Sendable func at(_ u: Double, _ v: Double) -> Point {
            Point(u * half * mix(1, taper, v), rise + v * depth + (u * u - 0.5) * arch * 2)
        }
        let ribs = (0...cells).map { Double($0) / Double(cells) * 2 - 1 }
        var outline = Path()
        outline.move(at(-1, 0))
        for (left, right) in zip(ribs, ribs.dropFirst()) { outline.quad(at((left + right) / 2, -0.09), at(right, 0)) }
        for (right, left) in zip(ribs.reversed(), ribs.reversed().dropFirst()) {
            if right == 1 { outline.line(at(1, 1)) }
            outline.quad(at((left + right) / 2, 1.06), at(left, 1))
        }
        outline.close()
        let field = Field(halfWidth: half, halfHeight: depth / 2, focus: Point(0, -10))
        var sail = Sail(outline: outline, field: field, hem: 6)
        sail.bend = { point in at(point.x / half, point.y / depth + 0.5) }
        var (bright, shaded) = (Path(), Path())
        for (left, right) in zip(ribs, ribs.dropFirst()) {
            bright.append(
                Path([at(left, -0.1), at(mix(left, right, 0.4), -0.1), at(mix(left, right, 0.4), 1.1), at(left, 1.1)]))
            shaded.append(
                Path([
                    at(mix(left, right, 0.72), -0.1), at(right, -0.1), at(right, 1.1), at(mix(left, right, 0.72), 1.1),
                ]))
            sail.seams.stroke(at(right, 0), at(right, 1))
        }
        sail.panels = [.init(path: bright, light: 0.12), .init(path: shaded, light: -0.12)]
        let swing = seed.between(36, 54)
        let keels = ribs.indices.filter { $0 % 2 == (cells % 2 == 0 ? 0 : 1) || cells < 6 }
        sky()
        let tow = Point(lean * -30, depth * 0.5 + 130)
        hang(pose) { painter in
            for side in [-1.0, 1] {
                let root = at(side * 0.86, 0.98)
                let end = pose.local(pose.page(root) + Point(lean * 90 + side * 26, 268))
                let tail = painter.stream(from: root, to: end, swing: swing, waves: 1.3, phase: side)
                painter.ribbon(along: tail, width: 20, painter.palette.second, painter.palette.accent)
            }
            painter.paint(sail)
            var mouths = Path()
            for (left, right) in zip(ribs, ribs.dropFirst()) {
                let (a, b) = (mix(left, right, 0.1), mix(left, right, 0.9))
                mouths.move(at(a, 0.02))
                mouths.quad(at((a + b) / 2, -0.06), at(b, 0.02))
                mouths.line(at(b, 0.14))
                mouths.quad(at((a + b) / 2, 0.2), at(a, 0.14))
                mouths.close()
            }
            painter.canvas.patch(mouths, Paint(painter.palette.dark, 0.85))
            painter.keels(keels.map { ribs[$0] }, tow) { at($0, $1) }
            painter.flyingLine(from: tow, to: Point(400 - lean * 130, 800), pose)
            painter.canvas.circle(tow, 6, Paint(painter.palette.dark))
        }
    }

    /// Fins under a parafoil, from which the bridle is gathered.
    private mutating func keels(_ ribs: [Double], _ tow: Point, _ at: (Double, Double) -> Point) {
        var (fins, lines) = (Path(), Path())
        for u in ribs {
            for (from, to) in [(0.2, 0.52), (0.58, 0.9)] {
                let tip = mix(mix(at(u, from), at(u, to), 0.4), tow, 0.16)
                fins.append(Path([at(u, from), tip, at(u, to)]))
                lines.stroke(tip, tow)
            }
        }
        canvas.patch(fins, Paint(palette.accent))
        canvas.seam(fins, Paint(palette.dark, 0.5), width: 1.6)
        canvas.seam(lines, Paint(palette.dark, 0.6), width: 1.5)
    }

    mutating func sled() {
        let half = seed.between(132, 160)
        let height = seed.between(400, 450)
        let flap = half + seed.between(96, 124)
        let arch = seed.between(22, 44)
        let apex = -height / 2 + height * seed.between(0.3, 0.38)
        let foot = half * seed.between(0.7, 0.86)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400 - lean * 8, 300), tilt: lean * seed.between(5, 14))
        let (top, low) = (-height / 2, height / 2)
        var outline = Path()
        outline.move(Point(-half, top))
        outline.quad(Point(0, top - arch * 2), Point(half, top))
        outline.line(Point(flap, apex))
        outline.line(Point(foot, low))
        outline.quad(Point(0, low - arch * 1.4), Point(-foot, low))
        outline.line(Point(-flap, apex))
        outline.close()
        let field = Field(
            centre: Point(0, -10), halfWidth: flap * 0.86, halfHeight: height * 0.5, focus: Point(0, -height * 0.1))
        var sail = Sail(outline: outline, field: field, hem: 9)
        let wing = Path([Point(half, top), Point(flap, apex), Point(foot, low)])
        sail.panels = [
            .init(path: wing.mapped { $0.mirrored }, light: 0.2), .init(path: wing, light: -0.2),
            .init(path: Path([Point(0, top - 60), Point(half, top), Point(foot, low), Point(0, low)]), light: -0.05),
        ]
        sail.spars = Path([Point(half, top), Point(foot, low)], closed: false).bothSides
        let round = seed.chance(0.5)
        let vent = seed.between(30, 40)
        let swing = seed.between(30, 50)
        sky()
        let tow = Point(0, low + 96)
        let hole = palette.sky(-0.05)
        hang(pose) { painter in
            for side in [-1.0, 1] {
                let root = Point(foot * side, low - 4)
                let end = pose.local(pose.page(root) + Point(lean * 96 + side * 30, 220))
                let tail = painter.stream(from: root, to: end, swing: swing, waves: 1.2, phase: side)
                painter.ribbon(along: tail, width: 18, painter.palette.second, painter.palette.accent)
            }
            painter.paint(sail)
            var vents = Path()
            for side in [-1.0, 1] {
                let middle = Point(half * 0.44 * side, low - height * 0.24)
                if round {
                    vents.circle(middle, vent)
                } else {
                    vents.append(
                        Path([
                            middle - Point(0, vent * 1.3), middle + Point(vent, vent * 0.8),
                            middle + Point(-vent, vent * 0.8),
                        ]))
                }
            }
            painter.canvas.fill(vents, Paint(hole))
            painter.canvas.stroke(vents, Paint(painter.palette.second.mixed(with: painter.palette.dark, 0.4)), width: 5)
            painter.bridle([Point(-flap + 5, apex), Point(flap - 5, apex)], to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 60, 800), pose, sag: 10)
        }
    }
}
