import Wire

/// The `Server-Timing` field: how long each part took, of those that are there when the head leaves.
enum ServerTiming {
    static func value(of plan: PagePlan) -> String? {
        var entries: [String] = []
        add((plan.primary.map { [$0] } ?? []) + plan.parts, to: &entries)
        return entries.isEmpty ? nil : entries.joined(separator: ", ")
    }

    private static func add(_ parts: [Part], to entries: inout [String]) {
        for part in parts {
            guard let fragment = part.fragment, let placed = part.outcome.now else { continue }
            let description = placed.reason.map { "\(placed.state.rawValue) \($0)" } ?? placed.state.rawValue
            entries.append("\(fragment.declaration.name);dur=\(milliseconds(placed.elapsed));desc=\"\(description)\"")
            add(placed.children, to: &entries)
        }
    }

    /// With one decimal, as the field wants it.
    static func milliseconds(_ duration: Duration) -> String {
        let tenths = duration.microseconds / 100
        return "\(tenths / 10).\(tenths % 10)"
    }
}
