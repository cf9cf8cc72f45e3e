/// Numbers as people read them.
enum Words {
    /// `4.2 s`, or `3 min 12 s`.
    static func seconds(_ duration: Duration) -> String {
        let tenths = Int(duration / .milliseconds(100))
        guard tenths >= 600 else { return "\(tenths / 10).\(tenths % 10) s" }
        return "\(tenths / 600) min \(tenths / 10 % 60) s"
    }

    static func seconds(since start: ContinuousClock.Instant) -> String {
        seconds(start.duration(to: .now))
    }

    /// `1 process`, `3 processes`.
    static func count(_ number: Int, _ singular: String, _ plural: String) -> String {
        "\(number) \(number == 1 ? singular : plural)"
    }
}
