import Hummingbird
import HummingbirdCore
import NIOCore

/// How a server's connections are set up and served.
package struct ConnectionKind: Sendable {
    package typealias Responder = HTTPChannelHandler.Responder

    let build: @Sendable (@escaping Responder, Lifecycle) -> any ServerChildChannel

    package init(_ build: @escaping @Sendable (@escaping Responder, Lifecycle) -> any ServerChildChannel) {
        self.build = build
    }

    /// HTTP/1.1 as the processes speak it among themselves.
    /// - Parameter watch: makes a handler for each connection that is told what happens to it.
    package static func http1(
        idleTimeout: TimeAmount = .seconds(75), watch: (@Sendable () -> any RemovableChannelHandler)? = nil
    ) -> ConnectionKind {
        ConnectionKind { responder, lifecycle in
            HTTP1Channel(
                responder: responder,
                configuration: .init(
                    additionalChannelHandlers: [LastAnswerHandler(lifecycle)] + (watch.map { [$0()] } ?? []),
                    idleTimeout: idleTimeout))
        }
    }
}
