/// A tube of cloth along a soft line, wider at its mouth: windsocks and spinning tails.
struct Tube: Sendable {
    private let line: [Point]
    private let wide: Double
    private let narrow: Double

    init(along line: [Point], from wide: Double, to narrow: Double) {
        self.line = line
        self.wide = wide
        self.narrow = narrow
    }

    /// A point of the cloth: `along` from 0 at the mouth to 1, `across` from -1 to 1.
    func at(_ along: Double, _ across: Double) -> Point {
        centre(along) + direction(along).normal * (across * radius(along))
    }

    func radius(_ along: Double) -> Double { mix(wide, narrow, max(min(along, 1.1), 0)) }

    func centre(_ along: Double) -> Point {
        let place = max(min(along, 1), 0) * Double(line.count - 1)
        let index = min(Int(place), line.count - 2)
        let share = place - Double(index)
        let before = line[max(index - 1, 0)]
        let after = line[min(index + 2, line.count - 1)]
        let (from, to) = (line[index], line[index + 1])
        let leave = from + (to - before) * (1 / 6)
        let arrive = to - (after - from) * (1 / 6)
        let first = mix(mix(from, leave, share), mix(leave, arrive, share), share)
        let second = mix(mix(leave, arrive, share), mix(arrive, to, share), share)
        return mix(first, second, share)
    }

    func direction(_ along: Double) -> Point {
        centre(min(along + 0.02, 1)) - centre(max(along - 0.02, 0))
    }

    /// A strip of the cloth along its length.
    func strip(from low: Double, to high: Double, steps: Int = 6) -> Path {
        let places = (0...steps).map { Double($0) / Double(steps) }
        var path = Path()
        path.smooth(places.map { at($0, low) })
        path.smooth(places.reversed().map { at($0, high) }, continuing: true)
        path.close()
        return path
    }

    /// A strip with straight edges: enough for shade under a clip, and half the bytes.
    func facets(from low: Double, to high: Double, steps: Int = 9) -> Path {
        let places = (0...steps).map { Double($0) / Double(steps) }
        return Path(places.map { at($0, low) } + places.reversed().map { at($0, high) })
    }

    /// The ring at a place, seen foreshortened.
    func ring(_ along: Double, depth: Double) -> Path {
        let (left, right) = (at(along, -1), at(along, 1))
        let ahead = direction(along)
        let out = ahead * (radius(along) * depth / max(ahead.length, 0.001))
        var path = Path()
        path.move(left)
        path.curve(left - out * 1.3, right - out * 1.3, right)
        path.curve(right + out * 1.3, left + out * 1.3, left)
        path.close()
        return path
    }
}
