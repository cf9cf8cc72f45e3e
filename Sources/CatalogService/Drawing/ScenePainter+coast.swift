/// Scenes by the sea.
extension ScenePainter {
    mutating func home() {
        sky(0xcfe7f6, 0xfdf1de, sun: Point(1130, 400))
        cloud(700, 150, 210, 0.6)
        cloud(1420, 120, 260, 0.7)
        cloud(1060, 250, 150, 0.5)
        cloud(470, 380, 170, 0.5)
        sea(at: 512, 0x8cc4da, 0xbfe3e6)
        headland()
        land([606, 596, 604, 616, 600, 584, 590, 610, 600], 0xf4e2bd, to: 0xe7cb95)
        shore(606)
        delta(890, 110, 42, tilt: 10, Self.ink)
        diamond(620, 170, 34, tilt: -10, Self.lemon)
        rokkaku(1556, 250, 36, tilt: -8, Self.leaf)
        delta(1190, 430, 30, tilt: -6, Self.coral, tails: false)
        foil(1440, 104, 122, tilt: 7, Self.lemon, hand: Point(1452, 604))
        stunt(1180, 120, 60, tilt: 24, Self.leaf)
        rokkaku(1010, 210, 92, tilt: 9, Self.coral)
        delta(1284, 300, 112, tilt: -12, Self.sea)
        diamond(770, 280, 62, tilt: 14, Self.plum)
        flyer(820, 640, 58, coat: 0xd6336c, kite: Point(768, 300), sag: 26)
        flyer(942, 652, 68, coat: 0x1d7fa8, kite: Point(1008, 250))
        flyer(1070, 668, 74, coat: 0xe4572e, kite: Point(1276, 330), sag: 46)
        person(1452, 650, 62, coat: 0x6a4c93, reach: Point(0, -60))
        person(1010, 656, 42, coat: 0xf3a712, reach: Point(-10, -60))
        land([700, 694, 690, 694, 686, 668, 652, 632, 640], 0xc9b076, to: 0xa99a5c)
        grass(from: 1080, to: 1600, at: 664, count: 19, tall: 62, 0x8a9a55)
        grass(from: 0, to: 420, at: 700, count: 10, tall: 40, 0xa9ab6a)
    }

    private mutating func sea(at y: Double, _ far: UInt32, _ near: UInt32) {
        let fall = canvas.gradient(
            from: Point(0, 0), to: Point(0, 1), [(0, Paint(Colour(far))), (1, Paint(Colour(near)))])
        canvas.rectangle(Point(0, y), width, 150, fall)
        var glints = Path()
        for _ in 0..<26 {
            let place = Point(seed.between(0, width), y + seed.between(8, 80))
            glints.stroke(place, place + Point(seed.between(20, 70), 0))
        }
        canvas.seam(glints, .light(0.5), width: 2)
    }

    private mutating func headland() {
        canvas.patch(
            Path([
                Point(1600, 420), Point(1540, 424), Point(1490, 448), Point(1430, 452), Point(1390, 476),
                Point(1320, 486), Point(1290, 514), Point(1600, 514),
            ]),
            Paint(Colour(0x9db7ab)))
        var cliff = Path([
            Point(1600, 452), Point(1556, 458), Point(1530, 484), Point(1480, 490), Point(1450, 516), Point(1600, 516),
        ])
        cliff.close()
        canvas.patch(cliff, Paint(Colour(0x7fa08f)))
        canvas.patch(Path([Point(1553, 460), Point(1554, 420), Point(1563, 420), Point(1564, 458)]), .light(0.95))
        canvas.rectangle(Point(1552, 408), 13, 12, Paint(Colour(0xe4572e)))
    }

    /// Foam along the water's edge and wet sand.
    private mutating func shore(_ y: Double) {
        for (index, opacity) in [0.85, 0.5].enumerated() {
            let drop = Double(index) * 13
            var foam = Path()
            foam.smooth(
                [0.0, 0.17, 0.36, 0.52, 0.7, 0.86, 1].enumerated().map { step, share in
                    Point(share * width, y + drop + (step % 2 == 0 ? -9 : 7))
                })
            canvas.stroke(foam, .light(opacity), width: index == 0 ? 8 : 3)
        }
    }

    mutating func beach() {
        sky(0xc9e6f5, 0xf3f6ec, sun: Point(1330, 170))
        cloud(820, 130, 190, 0.7)
        cloud(1180, 300, 220, 0.55)
        cloud(430, 330, 150, 0.45)
        sea(at: 470, 0x5fb0c9, 0xa9dbe0)
        sail(at: Point(640, 474), 34)
        sail(at: Point(1490, 474), 26)
        land([584, 574, 566, 574, 588, 576, 566, 572, 580], 0xf3dfb5, to: 0xe2c288)
        shore(580)
        let team: [(Double, Double, UInt32, Cloth)] = [
            (850, 246, 0x24406e, Self.coral), (1060, 200, 0xe4572e, Self.lemon), (1270, 246, 0x3f9b72, Self.rose),
        ]
        for (index, member) in team.enumerated() {
            pilot(
                850 + Double(index) * 170, 642 + Double(index % 2) * 12, 76, coat: member.2,
                kite: Pose(centre: Point(member.0, member.1), tilt: -14), size: 104, member.3)
        }
        pilot(1386, 626, 54, coat: 0x6a4c93, kite: Pose(centre: Point(1474, 340), tilt: 38), size: 62, Self.ink)
        huts()
        land([700, 696, 692, 698, 690, 684, 676, 660, 640], 0xd5b57c, to: 0xc2a066)
        grass(from: 1330, to: 1600, at: 672, count: 22, tall: 56, 0x9aa35c)
        dots(30, x: 300...1300, y: 610...690, size: 4, 0xcfae78)
    }

    private mutating func sail(at foot: Point, _ size: Double) {
        canvas.patch(Path([foot - Point(0, size), foot + Point(size * 0.5, -4), foot - Point(0, 4)]), .light(0.95))
        canvas.patch(
            Path([foot - Point(2, size * 0.8), foot + Point(-size * 0.34, -4), foot - Point(2, 4)]),
            Paint(Colour(0xf2a03d)))
        canvas.patch(
            Path([
                foot - Point(size * 0.4, 0), foot + Point(size * 0.5, 0), foot + Point(size * 0.36, 6),
                foot + Point(-size * 0.3, 6),
            ]), Paint(Colour(0x24406e)))
    }

    private mutating func huts() {
        let colours: [UInt32] = [0xe9847a, 0x7fb5c9, 0xf3c969]
        for (index, colour) in colours.enumerated() {
            let x = 1490 + Double(index) * 40
            let y = 560 + Double(index) * 3
            canvas.rectangle(Point(x, y), 32, 44, Paint(Colour(colour)))
            canvas.patch(
                Path([Point(x - 4, y), Point(x + 16, y - 20), Point(x + 36, y)]), Paint(Colour(colour).darker(0.25)))
            canvas.rectangle(Point(x + 10, y + 16), 12, 28, .light(0.7))
        }
    }

    mutating func dunes() {
        sky(0xd3e4f3, 0xfbe9d2, sun: Point(1060, 420))
        cloud(760, 140, 230, 0.55)
        cloud(1460, 210, 220, 0.6)
        cloud(380, 300, 140, 0.4)
        sea(at: 500, 0x9cc7d4, 0xc8e2df)
        land([540, 546, 552, 534, 540, 520, 500, 512, 486], 0xf0d9ae, to: 0xe6c790)
        land([600, 590, 606, 598, 572, 590, 566, 548, 556], 0xe6c68e, to: 0xd5ab6c)
        foil(980, 180, 190, tilt: -9, Self.coral, hand: Point(1116, 566))
        foil(1390, 140, 140, tilt: 10, Self.sea, hand: Point(1330, 540))
        foil(690, 250, 84, tilt: 6, Self.leaf, hand: Point(742, 590))
        person(1330, 582, 62, coat: 0xf2a03d, reach: Point(-2, -40))
        person(742, 622, 46, coat: 0x24406e, reach: Point(0, -40))
        buggy(Point(1130, 622))
        land([640, 648, 654, 660, 650, 664, 640, 610, 590], 0xd8b073, to: 0xbd8f52)
        land([700, 690, 684, 692, 690, 676, 682, 664, 640], 0xb99355, to: 0x9d7a45)
        grass(from: 1120, to: 1600, at: 670, count: 40, tall: 74, 0x8c8f4e)
        grass(from: 1240, to: 1600, at: 690, count: 26, tall: 58, 0x6f7a42)
        grass(from: 0, to: 360, at: 704, count: 16, tall: 44, 0x9a9655)
        ripples()
    }

    private mutating func ripples() {
        var path = Path()
        for index in 0..<6 {
            let y = 606 + Double(index) * 11
            path.move(Point(420 + Double(index) * 34, y))
            path.quad(Point(560 + Double(index) * 30, y - 12), Point(690 + Double(index) * 34, y + 2))
        }
        canvas.seam(path, Paint(Colour(0xc79f63), 0.6), width: 3)
    }

    /// A three-wheeled buggy and its driver, leaning against the pull.
    private mutating func buggy(_ at: Point) {
        canvas.ellipse(at + Point(0, 18), 74, 8, .shade(0.18))
        canvas.stroke(
            Path([at + Point(-46, 0), at + Point(10, -8), at + Point(58, 4)], closed: false), Paint(Self.spar), width: 7
        )
        for x in [-46.0, 58] {
            canvas.circle(at + Point(x, 2), 17, Paint(Self.spar))
            canvas.circle(at + Point(x, 2), 7, Paint(Colour(0xf3a712)))
        }
        canvas.stroke(
            Path([at + Point(-22, -14), at + Point(24, -20), at + Point(56, -6)], closed: false),
            Paint(Colour(0x24406e)), width: 13)
        canvas.stroke(
            Path([at + Point(-24, -18), at + Point(-36, -54)], closed: false), Paint(Colour(0xd6336c)), width: 21)
        canvas.stroke(
            Path([at + Point(-34, -50), at + Point(-14, -56)], closed: false), Paint(Colour(0xb02a5b)), width: 9)
        canvas.circle(at + Point(-42, -78), 13, Paint(Colour(0xf3a712)))
    }
}
