import NIOCore
import Wire

/// The connections that a server serves, from being accepted until nothing more is done for them.
package final class OpenConnections: Sendable {
    /// Tells a connection's handlers that there is no more time.
    package struct Cut: Sendable {}

    private let open = Broadcast<[ObjectIdentifier: any Channel]>([:])

    package init() {}

    package var count: Int { open.value.count }

    func add(_ channel: any Channel) { open.change { $0[ObjectIdentifier(channel)] = channel } }

    func remove(_ channel: any Channel) { open.change { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) } }

    /// Returns when there is none, or the task is cancelled.
    func areGone() async { await open.wait(until: \.isEmpty) }

    /// Closes those that lie idle, now, and the others behind the answer that they wait for.
    func quiesce() {
        for channel in open.value.values {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    /// Ends all, whatever they are doing.
    func cut() {
        for channel in open.value.values {
            channel.pipeline.fireUserInboundEventTriggered(Cut())
            channel.close(promise: nil)
        }
    }
}
