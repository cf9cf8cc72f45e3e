import Chassis
import FoundationEssentials

/// The time of day as the database keeps it: milliseconds since 1970, UTC.
struct WallClock: Sendable {
    let now: @Sendable () -> Int

    static let system = WallClock { Int(Date().timeIntervalSince1970 * 1_000) }

    /// As documents show it, e.g. `2026-11-23T21:16:44.123Z`.
    static func text(_ milliseconds: Int) -> String {
        Timestamp.text(seconds: milliseconds / 1_000, milliseconds: milliseconds % 1_000)
    }
}
