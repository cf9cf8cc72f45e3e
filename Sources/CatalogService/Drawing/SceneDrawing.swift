/// A landscape of the shop.
package enum Scene: String, CaseIterable, Sendable {
    case home, meadow, beach, dunes, hall, park, workshop
    case notFound = "not-found"
    case emptyCart = "empty-cart"
}

/// Landscapes that stand behind headlines, in the same hand as the kites.
package enum SceneDrawing {
    /// The whole document: 1600 by 700 with a calm, light left third for dark text; 800 by 500 for the two small ones.
    package static func scene(_ scene: Scene) -> String {
        let small = scene == .notFound || scene == .emptyCart
        var painter = ScenePainter(scene, width: small ? 800 : 1600, height: small ? 500 : 700)
        painter.paint()
        return painter.canvas.document(width: Int(painter.width), height: Int(painter.height))
    }
}

/// Draws one landscape from back to front. The scenes are extensions, the kites and people in them another.
struct ScenePainter {
    let scene: Scene
    let width: Double
    let height: Double
    var canvas = Canvas()
    var seed: SeededGenerator

    init(_ scene: Scene, width: Double, height: Double) {
        self.scene = scene
        self.width = width
        self.height = height
        seed = SeededGenerator(scene.rawValue, topic: "scene")
    }

    mutating func paint() {
        switch scene {
        case .home: home()
        case .meadow: meadow()
        case .beach: beach()
        case .dunes: dunes()
        case .hall: hall()
        case .park: park()
        case .workshop: workshop()
        case .notFound: notFound()
        case .emptyCart: emptyCart()
        }
    }

    /// Draws in coordinates of its own.
    mutating func hang(
        at origin: Point, rotated angle: Double = 0, scaled scale: Point? = nil, _ draw: (inout ScenePainter) -> Void
    ) {
        var inner = self
        canvas.group(at: origin, rotated: angle, scaled: scale) { canvas in
            swap(&inner.canvas, &canvas)
            draw(&inner)
            swap(&inner.canvas, &canvas)
        }
        seed = inner.seed
    }

    // MARK: Land and air

    mutating func sky(_ top: UInt32, _ low: UInt32, sun: Point? = nil) {
        let haze = Colour(top).mixed(with: Colour(low), 0.5).lighter(0.4)
        let fall = canvas.gradient(
            from: Point(0, 0), to: Point(0, 1),
            [(0, Paint(Colour(top))), (0.48, Paint(haze)), (0.8, Paint(Colour(low)))])
        canvas.rectangle(Point(0, 0), width, height, fall)
        guard let sun else { return }
        let halo = canvas.glow([(0, .light(0.9)), (0.4, .light(0.4)), (1, .light(0))])
        canvas.circle(sun, height * 0.5, halo)
        canvas.circle(sun, height * 0.1, Paint(Colour(0xfffaf0)))
    }

    mutating func cloud(_ x: Double, _ y: Double, _ size: Double, _ opacity: Double = 0.8) {
        let flat = size * 0.24
        var path = Path()
        path.move(Point(x - size / 2, y))
        path.curve(
            Point(x - size * 0.5, y - flat * 0.7), Point(x - size * 0.3, y - flat * 0.9),
            Point(x - size * 0.22, y - flat * 0.6))
        path.curve(
            Point(x - size * 0.14, y - flat * 1.7), Point(x + size * 0.16, y - flat * 1.6),
            Point(x + size * 0.18, y - flat * 0.7))
        path.curve(Point(x + size * 0.3, y - flat), Point(x + size / 2, y - flat * 0.6), Point(x + size / 2, y))
        path.close()
        canvas.patch(path, .light(opacity))
    }

    /// Land up to a soft ridge through the heights, given evenly from left to right.
    mutating func land(_ heights: [Double], _ colour: UInt32, to low: UInt32? = nil) {
        let points = heights.indices.map { Point(width * Double($0) / Double(heights.count - 1), heights[$0]) }
        var path = Path()
        path.smooth(points)
        path.line(Point(width, height))
        path.line(Point(0, height))
        path.close()
        guard let low else { return canvas.patch(path, Paint(Colour(colour))) }
        let fall = canvas.gradient(
            from: Point(0, 0), to: Point(0, 1), [(0, Paint(Colour(colour))), (1, Paint(Colour(low)))])
        canvas.patch(path, fall)
    }

    /// Blades of grass along a line.
    mutating func grass(from left: Double, to right: Double, at y: Double, count: Int, tall: Double, _ colour: UInt32) {
        var path = Path()
        for index in 0..<count {
            let x = mix(left, right, (Double(index) + seed.between(0.1, 0.9)) / Double(count))
            let root = Point(x, y + seed.between(-6, 14))
            let tip = root + Point(seed.between(-0.6, 0.7) * tall, -tall * seed.between(0.6, 1.1))
            path.move(root - Point(5, 0))
            path.quad(root - Point(2, tall * 0.4), tip)
            path.quad(root + Point(6, -tall * 0.4), root + Point(5, 0))
        }
        canvas.patch(path, Paint(Colour(colour)))
    }

    /// Blossoms or pebbles strewn over a strip of ground.
    mutating func dots(_ count: Int, x: ClosedRange<Double>, y: ClosedRange<Double>, size: Double, _ colour: UInt32) {
        var path = Path()
        for _ in 0..<count {
            let place = Point(seed.between(x.lowerBound, x.upperBound), seed.between(y.lowerBound, y.upperBound))
            path.stroke(place, place)
        }
        canvas.seam(path, Paint(Colour(colour)), width: size)
    }

    /// A round tree a hundred high with light on its left, to be placed again and again.
    mutating func tree(_ leaf: UInt32) -> String {
        canvas.part { canvas in
            canvas.patch(
                Path([Point(-6, 0), Point(-3, -100), Point(3, -100), Point(7, 0)]), Paint(Colour(0x6b4f3f)))
            let crowns: [(Double, Double, Double)] = [(-24, -80, 30), (26, -84, 32), (0, -112, 38)]
            for crown in crowns { canvas.circle(Point(crown.0, crown.1), crown.2, Paint(Colour(leaf))) }
            for crown in crowns { canvas.circle(Point(crown.0 - 6, crown.1 - 7), crown.2 * 0.68, .light(0.13)) }
        }
    }

    mutating func plant(_ tree: String, _ x: Double, _ y: Double, _ size: Double) {
        canvas.place(tree, at: Point(x, y), scaled: Point(size / 100, size / 100))
    }
}
