import Chassis
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import Wire

/// Only of a shell that was started for development: `GET /dev/events` for browsers (server-sent events, as the HTML
/// standard has them), and `POST /internal/dev/message` for the command that watches the sources.
struct DevRoutes: Sendable {
    let channel: DevChannel

    /// Sooner than the gateway takes a silent body for a broken one.
    private static let pause = Duration.seconds(4)

    func add(to router: Router<ShopContext>) {
        router.get("/dev/events") { request, _ in
            let last = HTTPField.Name("last-event-id").flatMap { request.headers[$0] }.flatMap { Int($0) }
            return Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    for await text in texts(since: last).cancelOnGracefulShutdown() {
                        try await writer.write(ByteBuffer(string: text))
                    }
                    try await writer.finish(nil)
                })
        }
        router.post("/internal/dev/message") { request, _ in
            let body = try await request.bytes(limit: 64 << 10)
            channel.send(.message(String(decoding: body.readableBytesView, as: UTF8.self)))
            return Response(status: .noContent)
        }
    }

    /// What is new, in the form of the wire, and a comment whenever there is none for a while.
    private func texts(since last: Int?) -> AsyncStream<String> {
        let (texts, continuation) = AsyncStream.makeStream(of: String.self)
        let work = Task {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    var last = last
                    for await news in channel.news() {
                        for event in news.missed(since: last) { continuation.yield(Self.text(of: event)) }
                        last = news.lastNumber
                    }
                }
                group.addTask {
                    while !Task.isCancelled {
                        continuation.yield(": still here\n\n")
                        try? await Task.sleep(for: Self.pause)
                    }
                }
            }
        }
        continuation.onTermination = { _ in work.cancel() }
        return texts
    }

    private static func text(of numbered: DevNews.Numbered) -> String {
        switch numbered.event {
        case .reload(let server):
            return "id: \(numbered.number)\nevent: reload\ndata: \(server)\n\n"
        case .message(let text):
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)\n" }
            return "id: \(numbered.number)\nevent: message\n\(lines.joined())\n"
        }
    }
}
