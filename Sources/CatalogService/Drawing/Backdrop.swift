/// What stands behind the kite: a panel of sky in tints that flatter the cloth.
extension KitePainter {
    /// Open air: sky, a pale sun and two or three clouds.
    mutating func sky(horizon: Bool = true) {
        var air = SeededGenerator(design.id + design.size, topic: "sky")
        panel()
        let sun = Point(air.between(140, 660), air.between(130, 330))
        canvas.circle(sun, air.between(150, 230), .light(0.34))
        for _ in 0..<air.integer(in: 2...3) {
            cloud(at: Point(air.between(60, 740), air.between(90, 620)), width: air.between(120, 230), &air)
        }
        if horizon { hill(&air) }
    }

    private mutating func panel() {
        let fall = canvas.gradient(
            from: Point(0, 0), to: Point(0, 1), [(0, Paint(palette.sky(-0.05))), (1, Paint(palette.sky(0.05)))])
        canvas.rectangle(Point(0, 0), Self.side, Self.side, radius: 36, fall)
    }

    private mutating func cloud(at place: Point, width: Double, _ air: inout SeededGenerator) {
        let height = width * air.between(0.2, 0.28)
        var path = Path()
        path.move(place + Point(-width / 2, 0))
        path.curve(
            place + Point(-width * 0.5, -height * 0.7), place + Point(-width * 0.25, -height * 0.8),
            place + Point(-width * 0.2, -height * 0.6))
        path.curve(
            place + Point(-width * 0.1, -height * 1.6), place + Point(width * 0.2, -height * 1.4),
            place + Point(width * 0.2, -height * 0.7))
        path.curve(place + Point(width * 0.34, -height), place + Point(width * 0.5, -height * 0.5), place + Point(width / 2, 0))
        path.close()
        canvas.fill(path, .light(0.6))
    }

    /// Two soft rises at the foot of the picture.
    private mutating func hill(_ air: inout SeededGenerator) {
        for layer in 0...1 {
            let y = 748 + Double(layer) * 22
            let (left, right) = (air.between(-26, 20), air.between(-26, 20))
            var path = Path()
            path.move(Point(0, y + left))
            path.curve(Point(260, y - left - 22), Point(520, y + right + 16), Point(800, y + right))
            path.line(Point(800, 764))
            path.curve(Point(800, 784), Point(784, 800), Point(764, 800))
            path.line(Point(36, 800))
            path.curve(Point(16, 800), Point(0, 784), Point(0, 764))
            path.close()
            canvas.fill(path, Paint(palette.sky(-0.16), layer == 0 ? 0.5 : 0.8))
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
        var floor = Path()
        floor.move(Point(0, 668))
        floor.line(Point(800, 668))
        floor.line(Point(800, 764))
        floor.curve(Point(800, 784), Point(784, 800), Point(764, 800))
        floor.line(Point(36, 800))
        floor.curve(Point(16, 800), Point(0, 784), Point(0, 764))
        floor.close()
        canvas.fill(floor, Paint(palette.sky(-0.13), 0.75))
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
