/// Patterns of bands and tiles.
extension Applique {
    /// One quiet band at the foot and a maker's dot: plain cloth still has a hem.
    mutating func plain() {
        let height = seed.between(0.34, 0.6)
        var band = Path([field.at(-1.2, height), field.at(-1.2, 1.2), field.at(1.2, 1.2), field.at(1.2, height)])
        sew(band, palette.main.darker(0.13))
        band = Path([
            field.at(-1.2, height), field.at(-1.2, height + 0.1), field.at(1.2, height + 0.1),
            field.at(1.2, height),
        ])
        sew(band, palette.second)
        disc(field.at(0, seed.between(-0.12, 0.06)), field.narrow * 0.11, palette.accent)
    }

    mutating func chevrons() {
        let count = seed.integer(in: 3...5)
        let rise = field.halfHeight * seed.between(0.5, 0.95)
        let step = (field.halfHeight * 2 + rise) / Double(count + 1)
        let depth = step * seed.between(0.46, 0.6)
        for index in 0..<count {
            let y = field.top + step * (Double(index) + 0.55)
            let edge = field.halfWidth * 1.15
            let x = field.centre.x
            sew(
                Path([
                    Point(x - edge, y + rise), Point(x, y), Point(x + edge, y + rise),
                    Point(x + edge, y + rise + depth), Point(x, y + depth), Point(x - edge, y + rise + depth),
                ]), tone(index))
        }
    }

    mutating func stripes() {
        let count = seed.integer(in: 2...3)
        let middle = seed.between(0.08, 0.16)
        let step = (1 - middle) / (Double(count) + 0.3)
        sew(stripe(from: -middle, to: middle), palette.accent)
        for index in 0..<count {
            let inner = middle + step * (Double(index) + 0.42)
            let outer = inner + step * (index % 2 == 0 ? 0.62 : 0.4)
            var pair = stripe(from: inner, to: outer)
            pair.append(stripe(from: -outer, to: -inner))
            sew(pair, index % 2 == 0 ? palette.second : palette.accent)
        }
    }

    private func stripe(from left: Double, to right: Double) -> Path {
        Path([field.at(left, -1.1), field.at(right, -1.1), field.at(right, 1.1), field.at(left, 1.1)])
    }

    mutating func wave() {
        let count = seed.integer(in: 3...4)
        let length = field.halfWidth * 2.3 / Double(seed.integer(in: 2...4))
        let height = min(length * 0.26, field.halfHeight * 0.2)
        let start = seed.between(-0.35, -0.05)
        let colours = [
            palette.second, palette.second.mixed(with: palette.accent, 0.5), palette.accent,
            palette.accent.darker(0.16),
        ]
        for index in 0..<count {
            let y = field.centre.y + field.halfHeight * mix(start, 0.95, Double(index) / Double(count))
            let shift = length * 0.37 * Double(index)
            if index == 0 { sew(swell(y - height * 0.45, length, height, shift), palette.main.lighter(0.72)) }
            sew(swell(y, length, height, shift), colours[index])
        }
    }

    private func swell(_ y: Double, _ length: Double, _ height: Double, _ shift: Double) -> Path {
        var path = Path()
        var x = field.centre.x - field.halfWidth * 1.15 - shift
        path.move(Point(x, y))
        while x < field.centre.x + field.halfWidth * 1.15 {
            path.curve(
                Point(x + length * 0.3, y - height * 1.5), Point(x + length * 0.55, y + height * 1.6),
                Point(x + length, y))
            x += length
        }
        path.line(Point(x, field.bottom + 60))
        path.line(Point(field.centre.x - field.halfWidth * 1.15 - shift, field.bottom + 60))
        path.close()
        return path
    }

    mutating func checks() {
        let columns = seed.integer(in: field.narrow < 130 ? 3...4 : 4...6)
        let side = field.halfWidth * 2 / Double(columns)
        let rows = min(Int((field.halfHeight * 2 / side).rounded(.up)), 9)
        let harlequin = seed.chance(0.5)
        let height = harlequin ? side * 1.35 : side
        var tiles = (Path(), Path())
        for row in -1...rows {
            for column in 0...columns where harlequin || (row + column) % 2 == 0 {
                let even = row % 2 == 0
                let x = field.centre.x - field.halfWidth + side * (Double(column) - (harlequin && even ? 0.5 : 0))
                let y = field.top + height * Double(row) * (harlequin ? 0.5 : 1)
                let tile = harlequin ? diamond(x, y, side, height) : square(x, y, side)
                if even { tiles.0.append(tile) } else if !harlequin || column % 2 == 0 { tiles.1.append(tile) }
            }
        }
        sew(tiles.0, palette.second)
        sew(tiles.1, palette.accent)
    }

    private func square(_ x: Double, _ y: Double, _ side: Double) -> Path {
        Path([Point(x, y), Point(x + side, y), Point(x + side, y + side), Point(x, y + side)])
    }

    private func diamond(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> Path {
        Path([
            Point(x + width / 2, y), Point(x + width, y + height / 2), Point(x + width / 2, y + height),
            Point(x, y + height / 2),
        ])
    }

    mutating func split() {
        let side = seed.sign()
        let middle = field.centre
        let edge = field.reach * side
        sew(
            Path([
                Point(middle.x, field.top - 60), Point(middle.x + edge, field.top - 60),
                Point(middle.x + edge, field.bottom + 60), Point(middle.x, field.bottom + 60),
            ]), palette.second)
        let radius = field.narrow * seed.between(0.46, 0.6)
        let disc = mix(middle, field.focus, 0.4)
        sew(half(disc, radius, -side), palette.second)
        sew(half(disc, radius, side), palette.main)
        sew(half(disc, radius * 0.5, -side), palette.accent)
        sew(half(disc, radius * 0.5, side), palette.accent.mixed(with: palette.second, 0.35).darker(0.1))
    }

    private func half(_ centre: Point, _ radius: Double, _ side: Double) -> Path {
        var path = Path()
        let (reach, bow) = (radius * side, radius * 0.5523)
        path.move(centre + Point(0, -radius))
        path.curve(
            centre + Point(bow * side, -radius), centre + Point(reach, -bow), centre + Point(reach, 0))
        path.curve(centre + Point(reach, bow), centre + Point(bow * side, radius), centre + Point(0, radius))
        path.close()
        return path
    }

    mutating func mosaic() {
        let wide = field.halfWidth > field.halfHeight * 1.3
        let columns = wide ? 3 : field.narrow < 130 ? 2 : 3
        let rows = wide || field.narrow < 130 ? 4 : 6
        var tones = [
            Path(), Path(), Path(), Path(), Path(),
        ]
        var grid: [[Point]] = []
        for row in 0...rows {
            grid.append(
                (0...columns).map { column in
                    let loose = column > 0 && column < columns ? 0.34 / Double(columns) : 0
                    let u = Double(column) / Double(columns) * 1.08 + seed.between(-loose, loose)
                    let v = Double(row) / Double(rows) * 2.16 - 1.08 + seed.between(-0.5, 0.5) / Double(rows)
                    return field.at(u, v) - Point(field.centre.x, 0)
                })
        }
        for row in 0..<rows {
            for column in 0..<columns {
                let corners = [
                    grid[row][column], grid[row][column + 1], grid[row + 1][column + 1], grid[row + 1][column],
                ]
                let flip = seed.chance(0.5) ? 0 : 1
                for half in 0...1 {
                    let start = flip + half * 2
                    let tile = Path((0...2).map { corners[(start + $0) % 4] })
                    tones[seed.integer(in: 0...4)].append(tile)
                }
            }
        }
        let colours = [
            palette.second, palette.second.lighter(0.28), palette.accent, palette.main.darker(0.16),
            palette.second.mixed(with: palette.main, 0.5),
        ]
        for (path, colour) in zip(tones, colours) where !path.segments.isEmpty {
            sew(path.bothSides.mapped { $0 + Point(field.centre.x, 0) }, colour)
        }
    }
}
