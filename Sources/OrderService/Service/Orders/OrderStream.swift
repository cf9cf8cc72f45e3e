import Chassis
import HTTPTypes
import Hummingbird
import NIOCore
import OrderAPI
import ServiceLifecycle
import Wire

/// An order as it becomes what it will be, as server-sent events (HTML standard, section 9.2): the whole order at once
/// and again after each commit that changes it. A comment comes when there is nothing to say, so that nobody takes the
/// line for broken. It ends when this process is replaced; browsers come back by themselves.
struct OrderStream: Sendable {
    /// Sooner than the gateway takes a silent body for a broken one.
    private static let pause = Duration.seconds(4)
    /// After so long a browser asks anew.
    private static let limit = Duration.seconds(600)

    let orders: OrderStore
    let watchers: OrderWatchers
    let lifecycle: Lifecycle

    func response(_ number: OrderNumber) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                for await text in texts(number).cancelOnGracefulShutdown() {
                    try await writer.write(ByteBuffer(string: text))
                }
                try await writer.finish(nil)
            })
    }

    private func texts(_ number: OrderNumber) -> AsyncStream<String> {
        let (texts, continuation) = AsyncStream.makeStream(of: String.self)
        let work = Task {
            await withDiscardingTaskGroup { group in
                group.addTask { await follow(number, continuation) }
                group.addTask {
                    while (try? await Task.sleep(for: Self.pause)) != nil { continuation.yield(": still here\n\n") }
                }
                group.addTask {
                    try? await Task.sleep(for: Self.limit)
                    continuation.finish()
                }
                group.addTask {
                    await lifecycle.reaches(.draining)
                    continuation.finish()
                }
            }
        }
        continuation.onTermination = { _ in work.cancel() }
        return texts
    }

    /// Says the order whenever it is another, and that there is no more to come when that is so.
    private func follow(_ number: OrderNumber, _ texts: AsyncStream<String>.Continuation) async {
        var last: Order?
        for await _ in watchers.changes(of: number) {
            guard let order = try? await orders.order(number), order != last,
                let json = try? StrictJSON.encode(order)
            else { continue }
            last = order
            texts.yield("id: \(order.timeline.count)\nevent: order\ndata: \(String(buffer: json))\n\n")
        }
    }
}
