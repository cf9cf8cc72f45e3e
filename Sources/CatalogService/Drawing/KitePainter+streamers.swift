/// What hangs in the line and in the wind: the windsock, the ribbon tail and the tube tail.
extension KitePainter {
    mutating func windsock() {
        let lean = seed.sign()
        let wide = seed.between(112, 132)
        let droop = seed.between(20, 120)
        let start = Point(400 - lean * 170, 250)
        let end = Point(400 + lean * 230, 330 + droop)
        let line = [start, mix(start, end, 0.35) + Point(0, -26), mix(start, end, 0.7) + Point(0, -18), end]
        let tube = Tube(along: line, from: wide, to: wide * seed.between(0.42, 0.56))
        let tails = seed.integer(in: 4...6)
        let swing = seed.between(14, 26)
        let phase = seed.between(0, 3)
        sky()
        for index in 0..<tails {
            let root = tube.at(0.99, Double(index) / Double(tails - 1) * 1.7 - 0.85)
            let fall = Point(lean * (26 + 14 * Double(index % 3)), 250 - 26 * Double(index % 2))
            let path = stream(from: root, to: root + fall, swing: swing * lean, waves: 1, phase: phase + Double(index))
            var ribbon = Path()
            ribbon.smooth(path)
            let colours = [palette.main, palette.second, palette.accent]
            canvas.stroke(ribbon, Paint(colours[index % 3]), width: 15)
        }
        paint(tube)
        let swivel = start + Point(-lean * 150, -42)
        bridle([tube.at(0, -1), tube.at(0, 1), tube.at(0, 0) - Point(lean * 34, 0)], to: swivel)
        canvas.stroke(
            Path([swivel, Point(swivel.x - lean * 66, 0)], closed: false), Paint(palette.dark, 0.7), width: 2.6)
    }

    mutating func tailTube() {
        let lean = seed.sign()
        let wide = seed.between(60, 72)
        let swing = seed.between(52, 84) * lean
        let start = Point(400 - lean * 230, 205)
        let end = Point(400 + lean * seed.between(180, 230), seed.between(610, 670))
        let across = (end - start).normal
        let turns = seed.between(1.3, 1.7)
        let line = (0...10).map { index -> Point in
            let share = Double(index) / 10
            let wave = Angle(radians: share * turns * 2 * Double.pi).sine
            return mix(start, end, share) + across * (wave * swing * mix(0.55, 1, share))
        }
        let tube = Tube(along: line, from: wide, to: wide * seed.between(0.3, 0.4))
        sky()
        for index in 0...3 {
            let root = tube.at(1, Double(index) * 0.5 - 0.75)
            let fringe = stream(from: root, to: root + Point(lean * 70, 8 + 20 * Double(index)), swing: 9, waves: 1)
            var ribbon = Path()
            ribbon.smooth(fringe)
            canvas.seam(ribbon, Paint([palette.accent, palette.second][index % 2]), width: 9)
        }
        let outline = canvas.define(tube.strip(from: -1, to: 1, steps: 10))
        canvas.use(outline, .shade(0.09), at: Point(14, 22))
        canvas.use(outline, Paint(palette.main))
        var (bands, trims) = (Path(), Path())
        for index in 0..<9 {
            let place = 0.04 + Double(index) / 9.4
            if index % 2 == 0 {
                bands.append(tube.motif(design.pattern, at: place, step: 0.05))
            } else {
                trims.append(tube.motif(design.pattern, at: place, step: 0.05))
            }
        }
        canvas.patch(bands, Paint(palette.second))
        canvas.patch(trims, Paint(palette.accent))
        round(tube)
        canvas.useLine(outline, Paint(palette.dark, 0.7), width: 2.4)
        mouth(tube, depth: 0.36)
        let swivel = start - tube.direction(0) * (120 / max(tube.direction(0).length, 1))
        bridle([tube.at(0, -1), tube.at(0, 1), tube.centre(0)], to: swivel)
        flyingLine(from: swivel, to: Point(swivel.x - lean * 130, 0), Pose(centre: Point(0, 0), tilt: 0), sag: 12)
    }

    /// Light along the upper side of a tube and shade along the lower.
    private mutating func round(_ tube: Tube) {
        let up = tube.at(0.5, -1).y < tube.at(0.5, 1).y ? -1.0 : 1
        canvas.patch(tube.strip(from: -1 * up, to: -0.72 * up), .shade(0.14))
        canvas.patch(tube.strip(from: -1 * up, to: -0.35 * up), .shade(0.14))
        canvas.patch(tube.strip(from: 0.25 * up, to: 0.7 * up), .light(0.26))
    }

    private mutating func mouth(_ tube: Tube, depth: Double) {
        let ring = tube.ring(0, depth: depth)
        canvas.fill(ring, Paint(palette.main.darker(0.45)))
        canvas.stroke(ring, Paint(palette.second), width: 12)
        canvas.stroke(ring, Paint(palette.dark, 0.7), width: 2.4)
    }

    private mutating func paint(_ tube: Tube) {
        let field = Field(halfWidth: 100, halfHeight: 190, focus: Point(0, -57))
        var sail = Sail(outline: tube.strip(from: -1, to: 1), field: field, hem: 4)
        sail.bend = { tube.at(($0.y / 190 + 1) / 2, max(min($0.x / 100, 1.1), -1.1)) }
        let lit = tube.at(0.4, -1).y < tube.at(0.4, 1).y ? -1.0 : 1
        sail.panels = [
            .init(path: tube.facets(from: -1.1 * lit, to: -0.5 * lit), light: -0.22),
            .init(path: tube.facets(from: 0.2 * lit, to: 0.68 * lit), light: 0.2),
        ]
        for place in [0.25, 0.5, 0.75] {
            sail.seams.move(tube.at(place, -1))
            sail.seams.quad(tube.at(place - 0.09, 0), tube.at(place, 1))
        }
        paint(sail)
        mouth(tube, depth: 0.3)
    }

    mutating func tailRibbon() {
        let lean = seed.sign()
        let count = seed.integer(in: 3...4)
        let swivel = Point(400 - lean * seed.between(180, 230), 130)
        let colours = [palette.main, palette.second, palette.accent, palette.main.lighter(0.35)]
        let width = seed.between(30, 38)
        let waves = seed.between(1.1, 1.5)
        let swing = seed.between(50, 78)
        sky()
        for index in (0..<count).reversed() {
            let spread = Double(index) / Double(count - 1)
            let end = Point(400 + lean * mix(40, 310, spread), mix(735, 560, spread))
            let line = stream(
                from: swivel, to: end, swing: swing * lean * mix(1, 0.8, spread), waves: waves,
                phase: seed.between(-0.5, 0.5))
            let tube = Tube(along: line, from: width * 0.34, to: width)
            streamer(tube, colours[index], colours[(index + 1) % 4], last: index == 0)
        }
        canvas.circle(swivel, 15, Paint(palette.dark))
        canvas.circle(swivel, 7, Paint(palette.accent))
        flyingLine(from: swivel, to: Point(swivel.x - lean * 90, 0), Pose(centre: Point(0, 0), tilt: 0), sag: 8)
    }

    /// One ribbon: its swallow end, the pattern's motif repeated down its length, and light on every turn.
    private mutating func streamer(_ tube: Tube, _ colour: Colour, _ trim: Colour, last: Bool) {
        var cloth = Path()
        let places = (0...6).map { Double($0) / 6 }
        cloth.smooth(places.map { tube.at($0, -1) })
        cloth.line(tube.at(0.95, 0))
        cloth.smooth(places.reversed().map { tube.at($0, 1) }, continuing: true)
        cloth.close()
        let outline = canvas.define(cloth)
        canvas.use(outline, .shade(0.07), at: Point(14, 18))
        canvas.use(outline, Paint(colour))
        var motif = Path()
        let pieces = 6
        for index in 1...pieces {
            let place = Double(index) / (Double(pieces) + 1.5)
            motif.append(tube.motif(design.pattern, at: place, step: 0.5 / Double(pieces)))
        }
        canvas.patch(motif, Paint(trim))
        var folds = Path()
        for index in stride(from: 1, to: 7, by: 2) {
            let (from, to) = (Double(index) / 8, Double(index + 1) / 8)
            folds.append(Path([tube.at(from, -1), tube.at(to, -1), tube.at(to, 1), tube.at(from, 1)]))
        }
        canvas.patch(folds, .shade(0.13))
        canvas.useLine(outline, Paint(palette.dark, 0.45), width: 1.8)
    }
}
