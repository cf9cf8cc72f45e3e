import Glibc
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import Wire

/// Serves one process's routes at its own address, and on the listening sockets that it was born with.
///
/// The own address listens from the start. The inherited sockets are shared with the process that this one replaces, or
/// that replaces this one: nothing is taken from them before it is the process's turn and it is ready, nor once it
/// leaves.
package struct ShopServer: Service {
    package typealias Farewell = @Sendable () async -> Void

    let settings: ProcessSettings
    let kind: ConnectionKind
    let responder: ConnectionKind.Responder
    let readiness: [ReadinessCheck]
    /// What must have been said before the process drains or stops, in this order.
    let farewells: [Farewell]
    let lifecycle: Lifecycle
    let connections: OpenConnections
    let logger: Logger
    let onListening: @Sendable (Address) async -> Void

    package func run() async throws {
        let child = kind.build(responder, lifecycle)
        // Cancellation is heard as a wish like others, so that every connection is closed rather than dropped.
        let serving = Task { try await serve(with: child) }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await serving.value
            } onGracefulShutdown: {
                lifecycle.stop()
            }
        } onCancel: {
            lifecycle.hurry()
        }
    }

    private func serve<Child: ServerChildChannel>(with child: Child) async throws {
        let reception = Reception(child: child, connections: connections, logger: logger)
        let own = try await Listener.open(settings.address) { channel in
            reception.receive(channel, isPrivate: !settings.inherited.isEmpty)
        }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask {
                defer { reception.end() }
                try await conduct(own) { reception.receive($0, isPrivate: false) }
            }
            for await guest in reception.guests { group.addTask { await reception.serve(guest) } }
            // Whoever is still served has been cut off.
            group.cancelAll()
        }
    }

    /// The course of a server's life.
    private func conduct(_ own: Listener, publicly reception: @escaping Listener.Reception) async throws {
        if let port = own.port {
            let address = Address(host: settings.address.host, port: port)
            logger.info("listening", metadata: ["address": "\(address)"])
            await onListening(address)
        }
        let publicListeners = try await openInherited(reception)
        await lifecycle.isWished(.drain)
        for listener in publicListeners { await listener.stop() }
        await firstOf({ for farewell in farewells { await farewell() } }, { await pause(settings.drain.farewellLimit) })
        if lifecycle.wish == .drain { await drain(own) }
        lifecycle.advance(to: .stopping)
        await own.stop()
        connections.quiesce()
        await firstOf(
            { await connections.areGone() }, { await pause(settings.drain.stopLimit) },
            { await lifecycle.isWished(.hurry) })
        connections.cut()
    }

    /// Waits for the process's turn and for it to be ready, then takes connections from the inherited sockets. One that
    /// is asked to leave before that takes none.
    private func openInherited(_ reception: @escaping Listener.Reception) async throws -> [Listener] {
        guard !settings.inherited.isEmpty else { return [] }
        await firstOf(
            {
                await lifecycle.hasTurn()
                await becomesReady()
            }, { await lifecycle.isWished(.drain) })
        guard lifecycle.wish == .serve else {
            for socket in settings.inherited { close(socket.descriptor) }
            return []
        }
        var listeners: [Listener] = []
        for socket in settings.inherited {
            listeners.append(try await Listener.open(socket, reception: reception))
            logger.info("listening", metadata: ["socket": "\(socket.name)"])
        }
        return listeners
    }

    private func becomesReady() async {
        while !Task.isCancelled {
            var isReady = true
            for check in readiness where await check.complaint() != nil { isReady = false }
            if isReady { return }
            await pause(.milliseconds(50))
        }
    }

    private func drain(_ own: Listener) async {
        lifecycle.advance(to: .draining)
        logger.info("draining", metadata: ["connections": "\(connections.count)"])
        await firstOf({ await pause(settings.drain.lameDuck) }, { await lifecycle.isWished(.stop) })
        await own.stop()
        await firstOf(
            { await connections.areGone() }, { await pause(settings.drain.limit) },
            { await lifecycle.isWished(.stop) })
    }
}
