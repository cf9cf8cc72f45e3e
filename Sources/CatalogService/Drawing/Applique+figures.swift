/// Patterns that grow from one point.
extension Applique {
    mutating func sunburst() {
        let rays = seed.integer(in: 7...12)
        let focus = field.focus
        let reach = field.reach + (focus - field.centre).length
        let width = Angle.degrees(90 / Double(rays))
        var (warm, bright) = (Path(), Path())
        for index in 0..<rays {
            let middle = 90 + 360 * Double(index) / Double(rays)
            let wedge = Path([
                focus, focus + .polar(Angle(radians: Angle.degrees(middle).radians - width.radians), reach),
                focus + .polar(Angle(radians: Angle.degrees(middle).radians + width.radians), reach),
            ])
            if index % 2 == 0 || rays % 2 == 1 { warm.append(wedge) } else { bright.append(wedge) }
        }
        sew(warm, palette.second)
        if !bright.segments.isEmpty { sew(bright, palette.second.mixed(with: palette.accent, 0.55)) }
        let radius = field.narrow * seed.between(0.28, 0.36)
        disc(focus, radius * 1.25, palette.main)
        disc(focus, radius, palette.accent)
        disc(focus + Point(-radius * 0.12, -radius * 0.12), radius * 0.72, palette.accent.lighter(0.22))
    }

    mutating func rings() {
        let count = seed.integer(in: 4...6)
        let largest = field.narrow * seed.between(1.0, 1.2)
        let colours = [palette.second, palette.main, palette.accent, palette.main.lighter(0.3), palette.second]
        let centre = mix(field.centre, field.focus, 0.5)
        for index in 0..<count {
            let radius = largest * Double(count - index) / Double(count)
            disc(centre, radius, colours[index % colours.count])
        }
        if count % 2 == 0 { disc(centre, largest * 0.5 / Double(count), palette.accent) }
    }

    mutating func star() {
        let points = seed.integer(in: 5...8)
        let outer = field.narrow * seed.between(0.84, 0.96)
        let inner = outer * (points > 6 ? 0.6 : 0.44) * seed.between(0.9, 1.1)
        let centre = mix(field.centre, field.focus, 0.6)
        disc(centre, outer * 1.06, palette.second)
        var (bright, shaded) = (Path(), Path())
        for index in 0..<points {
            let turn = 360 * Double(index) / Double(points) - 90
            let half = 180 / Double(points)
            let tip = centre + .polar(.degrees(turn), outer)
            bright.append(Path([centre, centre + .polar(.degrees(turn - half), inner), tip]))
            shaded.append(Path([centre, tip, centre + .polar(.degrees(turn + half), inner)]))
        }
        sew(bright, palette.accent.lighter(0.14))
        sew(shaded, palette.accent.darker(0.12))
    }

    mutating func feather() {
        let count = seed.integer(in: field.narrow < 130 ? 4...4 : 5...6)
        let root = Point(field.centre.x, mix(field.top, field.focus.y, 0.35))
        let (from, to) = (seed.between(2, 8), seed.between(82, 100))
        var layers = (Path(), Path(), Path())
        for index in 0..<count {
            let share = Double(index) / Double(count - 1)
            let angle = Angle.degrees(90 - mix(from, to, share))
            let tall = mix(field.halfHeight * 1.75, field.halfWidth * 1.05, share)
            let length = tall * (index % 2 == 0 ? 0.98 : 0.8)
            let width = length * 1.1 / Double(count)
            let blade = lens(length * 0.1, length, width).mapped { root + $0.rotated(angle) }
            if index % 2 == 0 { layers.0.append(blade) } else { layers.1.append(blade) }
            layers.2.append(drop(length * 0.6, length * 0.94, width * 0.62).mapped { root + $0.rotated(angle) })
        }
        func both(_ path: Path) -> Path {
            let middle = field.centre.x
            return path.mapped { $0 - Point(middle, 0) }.bothSides.mapped { $0 + Point(middle, 0) }
        }
        sew(both(layers.0), palette.second)
        sew(both(layers.1), palette.second.mixed(with: palette.main, 0.4))
        sew(both(layers.2), palette.accent)
    }

    private func lens(_ start: Double, _ end: Double, _ width: Double) -> Path {
        var path = Path()
        let belly = mix(start, end, 0.68)
        path.move(Point(start, 0))
        path.curve(Point(belly, -width), Point(end, -width * 0.8), Point(end, 0))
        path.curve(Point(end, width * 0.8), Point(belly, width), Point(start, 0))
        path.close()
        return path
    }

    private func drop(_ start: Double, _ end: Double, _ width: Double) -> Path {
        var path = Path()
        path.move(Point(start, 0))
        path.quad(Point(end, -width), Point(end, 0))
        path.quad(Point(end, width), Point(start, 0))
        path.close()
        return path
    }

    mutating func scales() {
        let columns = seed.integer(in: field.narrow < 130 ? 3...3 : 4...6)
        let rows = min(max(Int(field.halfHeight / field.halfWidth * Double(columns) * 1.35), 4), 7)
        let width = field.halfWidth * 2.2 / Double(columns)
        let step = field.halfHeight * 2 / Double(rows)
        for row in (0..<rows).reversed() {
            let share = Double(row) / Double(rows - 1)
            let colour =
                share < 0.5
                ? palette.main.mixed(with: palette.second, share * 2)
                : palette.second.mixed(with: palette.accent, share * 2 - 1)
            let y = field.top + step * (Double(row) + 0.2)
            let left = field.centre.x - field.halfWidth * 1.1 - (row % 2 == 0 ? 0 : width / 2)
            var path = Path()
            path.move(Point(left, y - step))
            path.line(Point(left, y))
            for column in 0..<(columns + 1) {
                let x = left + width * Double(column)
                path.quad(Point(x + width * 0.06, y + step * 0.74), Point(x + width / 2, y + step))
                path.quad(Point(x + width * 0.94, y + step * 0.74), Point(x + width, y))
            }
            path.line(Point(left + width * Double(columns + 1), y - step))
            path.close()
            sew(path, row % 2 == 0 ? colour : colour.darker(0.08))
        }
    }

    mutating func eye() {
        let wide = field.halfWidth > field.halfHeight * 1.2
        let size = wide ? field.narrow * seed.between(0.42, 0.5) : field.narrow * seed.between(0.6, 0.72)
        let tilt = wide ? seed.between(8, 18) : 0
        let spread = wide ? field.halfWidth * seed.between(0.34, 0.42) : 0
        let middle = Point(field.centre.x, mix(field.centre.y, field.focus.y, 0.5))
        var (lash, white, iris, pupil, glint) = (Path(), Path(), Path(), Path(), Path())
        for side in spread > 0 ? [-1.0, 1] : [1.0] {
            let centre = middle + Point(spread * side, 0)
            let turn = Angle.degrees(tilt * side)
            lash.append(almond(size * 1.5, size * 1.12).mapped { centre + $0.rotated(turn) })
            white.append(almond(size * 1.18, size * 0.82).mapped { centre + $0.rotated(turn) })
            iris.circle(centre, size * 0.58)
            pupil.circle(centre, size * 0.3)
            glint.circle(centre + Point(-size * 0.2, -size * 0.22), size * 0.13)
        }
        sew(lash, palette.second)
        sew(white, palette.second.lighter(0.84))
        sew(iris, palette.accent)
        sew(pupil, palette.dark)
        sew(glint, .white, 0.9)
    }

    private func almond(_ width: Double, _ height: Double) -> Path {
        var path = Path()
        path.move(Point(-width, 0))
        path.quad(Point(0, -height * 1.8), Point(width, 0))
        path.quad(Point(0, height * 1.8), Point(-width, 0))
        path.close()
        return path
    }
}
