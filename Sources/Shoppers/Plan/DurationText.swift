/// Durations as people type them: `60s`, `2m`, `500ms`, `1h`; a number with a fraction is allowed.
package enum DurationText {
    private static let units: [(suffix: String, unit: Duration)] = [
        ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("h", .seconds(3_600)),
    ]

    /// Nil for anything else, and for nothing or less.
    package static func read(_ text: String) -> Duration? {
        guard let (suffix, unit) = units.first(where: { text.hasSuffix($0.suffix) }),
            let number = Double(text.dropLast(suffix.count)), number.isFinite, number > 0, number < 1_000_000
        else { return nil }
        return unit * number
    }
}
