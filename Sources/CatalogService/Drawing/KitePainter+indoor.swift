/// Kites that need no wind, and the four-line kite.
extension KitePainter {
    mutating func glider() {
        let half = seed.between(310, 345)
        let length = seed.between(400, 460)
        let lift = seed.between(20, 90)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400, 330), tilt: lean * seed.between(14, 30))
        let (nose, tail) = (Point(0, -length * 0.46), Point(0, length * 0.5))
        let tip = Point(half, -length * 0.16 + lift)
        let fan = seed.between(62, 92)
        var side = Path()
        side.curve(Point(46, -length * 0.34), Point(half * 0.55, -length * 0.3 + lift * 0.3), tip)
        side.curve(Point(half * 0.7, lift * 0.7), Point(half * 0.24, length * 0.02), Point(26, length * 0.2))
        side.quad(Point(20, length * 0.36), Point(fan, length * 0.53))
        side.quad(Point(fan * 0.4, length * 0.45), tail)
        var outline = Path()
        outline.move(nose)
        outline.append(side)
        outline.move(nose)
        outline.append(side.mapped { $0.mirrored })
        outline.close()
        let field = Field(
            centre: Point(0, -length * 0.08), halfWidth: half, halfHeight: length * 0.3,
            focus: Point(0, -length * 0.14))
        var sail = Sail(outline: outline, field: field, hem: 6)
        let ribs = (1...3).map { Double($0) / 4 }
        for (index, share) in ribs.enumerated() {
            let (from, to) = (Point(half * share, -length), Point(half * (share + 0.25), length))
            let strip = Path([from, Point(to.x, from.y), to, Point(from.x, to.y)])
            sail.panels.append(.init(path: strip.bothSides, light: index % 2 == 0 ? -0.09 : 0.12))
            sail.seams.append(
                Path([Point(from.x, -length * 0.4), Point(from.x - 14, length * 0.2)], closed: false).bothSides)
        }
        sail.panels.append(
            .init(
                path: Path([Point(0, -length), Point(half, -length), Point(half, length), Point(0, length)]),
                light: -0.1))
        sail.spars.stroke(nose, tail)
        sail.spars.append(
            Path([Point(0, -length * 0.2), mix(Point(0, -length * 0.2), tip, 0.97)], closed: false).bothSides)
        hall()
        let tow = Point(lean * -14, -length * 0.06)
        hang(pose) { painter in
            painter.paint(sail)
            painter.flyingLine(from: tow, to: Point(400 - lean * 240, 690), pose, sag: 70)
            painter.canvas.circle(tow, 6, Paint(painter.palette.dark))
        }
    }

    mutating func zeroWind() {
        let half = seed.between(305, 345)
        let height = half * seed.between(0.84, 1.0)
        let bays = seed.integer(in: 3...4)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400, 330), tilt: lean * seed.between(8, 22))
        let (nose, foot) = (Point(0, -height * 0.46), Point(0, height * seed.between(0.44, 0.56)))
        let tip = Point(half, height * seed.between(0.02, 0.2))
        let shoulder = Point(half * 0.62, -height * seed.between(0.46, 0.58))
        let belly = seed.between(0.5, 0.62)
        let ends = (0...bays).map { index -> Point in
            let share = Double(index) / Double(bays)
            return mix(
                mix(foot, Point(half * belly, height * 0.4), share), mix(Point(half * belly, height * 0.4), tip, share),
                share)
        }
        var side = Path()
        side.curve(Point(half * 0.2, -height * 0.54), shoulder, tip)
        for index in stride(from: bays - 1, through: 0, by: -1) {
            side.quad(mix(mix(ends[index], ends[index + 1], 0.5), Point(0, -height * 0.1), 0.2), ends[index])
        }
        var outline = Path()
        outline.move(nose)
        outline.append(side)
        outline.move(nose)
        outline.append(side.mapped { $0.mirrored })
        outline.close()
        let hub = Point(0, -height * 0.2)
        var sail = Sail(
            outline: outline,
            field: Field(halfWidth: half, halfHeight: height / 2, focus: hub + Point(0, height * 0.12)), hem: 6)
        for index in 0..<bays {
            let slice = Path([
                hub, ends[index], mix(ends[index], ends[index + 1], 0.5) + Point(30, 30), ends[index + 1],
            ])
            sail.panels.append(.init(path: slice.mapped { $0.mirrored }, light: index % 2 == 0 ? 0.18 : 0.02))
            sail.panels.append(.init(path: slice, light: index % 2 == 0 ? 0.02 : -0.15))
            sail.spars.append(Path([hub, ends[index]], closed: false).bothSides)
        }
        sail.binding.move(nose)
        sail.binding.curve(Point(half * 0.2, -height * 0.54), shoulder, tip)
        sail.binding = sail.binding.bothSides
        sail.bindingWidth = 6
        hall()
        hang(pose) { painter in
            painter.paint(sail)
            let tow = Point(lean * -22, height * 0.02)
            painter.bridle([Point(0, -height * 0.3), Point(0, height * 0.26)], to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 200, 690), pose, sag: 80)
        }
    }

    mutating func quad() {
        let half = seed.between(318, 345)
        let height = half * seed.between(0.86, 1.02)
        let (top, low) = (-height * 0.46, height * 0.5)
        let leg = half * seed.between(0.5, 0.62)
        let arch = seed.between(6, 26)
        let crotch = Point(0, top + height * seed.between(0.38, 0.52))
        let lean = seed.sign()
        let pose = Pose(centre: Point(400, 315), tilt: lean * seed.between(4, 24))
        let (corner, foot) = (Point(half, top), Point(leg, low))
        let slope = seed.between(10, 34)
        var side = Path()
        side.quad(mix(corner, foot, 0.5) + Point(slope, 6), foot)
        side.quad(Point(leg * 0.42, crotch.y + 36), crotch)
        var outline = Path()
        outline.move(Point(0, top - arch))
        outline.quad(Point(half * 0.6, top - arch), corner)
        outline.append(side)
        outline.move(Point(0, top - arch))
        outline.quad(Point(-half * 0.6, top - arch), corner.mirrored)
        outline.append(side.mapped { $0.mirrored })
        outline.close()
        let field = Field(halfWidth: half, halfHeight: height * 0.48, focus: Point(0, top + height * 0.24))
        var sail = Sail(outline: outline, field: field, hem: 8)
        let strut = Point(leg * 0.92, top)
        sail.panels = [
            .init(path: Path([Point(0, top - 30), strut, foot, crotch]).mapped { $0.mirrored }, light: 0.16),
            .init(path: Path([Point(0, top - 30), strut, foot, crotch]), light: -0.03),
            .init(
                path: Path([strut - Point(0, 30), corner - Point(0, 40), corner + Point(60, 0), foot]), light: -0.16),
        ]
        sail.seams = Path([Point(0, top + height * 0.2), mix(corner, foot, 0.3)], closed: false).bothSides
        sail.spars = Path([strut, foot], closed: false).bothSides
        sail.binding.move(corner.mirrored)
        sail.binding.quad(Point(-half * 0.6, top - arch), Point(0, top - arch))
        sail.binding.quad(Point(half * 0.6, top - arch), corner)
        sail.bindingWidth = 12
        let mesh = Path([Point(-half * 0.86, top + 22), Point(half * 0.86, top + 22)], closed: false)
        sky()
        hang(pose) { painter in
            painter.paint(sail)
            painter.canvas.stroke(mesh, Paint(painter.palette.dark, 0.55), width: 16, dash: "5 4")
            for side in [1.0, -1] {
                let upper = Point(half * 0.66 * side, top + 4)
                let lower = Point(leg * 0.97 * side, low - 16)
                let fork = Point(half * 0.6 * side, top + height * 0.34)
                painter.bridle([upper, Point(half * 0.2 * side, top + 4)], to: fork, ring: false)
                for (index, start) in [fork, lower].enumerated() {
                    let hand = Point(400 - lean * 60 + side * (60 - 22 * Double(index)), 800)
                    painter.flyingLine(from: start, to: hand, pose, sag: 0)
                }
                painter.canvas.circle(fork, 5, Paint(painter.palette.accent))
                painter.canvas.circle(lower, 6, Paint(painter.palette.accent))
            }
        }
    }
}
