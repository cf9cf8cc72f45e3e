/// Reads `Prefer` (RFC 7240).
package enum Preference {
    /// What a caller may wait at most.
    static let longest = 5

    /// For how long the caller would rather wait than come back: `wait`, in seconds. No time if it says nothing, or
    /// nothing that can be read: a preference is never an error.
    package static func wait(_ header: String?) -> Duration {
        for preference in (header ?? "").split(whereSeparator: { $0 == "," || $0 == ";" }) {
            let pair = preference.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\"" } }
            guard pair.count == 2, pair[0].lowercased() == "wait", let seconds = Int(pair[1]), seconds > 0 else {
                continue
            }
            return .seconds(min(seconds, longest))
        }
        return .zero
    }
}
