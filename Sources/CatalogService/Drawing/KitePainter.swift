/// Where the kite hangs in its picture.
struct Pose: Sendable {
    var centre: Point
    /// Degrees clockwise.
    var tilt: Double

    /// A point of the page as the tilted kite sees it.
    func local(_ page: Point) -> Point { (page - centre).rotated(.degrees(-tilt)) }
    func page(_ local: Point) -> Point { local.rotated(.degrees(tilt)) + centre }
}

/// Draws one design. The families of shapes are extensions, a file each.
struct KitePainter {
    static let side = 800.0

    let design: KiteDesign
    let palette: Palette
    var canvas = Canvas()
    var seed: SeededGenerator

    init(_ design: KiteDesign) {
        self.design = design
        var air = SeededGenerator(design.id, topic: "air")
        palette = Palette(design.colours, drift: air.between(-22, 22))
        seed = SeededGenerator(design.id, topic: design.shape.rawValue)
    }

    func stream(_ topic: String) -> SeededGenerator { SeededGenerator(design.id, topic: topic) }

    func patches(on field: Field, topic: String = "pattern") -> [Patch] {
        Applique.patches(design.pattern, on: field, palette: palette, seed: stream(topic))
    }

    /// Draws one of a pair and places it on both sides, as its own mirror image.
    mutating func pair(left: Pose, right: Pose, _ draw: (inout KitePainter) -> Void) {
        var inner = self
        let one = canvas.part { canvas in
            swap(&inner.canvas, &canvas)
            draw(&inner)
            swap(&inner.canvas, &canvas)
        }
        seed = inner.seed
        canvas.place(one, at: left.centre, rotated: left.tilt)
        canvas.place(one, at: right.centre, rotated: right.tilt, scaled: Point(-1, 1))
    }

    /// Draws in the kite's own coordinates: nose up, the middle of the sail at the origin.
    mutating func hang(_ pose: Pose, _ draw: (inout KitePainter) -> Void) {
        var inner = self
        canvas.group(at: pose.centre, rotated: pose.tilt) { canvas in
            swap(&inner.canvas, &canvas)
            draw(&inner)
            swap(&inner.canvas, &canvas)
        }
        seed = inner.seed
    }
}
