import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A lean HTTP/1.1 client for calls between processes: keep-alive connections on NIO's event loops, one deadline over
/// connecting, headers and body, a limit on every body. It knows addresses, not services: see ``ServiceClient``.
package final class WireClient: Sendable {
    private let group: any EventLoopGroup
    private let idle = Mutex<[Address: [IdleConnection]]>([:])
    /// Where nobody is to be called any more: a connection that comes back from there is not kept.
    private let deserted = Mutex<Set<Address>>([])
    /// Idle connections kept for one address, and for how long: servers close theirs after 75 seconds, and a connection
    /// should not be taken just then.
    private let idleLimit = 512
    private let idleTime = Duration.seconds(60)

    private struct IdleConnection {
        let channel: any Channel
        let since: ContinuousClock.Instant
    }

    package static let shared = WireClient()

    package init(group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton) {
        self.group = group
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// A repeatable request whose kept-alive connection turns out to be closed before any answer came is sent once more
    /// on a new one (RFC 9110, section 9.2.2).
    /// - Parameter limit: the longest acceptable body, in bytes.
    /// - Throws: ``WireError``, or `CancellationError`.
    package func send(
        _ request: WireRequest, to address: Address, deadline: Deadline, limit: Int = 1 << 20
    ) async throws -> WireResponse {
        try await withReconnection(request, to: address, deadline: deadline) { channel in
            let promise = channel.eventLoop.makePromise(of: WireResponse.self)
            return (.whole(promise, limit: limit), promise.futureResult)
        }
    }

    /// Sends a request and waits for the head of the answer; the deadline governs the head only.
    /// - Parameters:
    ///   - pause: how long the body may stand still before the stream fails; nil for as long as it likes.
    ///   - ended: told once when the body is over, however that came.
    package func stream(
        _ request: WireRequest, to address: Address, deadline: Deadline, pause: Duration? = nil,
        ended: @escaping @Sendable (WireStreamEnd) -> Void = { _ in }
    ) async throws -> WireStream {
        try await withReconnection(request, to: address, deadline: deadline) { channel in
            let promise = channel.eventLoop.makePromise(of: WireStream.self)
            return (.stream(promise, pause: pause.map { TimeAmount($0) }, ended: ended), promise.futureResult)
        }
    }

    private func withReconnection<Answer: Sendable>(
        _ request: WireRequest, to address: Address, deadline: Deadline,
        sink: @Sendable (any Channel) -> (Exchange.Sink, EventLoopFuture<Answer>)
    ) async throws -> Answer {
        guard !deadline.hasPassed else { throw WireError.deadlineExceeded }
        if let channel = takeIdle(address) {
            do {
                return try await exchange(request, on: channel, address, deadline, sink)
            } catch WireError.connectionClosed(answered: false) where request.isRepeatable {
                // The other side closed it while it lay idle.
            }
        }
        let channel = try await connect(to: address, deadline: deadline)
        return try await exchange(request, on: channel, address, deadline, sink)
    }

    private func exchange<Answer: Sendable>(
        _ request: WireRequest, on channel: any Channel, _ address: Address, _ deadline: Deadline,
        _ sink: (any Channel) -> (Exchange.Sink, EventLoopFuture<Answer>)
    ) async throws -> Answer {
        let (sink, answer) = sink(channel)
        let exchange = Exchange(
            request: request, authority: address.description, deadline: NIODeadline(deadline), sink: sink)
        // On a connection that has just closed nobody takes the exchange, and only the write itself fails.
        channel.writeAndFlush(exchange).whenFailure { _ in exchange.sink.fail(.connectionClosed(answered: false)) }
        return try await withTaskCancellationHandler {
            do {
                return try await answer.get()
            } catch {
                try Task.checkCancellation()
                throw error
            }
        } onCancel: {
            channel.triggerUserOutboundEvent(ConnectionHandler.CallerLeft(exchange: exchange.id), promise: nil)
        }
    }

    // MARK: Connections

    private func takeIdle(_ address: Address) -> (any Channel)? {
        let eldest = ContinuousClock.now - idleTime
        return idle.withLock { idle in
            while let connection = idle[address]?.popLast() {
                guard connection.channel.isActive else { continue }
                guard connection.since < eldest else { return connection.channel }
                connection.channel.close(promise: nil)
            }
            return nil
        }
    }

    private func keep(_ channel: any Channel, for address: Address) {
        let isKept = idle.withLock { idle in
            guard idle[address, default: []].count < idleLimit, !deserted.withLock({ $0.contains(address) })
            else { return false }
            idle[address, default: []].append(IdleConnection(channel: channel, since: .now))
            return true
        }
        if !isKept { channel.close(promise: nil) }
    }

    private func forget(_ channel: any Channel, for address: Address) {
        idle.withLock { idle in
            idle[address]?.removeAll { $0.channel === channel }
            if idle[address]?.isEmpty == true { idle[address] = nil }
        }
    }

    private func connect(to address: Address, deadline: Deadline) async throws -> any Channel {
        let remaining = deadline.remaining
        guard remaining > .zero else { throw WireError.deadlineExceeded }
        _ = deserted.withLock { $0.remove(address) }
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(.microseconds(Int64(remaining.microseconds)))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    let handler = ConnectionHandler { [weak self] in self?.keep($0, for: address) }
                    try channel.pipeline.syncOperations.addHandler(handler)
                    channel.closeFuture.whenComplete { [weak self] _ in self?.forget(channel, for: address) }
                }
            }
        do {
            return try await bootstrap.connect(host: address.host, port: address.port).get()
        } catch {
            try Task.checkCancellation()
            throw deadline.hasPassed ? WireError.deadlineExceeded : WireError.unreachable(address)
        }
    }

    /// Closes the connections that lie idle.
    package func closeIdle() {
        let connections = idle.withLock { idle in
            defer { idle = [:] }
            return idle.values.flatMap(\.self)
        }
        for connection in connections { connection.channel.close(promise: nil) }
    }

    /// Closes the connections to `address` that lie idle, and those in use once they are not, because nobody will call
    /// there any more. Whoever does all the same makes the address one like others again.
    package func closeIdle(to address: Address) {
        deserted.withLock { deserted in
            // Addresses of long ago are of no use; a port may be another's by now.
            if deserted.count > 256 { deserted = [] }
            deserted.insert(address)
        }
        let connections = idle.withLock { $0.removeValue(forKey: address) } ?? []
        for connection in connections { connection.channel.close(promise: nil) }
    }

    /// How many connections to `address` lie idle.
    package func idleCount(_ address: Address) -> Int { idle.withLock { $0[address]?.count ?? 0 } }
}

extension NIODeadline {
    init(_ deadline: Deadline) {
        self = .now() + .microseconds(Int64(max(0, deadline.remaining.microseconds)))
    }
}
