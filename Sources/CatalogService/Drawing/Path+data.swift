extension Path {
    /// Path data with relative coordinates in tenths: exact, since every difference is taken between rounded points.
    var data: String { data(grain: 1) }

    /// The same on a grid of `grain` tenths: cloth pieces under a sharp outline can do with whole units.
    func data(grain: Int) -> String {
        var writer = PathWriter(grain: grain)
        for segment in segments { writer.write(segment) }
        return writer.text
    }
}

private struct PathWriter {
    let grain: Int
    var text = ""
    private var current = (x: 0, y: 0)
    private var start = (x: 0, y: 0)
    private var letter: Character = " "

    init(grain: Int) { self.grain = grain }

    mutating func write(_ segment: Path.Segment) {
        switch segment {
        case .move(let end):
            write("m", [end])
            start = current
            letter = "l"
        case .line(let end): writeLine(end)
        case .quad(let control, let end): write("q", [control, end])
        case .curve(let first, let second, let end): write("c", [first, second, end])
        case .close:
            text.append("z")
            letter = "z"
            current = start
        }
    }

    private mutating func writeLine(_ end: Point) {
        let target = tenths(end)
        if target.y == current.y {
            write("h", numbers: [target.x - current.x])
        } else if target.x == current.x {
            write("v", numbers: [target.y - current.y])
        } else {
            write("l", numbers: [target.x - current.x, target.y - current.y])
        }
        current = target
    }

    private mutating func write(_ command: Character, _ points: [Point]) {
        let targets = points.map(tenths)
        write(command, numbers: targets.flatMap { [$0.x - current.x, $0.y - current.y] })
        if let last = targets.last { current = last }
    }

    private mutating func write(_ command: Character, numbers: [Int]) {
        var open = command == letter
        if !open { text.append(command) }
        letter = command
        for number in numbers {
            let written = Number.tenths(number)
            if open, number >= 0 { text.append(" ") }
            text += written
            open = true
        }
    }

    private func tenths(_ point: Point) -> (x: Int, y: Int) {
        let scale = 10 / Double(grain)
        return (Int((point.x * scale).rounded()) * grain, Int((point.y * scale).rounded()) * grain)
    }
}

/// Short decimal notation without Foundation.
enum Number {
    /// `123` is written `12.3`, `5` is `.5`, `-40` is `-4`.
    static func tenths(_ value: Int) -> String { decimal(value, scale: 10) }

    /// At most one decimal.
    static func text(_ value: Double) -> String { decimal(Int((value * 10).rounded()), scale: 10) }

    /// At most two decimals, for opacities.
    static func fine(_ value: Double) -> String { decimal(Int((value * 100).rounded()), scale: 100) }

    /// At most three decimals, for matrices.
    static func thousandths(_ value: Double) -> String { decimal(Int((value * 1000).rounded()), scale: 1000) }

    private static func decimal(_ value: Int, scale: Int) -> String {
        let (whole, rest) = abs(value).quotientAndRemainder(dividingBy: scale)
        let sign = value < 0 ? "-" : ""
        guard rest > 0 else { return sign + String(whole) }
        var digits = String(scale + rest).dropFirst()
        while digits.hasSuffix("0") { digits = digits.dropLast() }
        return sign + (whole == 0 ? "" : String(whole)) + "." + digits
    }
}
