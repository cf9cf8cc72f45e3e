import GRDB
import Wire

/// What a service does when it hears of one kind of event.
package struct EventHandler: Sendable {
    package let type: any EventDeclaration
    let effect: @Sendable (Database, CloudEvent) throws -> Void

    /// - Parameter effect: runs inside the transaction that records the event. It may change rows and append to the
    ///   outbox, and nothing else: what it throws undoes all of it and the event comes again.
    package static func on<Payload>(
        _ type: EventType<Payload>, effect: @escaping @Sendable (Database, Payload, CloudEvent) throws -> Void
    ) -> EventHandler {
        EventHandler(type: type) { database, event in
            try effect(database, try event.decode(Payload.self), event)
        }
    }
}
