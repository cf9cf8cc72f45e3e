extension Tube {
    /// What a pattern looks like on cloth a hand wide; a step is a fraction of the tube's length.
    func motif(_ pattern: KitePattern, at place: Double, step: Double) -> Path {
        switch pattern {
        case .plain: band(place, place + step * 0.2)
        case .stripes: band(place, place + step)
        case .chevrons: band(place, place + step * 0.8, lift: step * 0.8)
        case .feather: band(place, place + step * 0.3, lift: -step)
        case .scales: band(place, place + step * 0.7, lift: step)
        case .wave: cut((place, -1), (place + step, 0.9), (place + step * 1.7, -1))
        case .split: cut((place, 0), (place + step * 2, 0), (place + step * 2, 1), (place, 1))
        case .checks:
            cut(
                (place, -1), (place, 0), (place + step * 2, 0), (place + step * 2, 1), (place + step, 1),
                (place + step, -1))
        case .mosaic:
            cut(
                (place, -1), (place + step * 1.3, -0.3), (place + step * 1.9, -1), (place + step * 1.6, 1),
                (place + step * 0.9, 0.2), (place, 0.8))
        case .star: cut((place - step * 0.8, 0), (place, -0.7), (place + step * 0.8, 0), (place, 0.7))
        case .sunburst:
            cut((place - step, -0.8), (place + step, 0.8), (place + step, -0.8), (place - step, 0.8))
        case .rings: dot(place)
        case .eye: lid(place, step)
        }
    }

    private func band(_ from: Double, _ to: Double, lift: Double = 0) -> Path {
        cut((from, -1), (from + lift, 0), (from, 1), (to, 1), (to + lift, 0), (to, -1))
    }

    private func cut(_ corners: (Double, Double)...) -> Path {
        Path(corners.map { at($0.0, $0.1) })
    }

    private func dot(_ place: Double) -> Path {
        let middle = centre(place)
        let size = radius(place) * 0.66
        var dot = Path()
        dot.move(middle - Point(0, size))
        dot.curve(middle + Point(size * 1.3, -size), middle + Point(size * 1.3, size), middle + Point(0, size))
        dot.curve(middle + Point(-size * 1.3, size), middle + Point(-size * 1.3, -size), middle - Point(0, size))
        dot.close()
        return dot
    }

    /// The almond of an eye, along the cloth.
    private func lid(_ place: Double, _ step: Double) -> Path {
        var lid = Path()
        lid.move(at(place - step, 0))
        lid.quad(at(place, -1.5), at(place + step, 0))
        lid.quad(at(place, 1.5), at(place - step, 0))
        lid.close()
        return lid
    }
}
