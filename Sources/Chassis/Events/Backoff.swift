/// Pauses that grow while something goes wrong, and are short again once it goes well.
struct Backoff: Sendable {
    private static let shortest = Duration.milliseconds(50)
    /// What was away for long is noticed within this.
    private static let longest = Duration.seconds(1)

    private var next = Backoff.shortest

    /// The pause after one more failure, at most a second. Half of it is random, so that those who failed together do
    /// not come back together.
    mutating func pause() -> Duration {
        let half = next / 2
        next = min(next * 2, Self.longest)
        return half + half * Double.random(in: 0...1)
    }

    mutating func reset() { next = Self.shortest }
}
