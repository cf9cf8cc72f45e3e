/// Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
package enum Exposition {
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// Families in the order of their names; families of the same name become one.
    package static func text(_ families: [MetricFamily]) -> String {
        var text = ""
        for (name, parts) in Dictionary(grouping: families, by: \.name).sorted(by: { $0.key < $1.key }) {
            guard let first = parts.first else { continue }
            text += "# HELP \(name) \(escape(first.help, quotes: false))\n# TYPE \(name) \(first.kind.rawValue)\n"
            var lines = parts.flatMap(\.samples).map { line(name, $0) }
            // Buckets belong together and in the order of their bounds.
            if first.kind != .histogram { lines.sort() }
            text += lines.joined()
        }
        return text
    }

    private static func line(_ name: String, _ sample: MetricFamily.Sample) -> String {
        let labels = sample.labels.all.map { "\($0.name)=\"\(escape($0.value, quotes: true))\"" }
        let braces = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
        return "\(name)\(sample.suffix)\(braces) \(number(sample.value))\n"
    }

    /// Whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
