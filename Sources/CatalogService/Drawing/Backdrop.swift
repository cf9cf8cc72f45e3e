/// What stands behind the kite: a panel of sky in tints that flatter the cloth.
extension KitePainter {
    /// Open air: sky, a pale sun and two or three clouds.
    mutating func sky(horizon: Bool = true) {
        var air = SeededGenerator(design.id + design.size, topic: "sky")
        panel()
        let sun = Point(air.between(140, 660), air.between(130, 330))
        canvas.circle(sun, air.between(150, 230), .light(0.34))
        let one = cloud(air.between(0.2, 0.28))
        for _ in 0..<air.integer(in: 2...3) {
            let place = Point(air.between(60, 740).rounded(), air.between(90, 620).rounded())
            let size = air.between(1.2, 2.3)
            canvas.use(one, .light(0.6), at: place, scaled: Point(size * air.sign(), size))
        }
        if horizon { hill(&air) }
    }

    private mutating func panel() {
        let fall = canvas.gradient(
            from: Point(0, 0), to: Point(0, 1), [(0, Paint(palette.sky(-0.05))), (1, Paint(palette.sky(0.05)))])
        canvas.rectangle(Point(0, 0), Self.side, Self.side, fall)
    }

    /// A cloud a hundred wide on a flat base.
    private mutating func cloud(_ flat: Double) -> String {
        let height = 100 * flat
        var path = Path()
        path.move(Point(-50, 0))
        path.curve(Point(-50, -height * 0.7), Point(-25, -height * 0.8), Point(-20, -height * 0.6))
        path.curve(Point(-10, -height * 1.6), Point(20, -height * 1.4), Point(20, -height * 0.7))
        path.curve(Point(34, -height), Point(50, -height * 0.5), Point(50, 0))
        path.close()
        return canvas.define(path)
    }

    /// Two soft rises at the foot of the picture.
    private mutating func hill(_ air: inout SeededGenerator) {
        for layer in 0...1 {
            let y = 734 + Double(layer) * 20
            let (left, right) = (air.between(-20, 8), air.between(-20, 8))
            var path = Path()
            path.move(Point(0, y + left))
            path.curve(Point(260, y - left - 22), Point(520, y + right + 16), Point(800, y + right))
            path.line(Point(800, 800))
            path.line(Point(0, 800))
            path.close()
            canvas.patch(path, Paint(palette.sky(-0.16), layer == 0 ? 0.5 : 0.8))
        }
    }

    /// A room for what flies indoors: a back wall with tall windows and a floor.
    mutating func hall() {
        panel()
        var air = SeededGenerator(design.id + design.size, topic: "hall")
        let shift = air.between(-60, 60)
        for index in 0..<3 {
            let x = 110 + shift + Double(index) * 220
            canvas.rectangle(Point(x, 90), 130, 420, radius: 65, .light(0.42))
        }
        canvas.rectangle(Point(0, 668), Self.side, 132, Paint(palette.sky(-0.13), 0.75))
        canvas.ellipse(Point(400, 728), 210, 22, .shade(0.1))
    }

    /// A table top for what is held in the hand.
    mutating func studio(shadow: Double = 230, at y: Double = 640) {
        panel()
        var air = SeededGenerator(design.id + design.size, topic: "studio")
        canvas.circle(Point(400 + air.between(-40, 40), 390), air.between(300, 330), .light(0.42))
        if shadow > 0 {
            let soft = canvas.glow([(0, .shade(0.3)), (0.6, .shade(0.14)), (1, .shade(0))])
            canvas.ellipse(Point(400, y), shadow * 1.15, 46, soft)
        }
    }
}
