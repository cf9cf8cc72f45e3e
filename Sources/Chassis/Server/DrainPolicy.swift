/// How long a process takes to leave.
///
/// Configuration keys (as environment variables: upper case, `_` for `.`):
/// - `shop.drain.lameduck` (int, milliseconds, default 300): how long it still accepts connections at its own address
///   when it drains, for callers that chose it a moment ago.
/// - `shop.drain.limit` (int, seconds, default 10, of a process with a public socket 90, of a writer a quarter of one):
///   how long connections that lie idle may wait for their last answer. Browsers keep theirs for 75 s; for a writer its
///   successor waits, and all its callers, who have been told to go already.
package struct DrainPolicy: Sendable, Hashable {
    package var lameDuck = Duration.milliseconds(300)
    package var limit = Duration.seconds(10)
    /// How long what is in flight may take when the process stops.
    package var stopLimit = Duration.seconds(8)
    /// How long everything that precedes draining may take together.
    package var farewellLimit = Duration.seconds(2)

    package init() {}

    /// The default of `shop.drain.limit`.
    static func limit(isPublic: Bool, isWriter: Bool) -> Duration {
        isWriter ? .milliseconds(250) : isPublic ? .seconds(90) : .seconds(10)
    }
}
