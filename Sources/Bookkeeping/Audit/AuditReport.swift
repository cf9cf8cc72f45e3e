/// What an audit came to.
package struct AuditReport: Codable, Sendable, Equatable {
    /// Two books that do not say the same, or one that says what cannot be.
    package struct Disagreement: Codable, Sendable, Hashable {
        /// What it is about, e.g. `order UP-7KQ2-M4XD`, `article KT-001-SR`, `events order-service/orders`.
        package var about: String
        package var words: String

        package init(_ about: String, _ words: String) {
            self.about = about
            self.words = words
        }
    }

    /// What was looked at.
    package struct Counts: Codable, Sendable, Equatable {
        package var orders = 0
        /// Orders that have come to their end, with everything that belongs to it.
        package var ended = 0
        package var underWay = 0
        package var payments = 0
        package var parcels = 0
        package var articles = 0
        package var pieces = 0
        package var events = 0
        /// Events that somebody has still to send or to hear.
        package var eventsUnderWay = 0

        package init() {}
    }

    package var counts = Counts()
    package var disagreements: [Disagreement] = []

    package init() {}

    package var isClean: Bool { disagreements.isEmpty }
    package var isSettled: Bool { counts.underWay == 0 && counts.eventsUnderWay == 0 }
}
