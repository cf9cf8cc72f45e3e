/// What became of published events: all of them are on the broker's disk.
package struct PublishReceipt: Sendable, Hashable, Codable {
    package var accepted: Int
    /// Events that the broker had already.
    package var duplicates: Int

    package init(accepted: Int, duplicates: Int) {
        self.accepted = accepted
        self.duplicates = duplicates
    }
}

/// Types of the broker's own problem documents.
package enum BrokerProblem {
    /// It can take no more for now; consumers have to catch up, or the disk has to be given room.
    package static let full = "/problems/broker-full"
    /// A sequence is known with other content: its producer counts wrongly, e.g. from a restored database.
    package static let conflict = "/problems/sequence-conflict"
    /// The record is not what was written; it is not served.
    package static let damaged = "/problems/damaged-record"
}
