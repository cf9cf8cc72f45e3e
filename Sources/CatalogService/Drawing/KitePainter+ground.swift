/// What stays on the ground: the stake and the bag.
extension KitePainter {
    mutating func groundStake() {
        let lean = seed.sign()
        let slant = seed.between(10, 22)
        let fly = seed.between(220, 270)
        let notch = seed.between(40, 80)
        sky()
        let foot = Point(400 + lean * 40, 640)
        mound(foot)
        hang(Pose(centre: foot, tilt: lean * slant)) { painter in
            let shaft = Path([Point(0, 60), Point(0, -420)], closed: false)
            painter.canvas.stroke(shaft, Paint(painter.palette.dark), width: 24)
            painter.canvas.stroke(shaft.mapped { $0 + Point(-5, 0) }, .light(0.35), width: 5)
            var turns = Path()
            for index in 0..<4 {
                let y = -150 + Double(index) * 38
                turns.stroke(Point(-30, y + 12), Point(30, y - 12))
            }
            painter.canvas.stroke(turns, Paint(painter.palette.dark), width: 13)
            painter.canvas.stroke(turns, .light(0.25), width: 3)
            let (top, hem) = (-410.0, -216.0)
            var flag = Path()
            flag.move(Point(-lean * 8, top))
            flag.curve(
                Point(-lean * fly * 0.4, top - 34), Point(-lean * fly * 0.6, top + 40),
                Point(-lean * (fly + 60), top + 16))
            flag.line(Point(-lean * (fly + 60 - notch), (top + hem) / 2 + 18))
            flag.line(Point(-lean * (fly + 60), hem + 24))
            flag.curve(Point(-lean * fly * 0.6, hem + 44), Point(-lean * fly * 0.4, hem - 30), Point(-lean * 8, hem))
            flag.close()
            let field = Field(
                centre: Point(-lean * (fly + 60) / 2, (top + hem) / 2), halfWidth: fly / 2 + 30, halfHeight: 112)
            let fold = Path([
                Point(-lean * fly * 0.3, top - 50), Point(-lean * fly * 0.56, top - 50),
                Point(-lean * fly * 0.56, hem + 70), Point(-lean * fly * 0.3, hem + 70),
            ])
            painter.cover(flag, field, panels: [.init(path: fold, light: -0.13)])
            var eyelet = Path()
            eyelet.circle(Point(0, -448), 34)
            painter.canvas.stroke(eyelet, Paint(painter.palette.dark), width: 18)
            painter.canvas.stroke(eyelet, Paint(painter.palette.accent), width: 7)
        }
        blades(foot)
        let ring = Pose(centre: foot, tilt: lean * slant).page(Point(0, -470))
        flyingLine(from: ring, to: Point(400 + lean * 380, 0), Pose(centre: Point(0, 0), tilt: 0), sag: 30)
    }

    private mutating func mound(_ foot: Point) {
        var turf = Path()
        turf.move(Point(70, 720))
        turf.curve(Point(200, foot.y - 20), Point(600, foot.y - 20), Point(730, 720))
        turf.quad(Point(400, 770), Point(70, 720))
        let green = Colour(lightness: 0.72, chroma: 0.09, hue: .degrees(130)).mixed(with: palette.sky(-0.1), 0.35)
        canvas.fill(turf, Paint(green))
        canvas.fill(turf.mapped { Point($0.x, mix($0.y, 730, 0.45)) }, .shade(0.1))
    }

    private mutating func blades(_ foot: Point) {
        let green = Colour(lightness: 0.6, chroma: 0.1, hue: .degrees(132)).mixed(with: palette.sky(-0.1), 0.25)
        var grass = Path()
        for index in -5...5 {
            let root = Point(foot.x + Double(index) * 26 + seed.between(-8, 8), foot.y + 44)
            let tip = root + Point(seed.between(-26, 26), -seed.between(40, 76))
            grass.move(root - Point(8, 0))
            grass.quad(root + Point(-2, -30), tip)
            grass.quad(root + Point(8, -26), root + Point(8, 0))
            grass.close()
        }
        canvas.fill(grass, Paint(green))
    }

    mutating func bag() {
        let half = seed.between(290, 318)
        let height = seed.between(170, 210)
        let lean = seed.sign()
        let pocket = seed.between(0.2, 0.34)
        studio(shadow: 300, at: 640)
        hang(Pose(centre: Point(400, 455), tilt: -lean * seed.between(10, 18))) { painter in
            painter.carryStrap(half, height)
            let body = Self.roll(half, height)
            let field = Field(halfWidth: half, halfHeight: height / 2)
            let long = half * 1.2
            let low = Path([
                Point(-long, height * 0.16), Point(long, height * 0.16), Point(long, height), Point(-long, height),
            ])
            let high = Path([
                Point(-long, -height * 0.36), Point(long, -height * 0.36), Point(long, -height * 0.16),
                Point(-long, -height * 0.16),
            ])
            painter.cover(body, field, panels: [.init(path: low, light: -0.16), .init(path: high, light: 0.2)])
            for x in [-half * 0.58, half * 0.58] {
                painter.canvas.rectangle(Point(x - 15, -height / 2), 30, height, Paint(painter.palette.dark))
                painter.canvas.rectangle(Point(x - 21, -16), 42, 32, radius: 7, Paint(painter.palette.accent))
            }
            let zip = Path([Point(-half * 0.9, -height * 0.3), Point(half * 0.9, -height * 0.3)], closed: false)
            painter.canvas.stroke(zip, Paint(painter.palette.dark, 0.75), width: 8)
            painter.canvas.stroke(zip, .light(0.6), width: 4, dash: "3 4")
            painter.canvas.rectangle(
                Point(half * pocket, -height * 0.3 - 6), 12, 40, radius: 6, Paint(painter.palette.accent))
            var cap = Path()
            cap.ellipse(Point(lean * (half - 4), 0), height * 0.17, height / 2)
            painter.canvas.fill(cap, Paint(painter.palette.second.mixed(with: painter.palette.dark, 0.25)))
            painter.canvas.stroke(cap, Paint(painter.palette.dark, 0.7), width: 3)
        }
    }

    private static func roll(_ half: Double, _ height: Double) -> Path {
        var body = Path()
        let (top, cap) = (-height / 2, height * 0.2)
        body.move(Point(-half, top))
        body.quad(Point(0, top - 10), Point(half, top))
        body.curve(Point(half + cap, top), Point(half + cap, -top), Point(half, -top))
        body.quad(Point(0, -top + 10), Point(-half, -top))
        body.curve(Point(-half - cap, -top), Point(-half - cap, top), Point(-half, top))
        body.close()
        return body
    }

    private mutating func carryStrap(_ half: Double, _ height: Double) {
        var strap = Path()
        strap.move(Point(-half * 0.58, -height / 2 + 8))
        strap.curve(
            Point(-half * 0.5, -height * 1.75), Point(half * 0.5, -height * 1.75), Point(half * 0.58, -height / 2 + 8))
        canvas.stroke(strap, Paint(palette.dark), width: 24)
        canvas.stroke(strap, Paint(palette.second), width: 6, dash: "16 10")
    }
}
