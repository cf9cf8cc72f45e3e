/// A point in space: x to the right, y down along the kite's long axis, z away from the flyer.
private struct Space: Sendable {
    var x: Double
    var y: Double
    var z: Double
}

/// Kites of cells: extruded boxes of cloth on longerons, seen a little from below.
extension KitePainter {
    mutating func box() {
        let wide = seed.between(132, 150)
        let reach = seed.between(225, 255)
        let cell = seed.between(0.36, 0.44)
        let yaw = seed.between(20, 34)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400, 355), tilt: lean * seed.between(18, 30))
        let ring = (0..<4).map { index -> Point in .polar(.degrees(45 + yaw + 90 * Double(index)), wide * 1.2) }
        var frame = CellFrame(pitch: seed.between(24, 32))
        let height = reach * 2 * cell
        for top in [-reach, reach - height] {
            for index in ring.indices {
                frame.add(ring[index], ring[(index + 1) % 4], from: top, to: top + height)
            }
        }
        frame.longerons = ring.map { ($0, -reach - 14, reach + 14) }
        sky()
        let far = ring.max { $0.y > $1.y } ?? Point(0, 0)
        hang(pose) { painter in
            painter.paint(frame)
            let legs = [-reach + height * 0.3, reach - height * 0.6].map {
                frame.flat(Space(x: far.x, y: $0, z: far.y))
            }
            let tow = mix(legs[0], legs[1], 0.45) + Point(lean * -96, 40)
            painter.bridle(legs, to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 210, 800), pose, sag: 16)
        }
    }

    mutating func cellular() {
        let kind = seed.integer(in: 0...2)
        let wide = kind == 2 ? seed.between(104, 116) : seed.between(88, 98)
        let reach = seed.between(180, 215)
        let cell = seed.between(0.34, 0.42)
        let deep = wide * seed.between(0.8, 1.05)
        let lean = seed.sign()
        let pose = Pose(centre: Point(400, 345), tilt: lean * seed.between(8, 20))
        let centres = [
            [Point(-2 * wide, 0), Point(0, 0), Point(2 * wide, 0)],
            [Point(-wide, deep * 0.5), Point(wide, deep * 0.5), Point(0, -deep * 0.5)],
            [Point(0, 0)],
        ][kind]
        var frame = CellFrame(pitch: seed.between(26, 34))
        let height = reach * 2 * cell
        for (tier, top) in [-reach, reach - height].enumerated() {
            for centre in centres {
                let ring = [Point(0, -deep), Point(wide, 0), Point(0, deep), Point(-wide, 0)].map { centre + $0 }
                for index in ring.indices {
                    frame.add(ring[index], ring[(index + 1) % 4], from: top, to: top + height)
                }
                frame.longerons += ring.map { ($0, -reach - 12, reach + 12) }
            }
            if kind != 0 {
                let outer = kind == 1 ? wide * 2 : wide
                let span = (tier == 0 ? 330 : 250) - outer
                let hinge = Point(outer, kind == 1 ? deep * 0.5 : 0)
                frame.wing(hinge, hinge + Point(span, 30), from: top, to: top + height)
                frame.wing(hinge.mirrored, hinge.mirrored + Point(-span, 30), from: top, to: top + height)
            }
        }
        sky()
        let front = kind == 1 ? Point(0, -deep * 1.5) : Point(0, -deep)
        hang(pose) { painter in
            painter.paint(frame)
            let legs = [-reach + height * 0.3, reach - height * 0.6].map {
                frame.flat(Space(x: front.x, y: $0, z: front.y))
            }
            let tow = mix(legs[0], legs[1], 0.5) + Point(lean * -64, 60)
            painter.bridle(legs, to: tow)
            painter.flyingLine(from: tow, to: Point(400 - lean * 190, 800), pose, sag: 16)
        }
    }

    private mutating func paint(_ frame: CellFrame) {
        let cloth = patches(on: Field(halfWidth: 50, halfHeight: 50))
        let base = palette.main
        let trim = palette.second.mixed(with: palette.dark, 0.3)
        let square = canvas.define(Path([Point(-50, -50), Point(50, -50), Point(50, 50), Point(-50, 50)]))
        let clip = canvas.clip(to: square)
        let panel = canvas.part { canvas in
            canvas.group(clip: clip) { canvas in
                canvas.use(square, Paint(base))
                for patch in cloth { canvas.patch(patch.path, Paint(patch.colour)) }
                for y in [-50.0, 46] { canvas.rectangle(Point(-50, y), 100, 4, Paint(trim)) }
            }
        }
        let faces = frame.sorted
        var sticks = Path()
        for stick in frame.longerons {
            sticks.stroke(
                frame.flat(Space(x: stick.0.x, y: stick.1, z: stick.0.y)),
                frame.flat(Space(x: stick.0.x, y: stick.2, z: stick.0.y)))
        }
        var shadow = Path()
        for face in faces { shadow.append(Path(face.corners)) }
        canvas.patch(shadow.mapped { $0 + Point(16, 24) }, .shade(0.05))
        paintInside(faces.filter { !$0.front })
        canvas.seam(sticks, Paint(palette.dark), width: 5)
        paintFront(faces.filter(\.front), panel)
        var front = Path()
        for stick in frame.nearLongerons {
            front.stroke(
                frame.flat(Space(x: stick.0.x, y: stick.1, z: stick.0.y)),
                frame.flat(Space(x: stick.0.x, y: stick.2, z: stick.0.y)))
        }
        canvas.seam(front, Paint(palette.dark), width: 6)
    }

    private mutating func paintInside(_ faces: [CellFrame.Face]) {
        var (lit, dim) = (Path(), Path())
        for face in faces {
            if face.light > 0 { dim.append(Path(face.corners)) } else { lit.append(Path(face.corners)) }
        }
        canvas.patch(dim, Paint(palette.main.darker(0.36)))
        canvas.patch(lit, Paint(palette.main.darker(0.24)))
    }

    private mutating func paintFront(_ faces: [CellFrame.Face], _ panel: String) {
        var (lit, dim, seams) = (Path(), Path(), Path())
        for face in faces {
            seams.append(Path(face.corners))
            if face.isWing {
                canvas.patch(Path(face.corners), Paint(palette.second))
                lit.append(Path([face.corners[0], face.corners[1], face.corners[2]]))
                continue
            }
            let across = face.corners[1] - face.corners[0]
            let down = face.corners[3] - face.corners[0]
            canvas.place(panel, middle: mix(face.corners[0], face.corners[2], 0.5), across: across, down: down)
            if face.light > 0 { lit.append(Path(face.corners)) } else { dim.append(Path(face.corners)) }
        }
        canvas.patch(lit, .light(0.14))
        canvas.patch(dim, .shade(0.17))
        canvas.seam(seams, Paint(palette.dark, 0.55), width: 2)
    }
}

/// Faces of cloth between longerons, projected and ordered from far to near.
private struct CellFrame {
    struct Face {
        var corners: [Point]
        var depth: Double
        var front: Bool
        var light: Double
        var isWing = false
    }

    let pitch: Angle
    var faces: [Face] = []
    var longerons: [(Point, Double, Double)] = []

    init(pitch: Double) { self.pitch = .degrees(pitch) }

    var sorted: [Face] { faces.sorted { $0.depth > $1.depth } }

    /// Longerons on the flyer's side.
    var nearLongerons: [(Point, Double, Double)] {
        let nearest = longerons.map(\.0.y).min() ?? 0
        return longerons.filter { $0.0.y < nearest + 60 }
    }

    func flat(_ point: Space) -> Point {
        Point(point.x, point.y * pitch.cosine + point.z * pitch.sine)
    }

    private func depth(_ point: Space) -> Double { point.z * pitch.cosine - point.y * pitch.sine }

    mutating func add(_ a: Point, _ b: Point, from top: Double, to bottom: Double) {
        let space = [
            Space(x: a.x, y: top, z: a.y), Space(x: b.x, y: top, z: b.y), Space(x: b.x, y: bottom, z: b.y),
            Space(x: a.x, y: bottom, z: a.y),
        ]
        let facing = (b - a).normal * -1
        let front = facing.y < 0
        var corners = space.map(flat)
        if corners[1].x < corners[0].x { corners = [corners[1], corners[0], corners[3], corners[2]] }
        faces.append(
            Face(
                corners: corners, depth: space.map(depth).reduce(0, +) / 4, front: front,
                light: facing.x < 0 ? 0.16 : -0.2 * facing.x))
    }

    /// A flat wing that tapers towards its tip.
    mutating func wing(_ hinge: Point, _ tip: Point, from top: Double, to bottom: Double) {
        let height = bottom - top
        let space = [
            Space(x: hinge.x, y: top, z: hinge.y), Space(x: tip.x, y: top + height * 0.34, z: tip.y),
            Space(x: tip.x, y: top + height * 0.62, z: tip.y), Space(x: hinge.x, y: bottom, z: hinge.y),
        ]
        faces.append(Face(corners: space.map(flat), depth: 1000, front: true, light: 0, isWing: true))
    }
}
