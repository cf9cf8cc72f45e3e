/// What carries events from who says them to who must hear them. Every engine keeps the same promises; one suite of
/// tests holds them to it.
package protocol EventEngine: Sendable {
    /// Hands events over. It returns when every one of them is durable at the engine: confirmed after its fsync. It is
    /// safe to repeat: an event that the engine has already is known again by its source, topic and sequence, here or
    /// at the latest by the consumer's inbox.
    /// - Throws: if it is not known that all of them are durable; then all of them are to be published again.
    func publish(_ events: [CloudEvent]) async throws

    /// Delivers what is there and what comes, until the task is cancelled; then what has a verdict is settled, what has
    /// none goes to another consumer, and it throws `CancellationError`. Events of
    /// one topic and subject come in order, one at a time; those of different subjects side by side. An event that is
    /// rejected comes again, later each time, and is parked after ``Delivery/maximumAttempts``. Until it is
    /// acknowledged or discarded, it holds back its own topic and subject and nothing else. The same event may come
    /// more than once.
    /// - Parameters:
    ///   - group: those who share the work: each event goes to one of them. A group that is new gets all there is.
    ///   - handle: returns when the event's effect is durable, or why there is none.
    func consume(
        group: String, topics: [String], handle: @escaping @Sendable (Delivery) async -> Verdict
    ) async throws
}

/// What lets everybody who likes hear of events: for what is kept in memory, such as a cache. Nothing is kept for
/// anybody, and nobody is waited for.
package protocol EventFollowing: Sendable {
    /// Tells what is said from now on, each event to each who follows, those of one topic and subject in order, until
    /// the task is cancelled. Then it throws `CancellationError`.
    /// - Parameter handle: is told ``FollowedNews/starts`` before the first event.
    func follow(
        topics: [String], handle: @escaping @Sendable (FollowedNews) async -> Void
    ) async throws
}

/// What somebody learns who follows events.
package enum FollowedNews: Sendable, Hashable {
    /// Events are heard from now on. Some may have been missed before: whatever was learnt from events is to be
    /// forgotten.
    case starts
    case event(CloudEvent)
    /// All that has been said until a moment ago has been told. It comes again at least every few seconds as long as
    /// the engine answers.
    case isUpToDate
    /// The engine does not answer. What is said meanwhile may come later.
    case falters
}

/// An event that has come.
package struct Delivery: Sendable, Hashable {
    /// How often an event is tried before it is parked.
    package static let maximumAttempts = 5

    package var event: CloudEvent
    /// 1 for the first; counted are attempts that ended with a rejection.
    package var attempt: Int

    package init(event: CloudEvent, attempt: Int) {
        self.event = event
        self.attempt = attempt
    }
}

/// What became of a delivery.
package enum Verdict: Sendable, Hashable {
    /// Its effect is durable, or it has none.
    case acknowledge
    /// It could not be handled, and why, in words for an engineer.
    case reject(String)
    /// It was not tried, because this consumer stops: somebody else gets it, and no attempt is counted.
    case release
}
