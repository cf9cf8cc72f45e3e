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
        paint(tube, mouth: 0.3, spin: false)
        let swivel = start + Point(-lean * 150, -42)
        bridle([tube.at(0, -1), tube.at(0, 1), tube.at(0, 0) - Point(lean * 34, 0)], to: swivel)
        canvas.stroke(Path([swivel, Point(swivel.x - lean * 90, 0)], closed: false), Paint(palette.dark, 0.7), width: 2.6)
    }

    mutating func tailTube() {
        let lean = seed.sign()
        let wide = seed.between(74, 92)
        let swing = seed.between(100, 150) * lean
        let start = Point(400 - lean * 190, 190)
        let end = Point(400 + lean * 220, 690)
        let across = (end - start).normal
        let turns = seed.between(0.85, 1.15)
        let line = (0...8).map { index -> Point in
            let share = Double(index) / 8
            return mix(start, end, share) + across * (Angle(radians: share * turns * 2 * Double.pi).sine * swing)
        }
        let tube = Tube(along: line, from: wide, to: wide * seed.between(0.22, 0.36))
        sky()
        paint(tube, mouth: 0.36, spin: true)
        let swivel = start - tube.direction(0) * (120 / max(tube.direction(0).length, 1))
        bridle([tube.at(0, -1), tube.at(0, 1), tube.centre(0)], to: swivel)
        flyingLine(from: swivel, to: Point(swivel.x - lean * 130, 0), Pose(centre: Point(0, 0), tilt: 0), sag: 12)
    }

    private mutating func paint(_ tube: Tube, mouth: Double, spin: Bool) {
        let long = spin ? 300.0 : 190
        let field = Field(halfWidth: 100, halfHeight: long, focus: Point(0, -long * 0.3))
        var sail = Sail(outline: tube.strip(from: -1, to: 1), field: field, hem: 4)
        sail.bend = { tube.at(($0.y / long + 1) / 2, max(min($0.x / 100, 1.1), -1.1)) }
        let lit = tube.at(0.4, -1).y < tube.at(0.4, 1).y ? -1.0 : 1
        sail.panels = [
            .init(path: tube.strip(from: -0.75 * lit, to: -0.3 * lit), light: -0.06),
            .init(path: tube.strip(from: -1 * lit, to: -0.5 * lit), light: -0.2),
            .init(path: tube.strip(from: 0.2 * lit, to: 0.68 * lit), light: 0.2),
        ]
        let gores = spin ? 7 : 4
        for index in 1..<gores {
            let place = Double(index) / Double(gores)
            sail.seams.move(tube.at(place, -1))
            sail.seams.quad(tube.at(place - (spin ? 0.05 : 0.09), 0), tube.at(place + (spin ? 0.05 : 0), 1))
        }
        paint(sail)
        let ring = tube.ring(0, depth: mouth)
        canvas.fill(ring, Paint(palette.main.darker(0.45)))
        canvas.stroke(ring, Paint(palette.second), width: 12)
        canvas.stroke(ring, Paint(palette.dark, 0.7), width: 2.4)
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
        let places = (0...8).map { Double($0) / 8 }
        cloth.smooth(places.map { tube.at($0, -1) })
        cloth.line(tube.at(0.93, 0))
        cloth.smooth(places.reversed().map { tube.at($0, 1) }, continuing: true)
        cloth.close()
        canvas.fill(cloth.mapped { $0 + Point(14, 18) }, .shade(0.07))
        canvas.fill(cloth, Paint(colour))
        var motif = Path()
        let pieces = 7
        for index in 1...pieces {
            let place = Double(index) / (Double(pieces) + 0.8)
            motif.append(self.motif(tube, at: place, step: 0.5 / Double(pieces)))
        }
        canvas.patch(motif, Paint(trim))
        var folds = Path()
        for index in stride(from: 1, to: 8, by: 2) {
            let (from, to) = (Double(index) / 8, Double(index + 1) / 8)
            folds.append(Path([tube.at(from, -1), tube.at(to, -1), tube.at(to, 1), tube.at(from, 1)]))
        }
        canvas.patch(folds, .shade(0.13))
        canvas.stroke(cloth, Paint(palette.dark, 0.45), width: 1.8)
    }

    /// What the pattern looks like on cloth a hand wide.
    private func motif(_ tube: Tube, at place: Double, step: Double) -> Path {
        func band(_ from: Double, _ to: Double, lift: Double = 0) -> Path {
            Path([
                tube.at(from, -1), tube.at(from + lift, 0), tube.at(from, 1), tube.at(to, 1), tube.at(to + lift, 0),
                tube.at(to, -1),
            ])
        }
        switch design.pattern {
        case .plain: return band(place, place + step * 0.2)
        case .stripes: return band(place, place + step)
        case .chevrons: return band(place, place + step * 0.8, lift: step * 0.8)
        case .feather: return band(place, place + step * 0.3, lift: -step)
        case .wave: return Path([tube.at(place, -1), tube.at(place + step, 0.9), tube.at(place + step * 1.7, -1)])
        case .split: return Path([tube.at(place, 0), tube.at(place + step * 2, 0), tube.at(place + step * 2, 1), tube.at(place, 1)])
        case .checks, .mosaic:
            return Path([
                tube.at(place, -1), tube.at(place, 0), tube.at(place + step * 2, 0), tube.at(place + step * 2, 1),
                tube.at(place + step, 1), tube.at(place + step, -1),
            ])
        case .scales: return band(place, place + step * 0.7, lift: step)
        case .sunburst, .star:
            return Path([
                tube.at(place - step * 0.8, 0), tube.at(place, -0.7), tube.at(place + step * 0.8, 0),
                tube.at(place, 0.7),
            ])
        case .rings, .eye:
            var dot = Path()
            dot.circle(tube.centre(place), tube.radius(place) * 0.6)
            return dot
        }
    }
}
