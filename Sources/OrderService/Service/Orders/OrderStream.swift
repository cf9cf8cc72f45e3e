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

    /// The order as soon as it is confirmed or rejected, or as it is when `patience` is at its end.
    func settled(_ order: Order, within patience: Duration) async -> Order {
        guard let number = OrderNumber(order.number), order.isUndecided, patience > .zero else { return order }
        return await withTaskGroup(of: Order?.self) { group in
            group.addTask {
                for await _ in watchers.changes(of: number) {
                    guard let now = try? await orders.order(number), !now.isUndecided else { continue }
                    return now
                }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: patience)
                return nil
            }
            group.addTask {
                await lifecycle.reaches(.draining)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? order
        }
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

extension Order {
    /// Whether it may still be rejected without anybody having asked for it.
    fileprivate var isUndecided: Bool { state == .placed || state == .reserved }
}
