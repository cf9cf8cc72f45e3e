import HTTPTypes
import NIOCore

/// One request on one connection, and where its answer goes.
struct Exchange: Sendable {
    enum Sink: Sendable {
        /// Collect the whole answer, a body of at most `limit` bytes.
        case whole(EventLoopPromise<WireResponse>, limit: Int)
        /// Answer as soon as the head is there; the body follows as a stream, which may pause for so long.
        /// - Parameter ended: told once when the body is over, however that came; not where there was no head.
        case stream(EventLoopPromise<WireStream>, pause: TimeAmount?, ended: @Sendable (WireStreamEnd) -> Void)

        func fail(_ error: WireError) {
            switch self {
            case .whole(let promise, _): promise.fail(error)
            case .stream(let promise, _, _): promise.fail(error)
            }
        }
    }

    /// Tells one exchange on a connection from the next.
    final class Identity: Sendable {}

    let id = Identity()
    let request: WireRequest
    let authority: String
    /// By when the answer must be complete; for a stream, by when its head must be there.
    let deadline: NIODeadline?
    let sink: Sink
}

package typealias ResponseBodyStream = NIOThrowingAsyncSequenceProducer<
    ByteBuffer, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, ResponseBodyFlow
>

/// Lets a stream's reader govern how fast the connection is read.
package struct ResponseBodyFlow: NIOAsyncSequenceProducerDelegate {
    let channel: any Channel
    let exchange: Exchange.Identity

    package func produceMore() {
        channel.triggerUserOutboundEvent(ConnectionHandler.CallerCaughtUp(exchange: exchange), promise: nil)
    }

    /// A connection whose body was not read to its end cannot be used again; one that was may serve another exchange by
    /// now, which is why the event names its own.
    package func didTerminate() {
        channel.triggerUserOutboundEvent(ConnectionHandler.CallerLeft(exchange: exchange), promise: nil)
    }
}
