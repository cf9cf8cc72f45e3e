/// Kites in the likeness of animals: the dragon, the bird and the ray.
extension KitePainter {
    mutating func dragon() {
        let lean = seed.sign()
        let half = seed.between(104, 124)
        let height = half * seed.between(2.1, 2.4)
        let pose = Pose(centre: Point(400 - lean * 150, 228), tilt: lean * -seed.between(12, 24))
        let shoulder = seed.between(0.2, 0.34)
        var outline = Path()
        outline.move(Point(0, -height / 2))
        outline.curve(Point(half * 0.9, -height * 0.5), Point(half * 1.15, -height * 0.1), Point(half, height * shoulder))
        outline.quad(Point(half * 0.5, height * 0.52), Point(0, height * 0.5))
        outline.quad(Point(-half * 0.5, height * 0.52), Point(-half, height * shoulder))
        outline.curve(
            Point(-half * 1.15, -height * 0.1), Point(-half * 0.9, -height * 0.5), Point(0, -height / 2))
        outline.close()
        let field = Field(halfWidth: half, halfHeight: height / 2, focus: Point(0, -height * 0.1))
        var sail = Sail(outline: outline, field: field, hem: 8)
        sail.panels = [.init(path: Path([Point(0, -height), Point(half * 2, -height), Point(half * 2, height), Point(0, height)]), light: -0.14)]
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
        crest.append(Path([tube.at(0.95, -1.4), tip + tube.direction(1) * (70 / max(tube.direction(1).length, 1)), tube.at(0.95, 1.4)]))
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
        horns.append(Path([Point(half * 0.94, -height * 0.1), Point(half * 1.5, -height * 0.14), Point(half, height * 0.16)]))
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
            .init(path: Path([Point(0, -length), Point(half, -length), Point(half, length), Point(0, length)]), light: -0.12)
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
        side.curve(Point(half * 0.62, curl * 0.5 + length * 0.08), Point(half * 0.34, length * 0.2), Point(34, foot.y - 16))
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
            .init(path: Path([Point(0, -length), Point(half, -length), Point(half, length), Point(0, length)]), light: -0.13)
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
