/// Flat kites on crossed spars: the diamond, the rokkaku and the fighter.
extension KitePainter {
    mutating func diamond() {
        let half = seed.between(200, 238)
        let height = seed.between(455, 498)
        let cross = -height / 2 + height * seed.between(0.3, 0.38)
        let (nose, foot) = (Point(0, -height / 2), Point(0, height / 2))
        let (left, right) = (Point(-half, cross), Point(half, cross))
        let lean = seed.sign()
        let pose = Pose(centre: Point(400 - lean * 36, 314), tilt: lean * seed.between(8, 18))
        let billow = seed.between(8, 22)
        var outline = Path()
        outline.move(nose)
        outline.line(right)
        outline.quad(Point(half * 0.42 - billow, mix(cross, foot.y, 0.5)), foot)
        outline.quad(Point(-half * 0.42 + billow, mix(cross, foot.y, 0.5)), left)
        outline.close()
        let middle = Point(0, cross)
        let panels: [Sail.Panel] = [
            .init(path: Path([nose, left, middle]), light: 0.2), .init(path: Path([middle, left, foot]), light: 0.05),
            .init(path: Path([nose, middle, right]), light: -0.04),
            .init(path: Path([middle, right, foot]), light: -0.17),
        ]
        var spars = Path([nose, foot], closed: false)
        spars.move(left)
        spars.quad(Point(0, cross - 16), right)
        var seams = Path()
        seams.stroke(mix(nose, left, 0.62), mix(left, foot, 0.38))
        seams.stroke(mix(nose, right, 0.62), mix(right, foot, 0.38))
        let field = Field(halfWidth: half, halfHeight: height / 2, focus: middle)
        let sail = Sail(outline: outline, field: field, panels: panels, seams: seams, spars: spars)
        sky()
        let tow = Point(lean * -26, cross + 66)
        let swing = seed.between(38, 60)
        let (knots, bowed) = (seed.between(1.2, 1.7), seed.chance(0.55))
        let size = seed.between(30, 38)
        hang(pose) { painter in
            let end = pose.local(Point(400 + lean * 210, 716))
            let tail = painter.stream(from: foot, to: end, swing: swing * lean, waves: knots)
            if bowed {
                painter.bows(along: tail, size: size)
            } else {
                painter.ribbon(along: tail, width: size * 0.8, painter.palette.second, painter.palette.accent)
            }
            painter.paint(sail)
            painter.bridle([Point(0, cross * 0.86 - 40), Point(0, height * 0.24)], to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 130, 800), pose)
        }
    }

    mutating func rokkaku() {
        let half = seed.between(206, 232)
        let height = half * seed.between(2.4, 2.6)
        let shoulder = height * seed.between(0.24, 0.28)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400 + lean * 10, 350), tilt: lean * seed.between(6, 14))
        let corners = [
            Point(0, -height / 2), Point(half, -shoulder), Point(half, shoulder), Point(0, height / 2),
            Point(-half, shoulder), Point(-half, -shoulder),
        ]
        var outline = Path()
        outline.move(corners[0])
        for index in 1...6 {
            let (from, to) = (corners[index - 1], corners[index % 6])
            outline.quad(mix(from, to, 0.5) * 0.965, to)
        }
        outline.close()
        let (upper, lower) = (Point(0, -shoulder), Point(0, shoulder))
        var spars = Path([corners[0], corners[3]], closed: false)
        for y in [-shoulder, shoulder] {
            spars.move(Point(-half, y))
            spars.quad(Point(0, y - 26), Point(half, y))
        }
        let panels: [Sail.Panel] = [
            .init(path: Path([corners[0], corners[5], upper]), light: 0.22),
            .init(path: Path([upper, corners[5], corners[4], lower]), light: 0.1),
            .init(path: Path([lower, corners[4], corners[3]]), light: -0.03),
            .init(path: Path([upper, corners[1], corners[2], lower]), light: -0.09),
            .init(path: Path([lower, corners[2], corners[3]]), light: -0.2),
        ]
        var seams = Path()
        for y in [-shoulder, shoulder] { seams.stroke(Point(-half, y), Point(half, y)) }
        let field = Field(halfWidth: half, halfHeight: height / 2)
        let sail = Sail(
            outline: outline, field: field, panels: panels, seams: seams, spars: spars, hem: 13)
        sky()
        let tow = Point(-lean * 34, shoulder * 0.62)
        hang(pose) { painter in
            painter.paint(sail)
            let legs = [-0.58, 0.58].flatMap { [Point(half * $0, -shoulder - 8), Point(half * $0, shoulder - 8)] }
            painter.bridle(legs, to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 150, 800), pose)
        }
    }

    mutating func fighter() {
        let half = seed.between(255, 285)
        let height = half * seed.between(1.8, 2.0)
        let cross = -height * seed.between(0.06, 0.12)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400 + lean * 14, 345), tilt: lean * seed.between(16, 34))
        let (nose, foot) = (Point(0, -height / 2), Point(0, height / 2))
        let (left, right) = (Point(-half, cross), Point(half, cross))
        var outline = Path()
        outline.move(nose)
        outline.quad(Point(half * 0.56, -height * 0.36), right)
        outline.line(foot)
        outline.line(left)
        outline.quad(Point(-half * 0.56, -height * 0.36), nose)
        outline.close()
        let crown = Point(0, cross - height * 0.31)
        var spars = Path([nose, foot], closed: false)
        spars.move(left)
        spars.curve(Point(-half * 0.7, crown.y - 8), Point(half * 0.7, crown.y - 8), right)
        let middle = Point(0, cross)
        let panels: [Sail.Panel] = [
            .init(path: Path([nose, Point(-half, -height * 0.4), left, middle]), light: 0.17),
            .init(path: Path([middle, left, foot]), light: 0.06),
            .init(path: Path([nose, Point(half, -height * 0.4), right, middle]), light: -0.05),
            .init(path: Path([middle, right, foot]), light: -0.15),
        ]
        let field = Field(halfWidth: half * 0.92, halfHeight: height / 2, focus: Point(0, cross + 10))
        let sail = Sail(outline: outline, field: field, panels: panels, spars: spars, hem: 8)
        let fin = seed.between(46, 64)
        sky()
        let tow = Point(lean * -30, cross + 10)
        hang(pose) { painter in
            painter.fin(at: Point(0, height / 2 - fin * 0.9), size: fin)
            painter.paint(sail)
            painter.bridle([Point(0, crown.y + 12), Point(0, height * 0.24)], to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 190, 800), pose, sag: 20)
        }
    }

    /// The little triangle with tassels at a patang's foot.
    private mutating func fin(at top: Point, size: Double) {
        let (left, right) = (top + Point(-size, size * 1.5), top + Point(size, size * 1.5))
        var tassels = Path()
        for index in 0...6 {
            let root = mix(left, right, Double(index) / 6)
            tassels.stroke(root, root + Point((Double(index) - 3) * 3, 34))
        }
        canvas.stroke(tassels, Paint(palette.accent.mixed(with: palette.dark, 0.18)), width: 5)
        canvas.fill(Path([top, right, left]), Paint(palette.second.mixed(with: palette.dark, 0.2)))
        canvas.fill(Path([top, top + Point(0, size * 1.5), left]), .light(0.2))
    }
}
