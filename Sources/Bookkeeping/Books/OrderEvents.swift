import FoundationEssentials
import GRDB
import NIOCore
import Wire

/// An event about one order, from the broker's log or an outbox.
package struct OrderEvent: Sendable, Equatable {
    package var event: CloudEvent
    /// It is in its producer's outbox still.
    package var isUnsent: Bool
    /// Services that have handled it.
    package var handledBy: [String]
}

extension DatabaseMoment {
    /// What was said about an order, in the order of time.
    /// - Parameter log: what another engine than the broker has of it; nil for the broker's log.
    package func events(
        about order: String, in books: ShopBooks, log: [CloudEvent]? = nil
    ) throws -> [OrderEvent] {
        var events = try log ?? brokerEvents(about: order)
        let known = Set(events.map(\.id))
        var unsent: Set<String> = []
        for file in ["order-service.sqlite", "catalog.sqlite"] {
            let rows =
                try read(file, table: "outbox") { database in
                    try Data.fetchAll(
                        database, sql: "SELECT event FROM outbox WHERE subject = ? ORDER BY position",
                        arguments: [order])
                } ?? []
            for event in rows.compactMap(Self.event) where !known.contains(event.id) {
                events.append(event)
                unsent.insert(event.id)
            }
        }
        return events.sorted { $0.time < $1.time }.map { event in
            let channel = EventChannel(source: event.source, topic: event.topic)
            let handlers = books.services.filter { service in
                service.events.handled[channel]?.contains(event.sequence) ?? false
            }
            return OrderEvent(
                event: event, isUnsent: unsent.contains(event.id), handledBy: handlers.map(\.name))
        }
    }

    private func brokerEvents(about order: String) throws -> [CloudEvent] {
        let sent =
            try read("broker.sqlite", table: "log") { database in
                try Data.fetchAll(
                    database, sql: "SELECT body FROM log WHERE subject = ? ORDER BY position", arguments: [order])
            } ?? []
        return sent.compactMap(Self.event)
    }

    private static func event(_ data: Data) -> CloudEvent? { try? CloudEvent(json: ByteBuffer(bytes: data)) }
}

extension SequenceSet {
    package func contains(_ sequence: Int64) -> Bool { ranges.contains { $0.contains(sequence) } }
}
