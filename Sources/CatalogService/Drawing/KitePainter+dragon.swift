/// The dragon: a painted head before a long body of joints.
extension KitePainter {
    mutating func dragon() {
        let lean = seed.sign()
        let half = seed.between(104, 124)
        let height = half * seed.between(2.1, 2.4)
        let pose = Pose(centre: Point(400 - lean * 150, 228), tilt: lean * -seed.between(12, 24))
        let shoulder = seed.between(0.2, 0.34)
        var outline = Path()
        outline.move(Point(0, -height / 2))
        outline.curve(
            Point(half * 0.9, -height * 0.5), Point(half * 1.15, -height * 0.1), Point(half, height * shoulder))
        outline.quad(Point(half * 0.5, height * 0.52), Point(0, height * 0.5))
        outline.quad(Point(-half * 0.5, height * 0.52), Point(-half, height * shoulder))
        outline.curve(
            Point(-half * 1.15, -height * 0.1), Point(-half * 0.9, -height * 0.5), Point(0, -height / 2))
        outline.close()
        let field = Field(halfWidth: half, halfHeight: height / 2, focus: Point(0, -height * 0.1))
        var sail = Sail(outline: outline, field: field, hem: 8)
        sail.panels = [
            .init(
                path: Path([Point(0, -height), Point(half * 2, -height), Point(half * 2, height), Point(0, height)]),
                light: -0.14)
        ]
        sail.spars.stroke(Point(0, -height), Point(0, height))
        let bend = seed.between(104, 140)
        let turns = seed.between(1.2, 1.6)
        let joints = seed.integer(in: 9...11)
        sky()
        let root = pose.page(Point(0, height * 0.1))
        let end = Point(400 + lean * seed.between(190, 245), seed.between(610, 680))
        let line = dragonSpine(from: root, to: end, bend: -bend * lean, turns: turns)
        dragonBody(Tube(along: line, from: half * 0.74, to: 9), joints)
        let horn = seed.between(46, 70)
        let grin = seed.between(0.2, 0.3)
        hang(pose) { painter in
            painter.horns(half, height, horn)
            painter.paint(sail)
            painter.face(half, height, grin)
        }
        let tow = pose.page(Point(0, height * 0.1))
        flyingLine(from: tow, to: Point(400 - lean * 300, 800), Pose(centre: Point(0, 0), tilt: 0), sag: 30)
    }

    private func dragonSpine(from: Point, to: Point, bend: Double, turns: Double) -> [Point] {
        let across = (to - from).normal
        return (0...10).map { index in
            let share = Double(index) / 10
            let wave = Angle(radians: share * turns * 2 * Double.pi).sine
            return mix(from, to, share) + across * (wave * bend * mix(0.6, 1, share))
        }
    }

    /// The long tapering body: joints of cloth in three colours with a crest, lit from above.
    private mutating func dragonBody(_ tube: Tube, _ joints: Int) {
        let outline = canvas.define(tube.strip(from: -1, to: 1, steps: 8))
        let clip = canvas.clip(to: outline)
        let up = tube.at(0.5, -1).y < tube.at(0.5, 1).y ? -1.0 : 1
        var bands = [Path(), Path(), Path()]
        var crest = Path()
        for index in 0..<joints {
            let (from, to) = (Double(index) / Double(joints), Double(index + 1) / Double(joints))
            bands[index % 3].append(
                Path([tube.at(from, -1.2), tube.at(to, -1.2), tube.at(to, 1.2), tube.at(from, 1.2)]))
            crest.append(Path([tube.at(from, up * 0.8), tube.at(mix(from, to, 0.8), up * 1.5), tube.at(to, up * 0.8)]))
        }
        let tip = tube.centre(1)
        crest.append(
            Path([
                tube.at(0.95, -1.4), tip + tube.direction(1) * (70 / max(tube.direction(1).length, 1)),
                tube.at(0.95, 1.4),
            ]))
        canvas.use(outline, .shade(0.09), at: Point(14, 22))
        canvas.patch(crest, Paint(palette.accent))
        let colours = [palette.main, palette.second, palette.main.mixed(with: palette.second, 0.5)]
        canvas.use(outline, Paint(palette.main))
        canvas.group(clip: clip) { canvas in
            for (band, colour) in zip(bands, colours).dropFirst() { canvas.patch(band, Paint(colour)) }
            canvas.patch(tube.facets(from: -1.2 * up, to: -0.3 * up), .shade(0.17))
            canvas.patch(tube.facets(from: 0.4 * up, to: 0.8 * up), .light(0.18))
        }
        canvas.useLine(outline, Paint(palette.dark, 0.6), width: 2.4)
    }

    private mutating func horns(_ half: Double, _ height: Double, _ horn: Double) {
        var horns = Path()
        horns.move(Point(half * 0.35, -height * 0.42))
        horns.quad(Point(half * 0.62, -height * 0.5 - horn * 0.5), Point(half * 0.98, -height * 0.46 - horn))
        horns.quad(Point(half * 1.02, -height * 0.44), Point(half * 0.86, -height * 0.24))
        horns.close()
        horns.append(
            Path([Point(half * 0.94, -height * 0.1), Point(half * 1.5, -height * 0.14), Point(half, height * 0.16)]))
        canvas.patch(horns.bothSides, Paint(palette.accent))
        canvas.seam(horns.bothSides, Paint(palette.dark, 0.5), width: 2.4)
    }

    private mutating func face(_ half: Double, _ height: Double, _ grin: Double) {
        var (whites, irises, pupils, brows, teeth) = (Path(), Path(), Path(), Path(), Path())
        for side in [-1.0, 1] {
            let eye = Point(half * 0.44 * side, -height * 0.12)
            whites.ellipse(eye, half * 0.3, half * 0.34)
            irises.circle(eye + Point(0, half * 0.06), half * 0.19)
            pupils.circle(eye + Point(0, half * 0.08), half * 0.1)
            brows.move(Point(half * 0.1 * side, -height * 0.19))
            brows.quad(Point(half * 0.4 * side, -height * 0.36), Point(half * 0.84 * side, -height * 0.25))
            pupils.circle(Point(half * 0.14 * side, height * 0.13), half * 0.05)
            teeth.append(
                Path([
                    Point(half * 0.46 * side, height * grin), Point(half * 0.36 * side, height * (grin + 0.11)),
                    Point(half * 0.24 * side, height * (grin + 0.04)),
                ]))
        }
        canvas.patch(whites, Paint(palette.second.lighter(0.86)))
        canvas.fill(irises, Paint(palette.accent))
        canvas.fill(pupils, Paint(palette.dark))
        canvas.patch(teeth, .light(1))
        let ink = palette.main.lightness < 0.45 ? palette.second.lighter(0.5) : palette.dark
        canvas.seam(brows, Paint(ink), width: 9)
        var mouth = Path()
        mouth.move(Point(-half * 0.62, height * (grin - 0.04)))
        mouth.quad(Point(0, height * (grin + 0.13)), Point(half * 0.62, height * (grin - 0.04)))
        canvas.seam(mouth, Paint(ink), width: 7)
    }
}
