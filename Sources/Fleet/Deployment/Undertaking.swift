import Synchronization

/// What is being done to a process, for whoever comes in between.
final class Undertaking: Sendable {
    private struct State {
        var reply: ControlReply?
        var waiting: [CheckedContinuation<ControlReply, Never>] = []
    }

    /// The release that is being rolled out, and may be taken back on the way; nil where there is none.
    let candidate: String?
    /// What the rollout is told.
    let events: AsyncStream<Rollout.Event>
    let channel: AsyncStream<Rollout.Event>.Continuation
    private let state = Mutex(State())

    init(_ request: ControlRequest) {
        candidate = request.action == .redeploy ? request.version : nil
        (events, channel) = AsyncStream.makeStream(of: Rollout.Event.self)
    }

    /// Notes that it is over, and what came of it.
    func end(_ reply: ControlReply) {
        let waiting = state.withLock { state in
            state.reply = reply
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiting in waiting { waiting.resume(returning: reply) }
    }

    /// What came of it, as soon as it is over.
    func reply() async -> ControlReply {
        await withCheckedContinuation { continuation in
            let reply = state.withLock { state in
                if state.reply == nil { state.waiting.append(continuation) }
                return state.reply
            }
            if let reply { continuation.resume(returning: reply) }
        }
    }
}
