/// Tails: the streamers, bows and fringes that hang from a kite.
extension KitePainter {
    /// A centreline that swings wider the farther it is from the kite.
    func stream(from start: Point, to end: Point, swing: Double, waves: Double, phase: Double = 0) -> [Point] {
        let across = (end - start).normal
        let count = max(Int((waves * 5).rounded()), 5)
        return (0...count).map { index in
            let share = Double(index) / Double(count)
            let angle = Angle(radians: phase + share * waves * 2 * Double.pi)
            return mix(start, end, share) + across * ((angle.sine - Angle(radians: phase).sine) * swing * share)
        }
    }

    /// A ribbon of one width in two colours, cut from lengths of cloth.
    mutating func ribbon(along points: [Point], width: Double, _ first: Colour, _ second: Colour, cut: Int = 46) {
        var path = Path()
        path.smooth(points)
        let line = canvas.define(path)
        canvas.useLine(line, Paint(first), width: width)
        canvas.useLine(line, Paint(second), width: width, dash: "\(cut)")
        canvas.useLine(line, .shade(0.16), width: width, dash: "\(cut / 2) \(cut + cut / 2)")
    }

    /// The classic tail of a diamond: bows knotted into a cord.
    mutating func bows(along points: [Point], size: Double) {
        var cord = Path()
        cord.smooth(points)
        canvas.stroke(cord, Paint(palette.dark, 0.8), width: 2.6)
        var wings = [Path(), Path()]
        var folds = Path()
        for index in 1..<points.count {
            let direction = points[index] - points[index - 1]
            let across = direction.normal
            let along = direction * (1 / max(direction.length, 1))
            let grow = size * (1 - 0.3 * Double(index) / Double(points.count))
            for side in [-1.0, 1] {
                let tip = points[index] + across * (grow * side)
                let wing = [points[index], tip + along * (grow * 0.5), tip - along * (grow * 0.5)]
                wings[index % 2].append(Path(wing))
                folds.append(Path([points[index], wing[1], mix(wing[1], wing[2], 0.45)]))
            }
        }
        canvas.fill(wings[0], Paint(palette.second))
        canvas.fill(wings[1], Paint(palette.accent))
        canvas.fill(folds, .shade(0.16))
    }
}
