/// Scenes on grass: the meadow, the park and the two small ones.
extension ScenePainter {
    mutating func meadow() {
        sky(0xcfe6f7, 0xf6f4e4, sun: Point(1380, 210))
        cloud(760, 120, 200, 0.75)
        cloud(1120, 200, 250, 0.7)
        cloud(440, 310, 150, 0.5)
        land([520, 500, 512, 478, 450, 470, 440, 460, 430], 0xb9d3c3)
        land([560, 548, 556, 530, 540, 508, 520, 496, 510], 0x9fc79c)
        let oak = tree(0x6fa275)
        for (index, x) in [1010.0, 1048, 1092, 1460, 1504, 1540].enumerated() {
            plant(oak, x, 522 - Double(index % 3) * 4, 44 + Double(index % 3) * 9)
        }
        land([604, 592, 600, 586, 600, 574, 586, 566, 580], 0x8dbb72, to: 0x79aa5c)
        sheep(Point(690, 576))
        sheep(Point(738, 584))
        sheep(Point(1490, 566))
        diamond(1082, 200, 112, tilt: 12, Self.coral, tail: 1.1)
        delta(1350, 270, 116, tilt: -10, Self.plum)
        rokkaku(740, 220, 58, tilt: -9, Self.sea)
        diamond(1530, 150, 40, tilt: -14, Self.lemon)
        delta(590, 150, 36, tilt: 8, Self.leaf, tails: false)
        flyer(950, 650, 84, coat: 0x24406e, kite: Point(1075, 240), sag: 46)
        person(1006, 654, 56, coat: 0xf3a712, reach: Point(40, -60))
        flyer(1256, 640, 80, coat: 0xd6336c, kite: Point(1338, 300))
        flyer(806, 624, 54, coat: 0x6a4c93, kite: Point(742, 246), sag: 20)
        land([660, 668, 664, 676, 668, 680, 664, 656, 640], 0x6f9f52, to: 0x568743)
        dots(46, x: 40...1580, y: 676...698, size: 7, 0xfdf6e3)
        dots(34, x: 500...1580, y: 672...698, size: 8, 0xe9655a)
        dots(30, x: 300...1580, y: 674...698, size: 6, 0xf6c445)
        grass(from: 0, to: 1600, at: 700, count: 48, tall: 36, 0x4f7d3f)
    }

    private mutating func sheep(_ at: Point) {
        canvas.stroke(Path([at + Point(-7, 0), at + Point(-7, 12)], closed: false), Paint(Self.spar), width: 3)
        canvas.stroke(Path([at + Point(7, 0), at + Point(7, 12)], closed: false), Paint(Self.spar), width: 3)
        canvas.ellipse(at, 17, 11, Paint(Colour(0xfbf7ec)))
        canvas.ellipse(at + Point(-17, -4), 6, 7, Paint(Self.spar))
    }

    mutating func park() {
        sky(0xcde8f4, 0xfdf4e0, sun: Point(820, 160))
        cloud(1040, 120, 190, 0.7)
        cloud(1420, 210, 210, 0.6)
        cloud(410, 280, 150, 0.5)
        skyline()
        land([552, 540, 546, 536, 540, 530, 536, 524, 530], 0xa8cfa0)
        let trees = [tree(0x77ab74), tree(0x8dba77)]
        for (index, x) in [620.0, 690, 1130, 1186, 1370].enumerated() {
            plant(trees[index % 2], x, 548, 72 + Double(index * 23 % 34))
        }
        land([590, 580, 588, 578, 590, 580, 586, 576, 584], 0x93c37a, to: 0x7fb266)
        pond()
        diamond(936, 214, 92, tilt: 10, Self.lemon, tail: 1.2)
        delta(1192, 300, 92, tilt: -8, Self.rose)
        diamond(1360, 250, 66, tilt: -12, Self.sea)
        rokkaku(700, 230, 38, tilt: 8, Self.leaf)
        flyer(862, 652, 60, coat: 0xe4572e, kite: Point(930, 244))
        person(814, 656, 84, coat: 0x2f6f8f, reach: Point(60, -20))
        flyer(1034, 666, 62, coat: 0x6a4c93, kite: Point(1186, 322))
        flyer(1240, 640, 56, coat: 0x3f9b72, kite: Point(1356, 274))
        plant(trees[0], 1530, 660, 250)
        bench(Point(1390, 640))
        land([672, 676, 680, 684, 676, 688, 680, 672, 664], 0x6ea556, to: 0x568c46)
        dots(40, x: 60...1560, y: 684...699, size: 6, 0xfdf6e3)
        dots(26, x: 400...1560, y: 684...699, size: 7, 0xf28fa5)
        grass(from: 0, to: 1600, at: 702, count: 50, tall: 26, 0x4c7f40)
    }

    private mutating func skyline() {
        var town = Path()
        town.move(Point(520, 560))
        var x = 520.0
        while x < 1600 {
            let roof = seed.between(478, 522)
            let broad = seed.between(28, 64)
            town.line(Point(x, roof))
            if seed.chance(0.4) { town.line(Point(x + broad / 2, roof - 18)) }
            town.line(Point(x + broad, roof))
            x += broad
        }
        town.line(Point(1620, 560))
        town.close()
        canvas.patch(town, Paint(Colour(0xbfd3d6), 0.8))
    }

    private mutating func pond() {
        canvas.ellipse(Point(560, 628), 190, 20, Paint(Colour(0x9fd3dd)))
        canvas.ellipse(Point(590, 624), 120, 9, .light(0.4))
        canvas.ellipse(Point(510, 622), 11, 6, .light(1))
        canvas.circle(Point(500, 614), 5, .light(1))
    }

    private mutating func bench(_ at: Point) {
        var legs = Path([at + Point(-46, 26), at + Point(-46, -4)], closed: false)
        legs.stroke(at + Point(46, 26), at + Point(46, -4))
        canvas.stroke(legs, Paint(Self.spar), width: 5)
        for y in [-26.0, -14, 0] { canvas.rectangle(at + Point(-58, y), 116, 8, radius: 3, Paint(Colour(0xa8743f))) }
    }

    mutating func notFound() {
        sky(0xd4e8f5, 0xfbf3e2)
        cloud(180, 120, 150, 0.8)
        cloud(330, 220, 110, 0.6)
        land([410, 398, 404, 390, 396], 0xbcd6b6)
        land([440, 430, 424, 432, 420], 0x97c183, to: 0x7fae69)
        canvas.ellipse(Point(560, 440), 150, 12, .shade(0.14))
        var trunk = Path()
        trunk.move(Point(524, 442))
        trunk.curve(Point(548, 380), Point(538, 300), Point(532, 200))
        trunk.line(Point(572, 200))
        trunk.curve(Point(566, 300), Point(570, 390), Point(606, 442))
        trunk.close()
        canvas.patch(trunk, Paint(Colour(0x73543f)))
        var boughs = Path()
        boughs.move(Point(548, 320))
        boughs.quad(Point(500, 280), Point(448, 268))
        boughs.move(Point(560, 290))
        boughs.quad(Point(620, 260), Point(660, 250))
        canvas.seam(boughs, Paint(Colour(0x73543f)), width: 14)
        let crowns = [(450.0, 220.0, 74.0), (660, 204, 80), (500, 136, 84), (612, 116, 86), (556, 196, 92)]
        for crown in crowns { canvas.circle(Point(crown.0, crown.1), crown.2, Paint(Colour(0x649f63))) }
        for crown in crowns { canvas.circle(Point(crown.0 - 14, crown.1 - 16), crown.2 * 0.66, .light(0.13)) }
        var slack = Path()
        slack.move(Point(470, 262))
        slack.curve(Point(420, 380), Point(330, 330), Point(300, 420))
        slack.curve(Point(290, 446), Point(250, 440), Point(240, 452))
        canvas.stroke(slack, Paint(Self.spar, 0.6), width: 1.8)
        diamond(468, 214, 84, tilt: 38, Self.coral, tail: 1)
        for leaf in [(404.0, 232.0, 26.0), (520, 178, 30), (530, 262, 24)] {
            canvas.circle(Point(leaf.0, leaf.1), leaf.2, Paint(Colour(0x5a9459)))
            canvas.circle(Point(leaf.0 - 5, leaf.1 - 6), leaf.2 * 0.62, .light(0.14))
        }
        person(214, 456, 92, coat: 0x1d7fa8, reach: Point(40, -30))
        land([466, 470, 476, 470, 464], 0x6fa35a, to: 0x5b8f4b)
        dots(24, x: 20...780, y: 476...496, size: 5, 0xfdf6e3)
        grass(from: 0, to: 800, at: 502, count: 34, tall: 24, 0x4f8042)
    }

    mutating func emptyCart() {
        sky(0xd4e8f5, 0xfbf3e2, sun: Point(640, 150))
        cloud(200, 110, 150, 0.8)
        cloud(440, 170, 110, 0.6)
        land([300, 284, 292, 272, 282], 0xbfd8bd)
        land([336, 326, 318, 328, 312], 0xa3cb90, to: 0x86b46f)
        canvas.ellipse(Point(412, 398), 190, 22, .shade(0.15))
        var line = Path()
        line.move(Point(404, 366))
        line.curve(Point(520, 300), Point(560, 420), Point(640, 392))
        line.curve(Point(700, 370), Point(680, 340), Point(650, 356))
        line.curve(Point(620, 372), Point(680, 420), Point(800, 396))
        canvas.stroke(line, Paint(Self.spar, 0.6), width: 2)
        hang(at: Point(400, 374), scaled: Point(1.5, 0.5)) { painter in
            painter.diamond(0, 0, 124, tilt: 76, Self.coral, tail: 0.9)
        }
        land([448, 440, 446, 438, 444], 0x7cb063, to: 0x5f954d)
        grass(from: 170, to: 660, at: 440, count: 34, tall: 46, 0x6a9f55)
        dots(34, x: 20...780, y: 450...494, size: 7, 0xfdf6e3)
        dots(24, x: 20...780, y: 450...494, size: 6, 0xf6c445)
        grass(from: 0, to: 800, at: 502, count: 40, tall: 30, 0x4f8042)
    }
}
