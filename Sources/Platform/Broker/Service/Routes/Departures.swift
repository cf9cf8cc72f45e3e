import Chassis
import Hummingbird
import NIOCore
import Synchronization

/// Notices that a caller has gone while its question waits for an answer: what it would be given is somebody else's.
final class Departures: Sendable {
    private struct State {
        /// By the caller's address, which is its connection's alone while that lasts.
        var callers: [String: [Int: @Sendable () -> Void]] = [:]
        var nextNumber = 0
    }

    private let state = Mutex(State())

    /// Runs `work`, and cancels it if the caller goes.
    func untilGone<Answer: Sendable>(
        _ context: ShopContext, _ work: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        guard let address = context.remoteAddress?.description else { return try await work() }
        let working = Task { try await work() }
        let number = state.withLock { state in
            state.nextNumber += 1
            state.callers[address, default: [:]][state.nextNumber] = { working.cancel() }
            return state.nextNumber
        }
        defer {
            state.withLock { state in
                state.callers[address]?[number] = nil
                if state.callers[address]?.isEmpty == true { state.callers[address] = nil }
            }
        }
        return try await withTaskCancellationHandler {
            try await working.value
        } onCancel: {
            working.cancel()
        }
    }

    fileprivate func left(_ address: String) {
        for leave in state.withLock({ Array($0.callers[address, default: [:]].values) }) { leave() }
    }

    /// For every connection.
    func watch() -> any RemovableChannelHandler { DepartureWatch(self) }
}

private final class DepartureWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let departures: Departures
    private var address: String?

    init(_ departures: Departures) {
        self.departures = departures
    }

    func handlerAdded(context: ChannelHandlerContext) { address = context.remoteAddress?.description }

    func channelActive(context: ChannelHandlerContext) {
        address = context.remoteAddress?.description
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { leave() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        if let address { departures.left(address) }
    }
}
