/// What is held in the hand: reels, winders, straps and handles.
extension KitePainter {
    /// Cloth or a board under a pattern; `light` is shade laid over it afterwards.
    mutating func cover(_ outline: Path, _ field: Field, edge: Double = 6, panels: [Sail.Panel] = []) {
        paint(Sail(outline: outline, field: field, panels: panels, hem: edge))
    }

    mutating func spool() {
        let radius = seed.between(206, 224)
        let depth = seed.between(130, 170)
        let flat = seed.between(0.8, 0.92)
        let fill = seed.between(0.62, 0.78)
        let tilt = seed.between(-12, 12)
        let lean = seed.sign()
        studio(shadow: 260, at: 655)
        let pose = Pose(centre: Point(400 - lean * depth * 0.4, 420), tilt: tilt)
        let away = Point(lean * depth, -26)
        hang(pose) { painter in
            let wood = painter.palette.main.darker(0.25)
            var back = Path()
            back.ellipse(away, radius * flat, radius)
            painter.canvas.fill(back.mapped { $0 + Point(lean * 16, 4) }, Paint(wood.darker(0.25)))
            painter.canvas.fill(back, Paint(wood))
            painter.winding(from: Point(0, 0), to: away, radius * fill * flat, radius * fill)
            var front = Path()
            front.ellipse(Point(0, 0), radius * flat, radius)
            painter.canvas.fill(front.mapped { $0 + Point(lean * 18, -2) }, Paint(painter.palette.main.darker(0.35)))
            painter.cover(front, Field(halfWidth: radius * flat, halfHeight: radius))
            painter.canvas.ellipse(Point(0, 0), 40 * flat, 40, Paint(painter.palette.dark))
            painter.canvas.ellipse(Point(-4, -4), 24 * flat, 24, Paint(painter.palette.second))
            painter.canvas.ellipse(Point(radius * 0.56, 0), 17 * flat, 17, Paint(painter.palette.dark, 0.85))
            painter.canvas.ellipse(Point(-radius * 0.56, 0), 17 * flat, 17, Paint(painter.palette.dark, 0.85))
        }
    }

    /// Line wound between two flanges, with its free end.
    private mutating func winding(from front: Point, to back: Point, _ rx: Double, _ ry: Double) {
        var drum = Path([
            front + Point(0, -ry), back + Point(0, -ry), back + Point(0, ry), front + Point(0, ry),
        ])
        drum.ellipse(back, rx, ry)
        canvas.fill(drum, Paint(palette.accent))
        var turns = Path()
        for index in 1...7 {
            let centre = mix(front, back, Double(index) / 7.5)
            let side = back.x > front.x ? 1.0 : -1
            turns.move(centre + Point(0, -ry))
            turns.curve(
                centre + Point(rx * 1.33 * side, -ry), centre + Point(rx * 1.33 * side, ry), centre + Point(0, ry))
        }
        canvas.stroke(turns, Paint(palette.accent.darker(0.3), 0.8), width: 3)
        var free = Path()
        let side = back.x > front.x ? 1.0 : -1
        let leave = mix(front, back, 0.5) + Point(rx * side, 20)
        free.move(leave)
        free.curve(leave + Point(side * 10, 140), leave + Point(side * 130, 200), leave + Point(side * 150, 120))
        free.curve(leave + Point(side * 160, 60), leave + Point(side * 80, 80), leave + Point(side * 130, 190))
        canvas.stroke(free, Paint(palette.accent.darker(0.15)), width: 5)
    }

    mutating func lineSet() {
        let half = seed.between(172, 194)
        let height = seed.between(440, 480)
        let waist = half * seed.between(0.56, 0.68)
        let lean = seed.sign()
        studio(shadow: 230, at: 690)
        hang(Pose(centre: Point(400, 395), tilt: lean * seed.between(8, 16))) { painter in
            let (top, low) = (-height / 2, height / 2)
            let horn = height * 0.25
            var side = Path()
            side.line(Point(half - 44, top))
            side.quad(Point(half, top), Point(half, top + 44))
            side.quad(Point(half, top + horn), Point(half - 40, top + horn + 6))
            side.quad(Point(waist, top + horn + 12), Point(waist, top + horn + 44))
            side.line(Point(waist, low - horn - 44))
            side.quad(Point(waist, low - horn - 12), Point(half - 40, low - horn - 6))
            side.quad(Point(half, low - horn), Point(half, low - 44))
            side.quad(Point(half, low), Point(half - 44, low))
            side.line(Point(0, low))
            var board = Path()
            board.move(Point(0, top))
            board.append(side)
            board.move(Point(0, top))
            board.append(side.mapped { $0.mirrored })
            painter.cover(board, Field(halfWidth: half, halfHeight: height / 2))
            painter.canvas.ellipse(Point(0, top + horn * 0.42), half * 0.3, 17, Paint(painter.palette.dark, 0.8))
            painter.canvas.ellipse(Point(0, low - horn * 0.42), half * 0.3, 17, Paint(painter.palette.dark, 0.8))
            painter.bundles(waist: waist + 16, from: top + horn + 34, to: low - horn - 34, lean)
        }
    }

    /// Two pairs of lines wound round the card, each in its colour, with sleeved loops.
    private mutating func bundles(waist: Double, from top: Double, to low: Double, _ lean: Double) {
        let colours = [palette.accent, palette.second]
        let middle = (top + low) / 2
        for (index, range) in [(top, middle - 5), (middle + 5, low)].enumerated() {
            let height = range.1 - range.0
            let colour = colours[index]
            let side = index == 0 ? lean : -lean
            var loose = Path()
            loose.move(Point(side * waist, range.0 + height * 0.5))
            loose.curve(
                Point(side * (waist + 120), range.0 - 10), Point(side * (waist + 130), range.0 + 120),
                Point(side * (waist + 54), range.0 + 130))
            canvas.stroke(loose, Paint(colour.darker(0.1)), width: 5)
            canvas.stroke(loose, Paint(palette.dark), width: 9, dash: "0 150 60")
            canvas.rectangle(Point(-waist, range.0), waist * 2, height, radius: 12, Paint(colour))
            var turns = Path()
            let count = max(Int(height / 10), 4)
            for turn in 1..<count {
                let y = range.0 + height * Double(turn) / Double(count)
                turns.stroke(Point(-waist + 3, y - 3), Point(waist - 3, y + 3))
            }
            canvas.stroke(turns, Paint(colour.darker(0.35), 0.6), width: 2)
            canvas.rectangle(Point(-waist, range.0), waist * 0.5, height, radius: 12, .light(0.22))
            canvas.rectangle(Point(waist * 0.45, range.0), waist * 0.55, height, radius: 12, .shade(0.16))
        }
    }

    mutating func straps() {
        let half = seed.between(118, 134)
        let deep = seed.between(128, 150)
        let turn = seed.between(8, 18)
        let gap = seed.between(148, 166)
        let pad = seed.between(50, 60)
        studio(shadow: 290, at: 690)
        let left = Pose(centre: Point(400 - gap, 500), tilt: -turn)
        let right = Pose(centre: Point(400 + gap, 474), tilt: turn * 0.7)
        pair(left: left, right: right) { $0.strap(half, deep, pad, -1) }
    }

    /// A padded loop for the wrist, and the webbing that takes the pull.
    private mutating func strap(_ half: Double, _ deep: Double, _ pad: Double, _ side: Double) {
        let ring = Point(0, -330)
        let shoulder = Point(half - pad * 0.5, -deep * 0.34)
        var web = Path()
        web.move(shoulder.mirrored)
        web.quad(Point(-half * 0.62, -deep * 1.3), ring)
        web.quad(Point(half * 0.62, -deep * 1.3), shoulder)
        canvas.stroke(web, Paint(palette.dark), width: 26)
        canvas.stroke(web, Paint(palette.second), width: 16)
        canvas.stroke(web, Paint(palette.dark, 0.6), width: 2, dash: "9 6")
        var loop = Path()
        loop.move(Point(-half, -deep * 0.4))
        loop.curve(Point(-half * 1.1, deep * 1.25), Point(half * 1.1, deep * 1.25), Point(half, -deep * 0.4))
        loop.quad(Point(half - pad / 2, -deep * 0.4 - 26), Point(half - pad, -deep * 0.4))
        loop.curve(
            Point(half - pad, deep * 1.25 - pad * 1.6), Point(pad - half, deep * 1.25 - pad * 1.6),
            Point(pad - half, -deep * 0.4))
        loop.quad(Point(pad / 2 - half, -deep * 0.4 - 26), Point(-half, -deep * 0.4))
        loop.close()
        let inner = Point(side * -20, -10)
        canvas.fill(loop.mapped { $0 + inner }, Paint(palette.dark))
        canvas.fill(loop.mapped { $0 + inner * 0.5 }, Paint(palette.main.darker(0.4)))
        let field = Field(
            centre: Point(0, deep * 0.24), halfWidth: half, halfHeight: deep * 0.7, focus: Point(0, deep * 0.3))
        let shade = Path([
            Point(0, -deep), Point(half * 1.1, -deep), Point(half * 1.1, deep * 1.2), Point(0, deep * 1.2),
        ])
        cover(loop, field, edge: 7, panels: [.init(path: shade, light: -0.14)])
        canvas.circle(ring, 24, Paint(palette.dark))
        canvas.circle(ring, 13, Paint(palette.accent))
        canvas.stroke(
            Path([ring, ring + Point(side * -16, -160)], closed: false), Paint(palette.accent.darker(0.2)), width: 6)
    }

    mutating func handles() {
        let bend = seed.between(38, 70)
        let spread = seed.between(112, 130)
        let tilt = seed.between(6, 18)
        let grip = seed.between(0.4, 0.5)
        studio(shadow: 270, at: 700)
        let left = Pose(centre: Point(400 - spread, 410), tilt: -tilt)
        let right = Pose(centre: Point(400 + spread, 392), tilt: tilt * 0.7)
        pair(left: left, right: right) { $0.handle(-1, bend, grip) }
    }

    /// A bent steel handle with a foam grip, its long leader above and its short one below.
    private mutating func handle(_ side: Double, _ bend: Double, _ grip: Double) {
        let (top, low) = (Point(side * bend, -250), Point(side * bend * 1.4, 250))
        var tube = Path()
        tube.move(top)
        tube.quad(Point(-side * bend * 0.6, -80), Point(0, 40))
        tube.quad(Point(side * bend * 0.4, 140), low)
        canvas.stroke(tube.mapped { $0 + Point(14, 16) }, .shade(0.12), width: 26)
        canvas.stroke(tube, Paint(palette.dark), width: 24)
        canvas.stroke(tube.mapped { $0 + Point(-5, 0) }, .light(0.35), width: 5)
        let lean = -side * bend * 0.18
        let (from, to) = (-190.0, -190 + 500 * grip)
        var foam = Path()
        foam.move(Point(lean - 30, from + 20))
        foam.curve(Point(lean - 30, from - 8), Point(lean + 30, from - 8), Point(lean + 30, from + 20))
        foam.curve(Point(lean + 44, mix(from, to, 0.4)), Point(lean + 30, mix(from, to, 0.7)), Point(lean + 38, to))
        foam.curve(Point(lean + 34, to + 26), Point(lean - 34, to + 26), Point(lean - 38, to))
        foam.curve(
            Point(lean - 30, mix(from, to, 0.7)), Point(lean - 44, mix(from, to, 0.4)), Point(lean - 30, from + 20))
        foam.close()
        let field = Field(centre: Point(lean, (from + to) / 2), halfWidth: 44, halfHeight: (to - from) / 2 + 14)
        let shade = Path([
            Point(lean + 12, from - 20), Point(lean + 60, from - 20), Point(lean + 60, to + 40),
            Point(lean + 12, to + 40),
        ])
        cover(foam, field, edge: 4, panels: [.init(path: shade, light: -0.2)])
        var leaders = Path()
        leaders.move(top)
        leaders.curve(top + Point(-side * 30, -50), Point(-side * 20, -300), Point(-side * 60, -350))
        leaders.move(low)
        leaders.curve(low + Point(side * 60, 20), low + Point(side * 70, -120), Point(side * 120, -330))
        canvas.stroke(leaders, Paint(palette.second.mixed(with: palette.dark, 0.25)), width: 6)
        for end in [top, low] { canvas.circle(end, 15, Paint(palette.accent)) }
    }
}
