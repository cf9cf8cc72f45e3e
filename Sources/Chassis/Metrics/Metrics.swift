import Hummingbird
import Synchronization
import Wire

/// A process's figures, for whoever collects them at `/metrics`.
package final class Metrics: Sendable {
    private let sources: Mutex<[any MetricSource]>
    let requests = RequestMetrics()

    package init() {
        sources = Mutex([requests, CallMetrics(ledger: .shared)])
    }

    package func add(_ source: some MetricSource) { sources.withLock { $0.append(source) } }

    /// All figures in Prometheus' text format.
    package func text() async -> String {
        var families: [MetricFamily] = []
        for source in sources.withLock(\.self) { families += await source.families() }
        return Exposition.text(families)
    }

    func addRoute(to router: Router<ShopContext>) {
        router.get("/metrics") { [self] _, _ in
            Response(
                status: .ok, headers: [.contentType: Exposition.mediaType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: await text())))
        }
    }
}

/// What a process was asked and how long it took to answer.
struct RequestMetrics: MetricSource {
    private let durations = Histogram(
        "shop_http_request_duration_seconds", help: "Time until an answer's head, by route template.")
    private let counts = Counter("shop_http_requests_total", help: "Requests answered, by class of status.")

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]

    func count(method: String, route: String, status: Int, duration: Duration) {
        // The method of a request is its sender's to invent.
        let method = Self.methods.contains(method) ? method : "other"
        let labels: MetricLabels = ["method": method, "route": route]
        durations.observe(duration, labels)
        counts.increment(labels.adding("status", "\(status / 100)xx"))
    }

    func families() -> [MetricFamily] { counts.families() + durations.families() }
}
