/// Scenes under a roof: the sports hall and the kite maker's workshop.
extension ScenePainter {
    mutating func hall() {
        let wall = canvas.gradient(
            from: Point(0, 0), to: Point(0, 1), [(0, Paint(Colour(0xdfe8ee))), (1, Paint(Colour(0xf7f2e6)))])
        canvas.rectangle(Point(0, 0), width, height, wall)
        for index in 0..<6 {
            let x = 580 + Double(index) * 176
            canvas.rectangle(Point(x, 130), 136, 250, radius: 10, Paint(Colour(0xcfe6f3)))
            canvas.patch(
                Path([Point(x + 12, 380), Point(x + 70, 130), Point(x + 110, 130), Point(x + 52, 380)]), .light(0.5))
            canvas.rectangle(Point(x + 65, 130), 6, 250, .light(0.9))
            canvas.rectangle(Point(x, 244), 136, 6, .light(0.9))
        }
        trusses()
        canvas.rectangle(Point(0, 440), width, 70, Paint(Colour(0xe8dcc6)))
        bars()
        floor()
        glider(1090, 270, 150, tilt: -16, Self.coral)
        glider(1390, 330, 104, tilt: 18, Self.sea)
        moth(700, 290, 92, tilt: 12, Self.plum)
        flyer(1000, 622, 86, coat: 0x24406e, kite: Point(1084, 276), sag: 46)
        flyer(1292, 630, 82, coat: 0xf2a03d, kite: Point(1394, 330))
        flyer(768, 612, 74, coat: 0x3f9b72, kite: Point(700, 290), sag: 40)
    }

    private mutating func trusses() {
        var steel = Path([Point(0, 40), Point(1600, 40)], closed: false)
        steel.stroke(Point(0, 92), Point(1600, 92))
        for index in 0..<25 {
            let x = Double(index) * 64
            steel.move(Point(x, 92))
            steel.line(Point(x + 32, 40))
            steel.line(Point(x + 64, 92))
        }
        canvas.seam(steel, Paint(Colour(0xb9c6cf), 0.7), width: 5)
        for x in [700.0, 1050, 1400] {
            canvas.patch(
                Path([Point(x - 34, 112), Point(x - 16, 92), Point(x + 16, 92), Point(x + 34, 112)]),
                Paint(Colour(0x8fa3b0)))
            canvas.ellipse(Point(x, 113), 34, 6, Paint(Colour(0xfff6d6)))
        }
    }

    private mutating func bars() {
        var bars = Path()
        for index in 0..<7 { bars.stroke(Point(1430, 402 + Double(index) * 15), Point(1560, 402 + Double(index) * 15)) }
        for x in [1430.0, 1495, 1560] { bars.stroke(Point(x, 392), Point(x, 508)) }
        canvas.seam(bars, Paint(Colour(0xb98a52)), width: 5)
    }

    private mutating func floor() {
        let boards = canvas.gradient(
            from: Point(0, 0), to: Point(0, 1), [(0, Paint(Colour(0xe6c796))), (1, Paint(Colour(0xd3a96c)))])
        canvas.rectangle(Point(0, 510), width, 190, boards)
        var seams = Path()
        for index in -8...8 {
            seams.stroke(Point(1000 + Double(index) * 110, 510), Point(1000 + Double(index) * 250, 700))
        }
        canvas.seam(seams, Paint(Colour(0xb98a52), 0.35), width: 2)
        var court = Path([Point(560, 540), Point(1440, 540), Point(1720, 690), Point(280, 690)])
        court.ellipse(Point(1000, 604), 150, 30)
        court.stroke(Point(1000, 540), Point(1000, 690))
        canvas.seam(court, .light(0.75), width: 5)
        var arc = Path()
        arc.move(Point(1440, 552))
        arc.curve(Point(1290, 566), Point(1330, 640), Point(1640, 648))
        canvas.seam(arc, Paint(Colour(0x2f8f9d), 0.7), width: 5)
    }

    private mutating func glider(_ x: Double, _ y: Double, _ size: Double, tilt: Double, _ cloth: Cloth) {
        canvas.group(at: Point(x, y), rotated: tilt) { canvas in
            var wing = Path()
            wing.move(Point(0, -size * 0.56))
            wing.curve(Point(-size * 0.2, -size * 0.36), Point(-size * 0.6, -size * 0.36), Point(-size, -size * 0.1))
            wing.curve(
                Point(-size * 0.6, size * 0.04), Point(-size * 0.16, size * 0.1), Point(-size * 0.06, size * 0.3))
            wing.quad(Point(-size * 0.08, size * 0.5), Point(-size * 0.24, size * 0.7))
            wing.line(Point(0, size * 0.58))
            wing.close()
            let band = Path([
                Point(-size * 0.42, -size * 0.35), Point(-size * 0.64, -size * 0.3), Point(-size * 0.5, size * 0.02),
                Point(-size * 0.24, size * 0.1),
            ])
            for (side, light) in [(1.0, 0.16), (-1, 0)] {
                let turned = { (path: Path) in path.mapped { Point($0.x * side, $0.y) } }
                canvas.fill(turned(wing), Paint(cloth.main.lighter(light)))
                canvas.fill(turned(band), Paint(cloth.second.lighter(light)))
            }
            canvas.stroke(
                Path([Point(0, -size * 0.56), Point(0, size * 0.58)], closed: false), Paint(Self.spar), width: 2.4)
            canvas.stroke(
                Path([Point(-size, -size * 0.1), Point(0, -size * 0.26), Point(size, -size * 0.1)], closed: false),
                Paint(Self.spar, 0.5), width: 2)
        }
    }

    /// A zero-wind kite: wide scalloped wings.
    private mutating func moth(_ x: Double, _ y: Double, _ size: Double, tilt: Double, _ cloth: Cloth) {
        canvas.group(at: Point(x, y), rotated: tilt) { canvas in
            var wing = Path()
            wing.move(Point(0, -size * 0.36))
            wing.curve(Point(-size * 0.3, -size * 0.62), Point(-size * 0.8, -size * 0.5), Point(-size, size * 0.14))
            wing.quad(Point(-size * 0.76, size * 0.1), Point(-size * 0.64, size * 0.36))
            wing.quad(Point(-size * 0.4, size * 0.26), Point(-size * 0.3, size * 0.5))
            wing.quad(Point(-size * 0.1, size * 0.38), Point(0, size * 0.52))
            wing.close()
            for (side, light) in [(1.0, 0.16), (-1, 0)] {
                canvas.fill(wing.mapped { Point($0.x * side, $0.y) }, Paint(cloth.main.lighter(light)))
                canvas.circle(Point(-size * 0.5 * side, -size * 0.06), size * 0.24, Paint(cloth.second.lighter(light)))
                canvas.circle(Point(-size * 0.5 * side, -size * 0.06), size * 0.12, Paint(cloth.accent))
            }
            var spars = Path()
            for end in [
                Point(-size, size * 0.14), Point(-size * 0.64, size * 0.36), Point(-size * 0.3, size * 0.5),
                Point(0, size * 0.52),
            ] {
                spars.stroke(Point(0, -size * 0.2), end)
            }
            canvas.stroke(spars.bothSides, Paint(Self.spar, 0.6), width: 1.6)
        }
    }

    mutating func workshop() {
        let wall = canvas.gradient(
            from: Point(0, 0), to: Point(1, 0.3), [(0, Paint(Colour(0xf8f1e3))), (1, Paint(Colour(0xf1e3cb)))])
        canvas.rectangle(Point(0, 0), width, height, wall)
        window()
        shelf()
        pegs()
        bench()
        sewing(Point(712, 548))
        bolt(Point(1400, 582), Colour(0xe4572e))
        bolt(Point(1562, 582), Colour(0x2a9d8f))
        bolt(Point(1480, 551), Colour(0xf3a712))
        hang(at: Point(1080, 540), scaled: Point(1, 0.42)) { painter in
            painter.rokkaku(0, 0, 150, tilt: 64, Self.coral)
        }
        shears(Point(930, 606))
        for (index, colour) in [0x1d7fa8, 0xd6336c, 0xf6bd2f].enumerated() {
            reel(Point(500 + Double(index) * 56, 548 + Double(index % 2) * 12), Colour(UInt32(colour)))
        }
    }

    private mutating func window() {
        canvas.rectangle(Point(1140, 70), 400, 290, radius: 8, Paint(Colour(0xd9b98a)))
        let air = canvas.gradient(
            from: Point(0, 0), to: Point(0, 1), [(0, Paint(Colour(0xbfe0f2))), (1, Paint(Colour(0xf3f4e6)))])
        canvas.rectangle(Point(1156, 86), 368, 258, air)
        var hill = Path()
        hill.move(Point(1156, 312))
        hill.quad(Point(1300, 268), Point(1524, 306))
        hill.line(Point(1524, 344))
        hill.line(Point(1156, 344))
        hill.close()
        canvas.patch(hill, Paint(Colour(0x9cc48c)))
        cloud(1250, 190, 110, 0.85)
        line(Point(1320, 340), Point(1420, 190), sag: 16)
        diamond(1424, 164, 40, tilt: 14, Self.lemon)
        canvas.rectangle(Point(1334, 86), 12, 258, Paint(Colour(0xd9b98a)))
        canvas.rectangle(Point(1156, 208), 368, 10, Paint(Colour(0xd9b98a)))
    }

    private mutating func shelf() {
        canvas.rectangle(Point(640, 262), 420, 14, Paint(Colour(0xb9854e)))
        let colours: [UInt32] = [0xe4572e, 0xf6bd2f, 0x3f9b72, 0x1d7fa8, 0x6a4c93, 0xd6336c, 0x29335c]
        for (index, colour) in colours.enumerated() {
            let x = 656 + Double(index) * 57
            let tall = 96 + Double(index * 37 % 40)
            canvas.rectangle(Point(x, 262 - tall), 46, tall, radius: 6, Paint(Colour(colour)))
            canvas.rectangle(Point(x + 6, 262 - tall), 10, tall, .light(0.24))
            canvas.ellipse(Point(x + 23, 264 - tall), 23, 7, Paint(Colour(colour).darker(0.25)))
            canvas.ellipse(Point(x + 23, 264 - tall), 7, 2.4, Paint(Colour(0xf1e3cb)))
        }
    }

    private mutating func pegs() {
        canvas.rectangle(Point(640, 326), 420, 10, radius: 5, Paint(Colour(0xb9854e)))
        for (index, colour) in [0x1d7fa8, 0xf3a712, 0xe4572e, 0x3f9b72].enumerated() {
            let x = 690 + Double(index) * 104
            var coil = Path()
            coil.ellipse(Point(x, 372), 26, 38)
            coil.ellipse(Point(x + 3, 374), 20, 32)
            canvas.seam(coil, Paint(Colour(UInt32(colour))), width: 5)
            canvas.rectangle(Point(x - 4, 322), 8, 22, radius: 3, Paint(Colour(0x8a5f35)))
        }
    }

    private mutating func bench() {
        let top = canvas.gradient(
            from: Point(0, 0), to: Point(0, 1), [(0, Paint(Colour(0xd9a868))), (1, Paint(Colour(0xc48f4e)))])
        canvas.rectangle(Point(420, 500), 1180, 124, top)
        canvas.rectangle(Point(420, 624), 1180, 22, Paint(Colour(0x9a6b38)))
        canvas.rectangle(Point(450, 646), 1150, 54, Paint(Colour(0x7d5630)))
        canvas.rectangle(Point(0, 660), 450, 40, Paint(Colour(0xe9d8bb)))
        var grain = Path()
        for index in 0..<9 {
            let x = 470 + Double(index) * 126
            grain.stroke(Point(x, 514 + Double(index * 29 % 90)), Point(x + 90, 514 + Double(index * 29 % 90)))
        }
        canvas.seam(grain, Paint(Colour(0x9a6b38), 0.35), width: 2)
    }

    private mutating func sewing(_ at: Point) {
        canvas.ellipse(at + Point(30, 12), 130, 12, .shade(0.2))
        var body = Path()
        body.move(at + Point(-70, 0))
        body.line(at + Point(-70, -16))
        body.line(at + Point(70, -16))
        body.line(at + Point(70, -96))
        body.line(at + Point(-38, -96))
        body.line(at + Point(-38, -62))
        body.line(at + Point(-66, -62))
        body.curve(at + Point(-74, -110), at + Point(-60, -136), at + Point(-20, -136))
        body.line(at + Point(90, -136))
        body.curve(at + Point(120, -136), at + Point(122, -110), at + Point(122, 0))
        body.close()
        canvas.patch(body, Paint(Colour(0x29335c)))
        canvas.patch(
            Path([at + Point(-50, -128), at + Point(96, -128), at + Point(92, -118), at + Point(-56, -118)]),
            .light(0.25))
        canvas.circle(at + Point(126, -90), 26, Paint(Colour(0xf3a712)))
        canvas.circle(at + Point(126, -90), 11, Paint(Colour(0x29335c)))
        canvas.stroke(
            Path([at + Point(-52, -62), at + Point(-52, -18)], closed: false), Paint(Colour(0x8fa3b0)), width: 4)
        canvas.rectangle(at + Point(20, -164), 22, 28, radius: 4, Paint(Colour(0xd6336c)))
    }

    private mutating func bolt(_ at: Point, _ colour: Colour) {
        canvas.rectangle(at + Point(-130, 0), 160, 34, radius: 17, Paint(colour))
        canvas.rectangle(at + Point(-116, 5), 130, 8, radius: 4, .light(0.3))
        canvas.ellipse(at + Point(22, 17), 11, 17, Paint(colour.darker(0.25)))
        canvas.ellipse(at + Point(22, 17), 4, 7, Paint(Colour(0xf1e3cb)))
    }

    private mutating func reel(_ at: Point, _ colour: Colour) {
        canvas.ellipse(at + Point(0, 26), 26, 6, .shade(0.2))
        canvas.rectangle(at + Point(-14, -22), 28, 44, Paint(colour))
        canvas.rectangle(at + Point(-10, -22), 7, 44, .light(0.3))
        for y in [-28.0, 20] { canvas.rectangle(at + Point(-21, y), 42, 9, radius: 4, Paint(Colour(0xe9cf9f))) }
    }

    private mutating func shears(_ at: Point) {
        var blades = Path([at, at + Point(86, -30)], closed: false)
        blades.stroke(at + Point(4, -26), at + Point(90, -6))
        canvas.stroke(blades, Paint(Colour(0x8fa3b0)), width: 8)
        var loops = Path()
        loops.ellipse(at + Point(-18, 6), 17, 11)
        loops.ellipse(at + Point(-14, -32), 17, 11)
        canvas.stroke(loops, Paint(Colour(0xd6336c)), width: 8)
    }
}
