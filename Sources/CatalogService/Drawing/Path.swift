/// An outline or a line as a value: it can be mirrored and bent before it is written as path data.
struct Path: Sendable {
    enum Segment: Sendable {
        case move(Point)
        case line(Point)
        case quad(Point, Point)
        case curve(Point, Point, Point)
        case close
    }

    private(set) var segments: [Segment] = []

    init() {}

    init(_ points: [Point], closed: Bool = true) {
        guard let first = points.first else { return }
        move(first)
        for point in points.dropFirst() { line(point) }
        if closed { close() }
    }

    mutating func move(_ point: Point) { segments.append(.move(point)) }
    mutating func line(_ point: Point) { segments.append(.line(point)) }
    mutating func quad(_ control: Point, _ end: Point) { segments.append(.quad(control, end)) }
    mutating func curve(_ first: Point, _ second: Point, _ end: Point) { segments.append(.curve(first, second, end)) }
    mutating func close() { segments.append(.close) }
    mutating func append(_ other: Path) { segments += other.segments }

    /// A straight line of its own within the path.
    mutating func stroke(_ from: Point, _ to: Point) {
        move(from)
        line(to)
    }

    mutating func circle(_ centre: Point, _ radius: Double, flat: Double = 1) {
        ellipse(centre, radius, radius * flat)
    }

    mutating func ellipse(_ centre: Point, _ rx: Double, _ ry: Double) {
        let (kx, ky) = (rx * 0.5523, ry * 0.5523)
        func at(_ x: Double, _ y: Double) -> Point { centre + Point(x, y) }
        move(at(rx, 0))
        curve(at(rx, ky), at(kx, ry), at(0, ry))
        curve(at(-kx, ry), at(-rx, ky), at(-rx, 0))
        curve(at(-rx, -ky), at(-kx, -ry), at(0, -ry))
        curve(at(kx, -ry), at(rx, -ky), at(rx, 0))
        close()
    }

    /// A soft line through all the points (Catmull-Rom), joined to what stands if `continuing`.
    mutating func smooth(_ points: [Point], continuing: Bool = false) {
        guard let first = points.first, let last = points.last else { return }
        if continuing { line(first) } else { move(first) }
        for index in points.indices.dropLast() {
            let before = index > 0 ? points[index - 1] : first
            let after = index + 2 < points.count ? points[index + 2] : last
            let (from, to) = (points[index], points[index + 1])
            curve(from + (to - before) * (1 / 6), to - (after - from) * (1 / 6), to)
        }
    }

    /// The path with every point moved; straight parts longer than `bending` are cut first so that they can bend.
    func mapped(bending longest: Double = .infinity, _ transform: (Point) -> Point) -> Path {
        var result = Path()
        var (current, start) = (Point(0, 0), Point(0, 0))
        func bend(to end: Point) {
            let pieces = max(1, Int(((end - current).length / longest).rounded(.up)))
            for piece in 1...pieces {
                result.line(transform(mix(current, end, Double(piece) / Double(pieces))))
            }
        }
        for segment in segments {
            switch segment {
            case .move(let end):
                result.move(transform(end))
                (current, start) = (end, end)
            case .line(let end):
                bend(to: end)
                current = end
            case .quad(let control, let end):
                result.quad(transform(control), transform(end))
                current = end
            case .curve(let first, let second, let end):
                result.curve(transform(first), transform(second), transform(end))
                current = end
            case .close:
                if longest.isFinite, (start - current).length > longest { bend(to: start) }
                result.close()
                current = start
            }
        }
        return result
    }

    /// An outline whose right side runs from a point of the axis to another, and whose left side mirrors it.
    static func symmetric(from top: Point, _ side: Path) -> Path {
        var outline = Path()
        outline.move(top)
        outline.append(side)
        outline.move(top)
        outline.append(side.mapped { $0.mirrored })
        outline.close()
        return outline
    }

    /// The path and its mirror image about the vertical axis.
    var bothSides: Path {
        var both = self
        both.append(mapped { $0.mirrored })
        return both
    }
}
