/// Bridles and flying lines.
extension KitePainter {
    /// Legs from the sail to the tow point, and the ring that joins them.
    mutating func bridle(_ legs: [Point], to tow: Point, ring: Bool = true) {
        var path = Path()
        for leg in legs { path.stroke(leg, tow) }
        canvas.stroke(path, Paint(palette.dark, 0.8), width: 2.2)
        for leg in legs { canvas.circle(leg, 3.6, Paint(palette.dark)) }
        if ring { canvas.circle(tow, 6, Paint(palette.accent)) }
    }

    /// A line from the tow point to a point of the page, sagging as line does under its own weight.
    mutating func flyingLine(from tow: Point, to page: Point, _ pose: Pose, sag: Double = 40) {
        let start = pose.page(tow)
        let middle = mix(start, page, 0.55) + Point(0, sag)
        var path = Path()
        path.move(tow)
        path.quad(pose.local(middle), pose.local(page))
        canvas.stroke(path, Paint(palette.dark, 0.7), width: 2.4)
    }
}
