import HummingbirdCore
import Logging
import NIOCore

/// Brings accepted connections to the tasks that serve them.
struct Reception<Child: ServerChildChannel>: Sendable {
    struct Guest: Sendable {
        let value: Child.Value
        let isPrivate: Bool
    }

    let child: Child
    let connections: OpenConnections
    let logger: Logger
    let guests: AsyncStream<Guest>
    private let received: AsyncStream<Guest>.Continuation

    init(child: Child, connections: OpenConnections, logger: Logger) {
        self.child = child
        self.connections = connections
        self.logger = logger
        (guests, received) = AsyncStream.makeStream(of: Guest.self)
    }

    /// - Parameter isPrivate: whether the connection came by an address that is not the public's.
    func receive(_ channel: any Channel, isPrivate: Bool) -> EventLoopFuture<Void> {
        connections.add(channel)
        let ready = child.setup(channel: channel, logger: logger).map { value in
            _ = received.yield(Guest(value: value, isPrivate: isPrivate))
        }
        ready.whenFailure { _ in connections.remove(channel) }
        return ready
    }

    func serve(_ guest: Guest) async {
        await ConnectionOrigin.$isPrivate.withValue(guest.isPrivate) {
            await child.handle(value: guest.value, logger: logger)
        }
        connections.remove(guest.value.channel)
    }

    func end() { received.finish() }
}

/// Where the connection that a task serves came from.
enum ConnectionOrigin {
    /// True if the process has a public socket and the connection did not come by it.
    @TaskLocal static var isPrivate = false
}
