import FoundationEssentials
import Wire

/// Reads what the processes of a fleet count (`/metrics`, in Prometheus' text exposition), and sums it up by release of
/// one process.
package struct FigureReader: Sendable {
    let process: ProcessSpecification

    /// Sums since the processes started, by release.
    func read(_ fleet: FleetState) async -> [String: ReleaseFigures] {
        await withTaskGroup(of: [String: ReleaseFigures].self) { group in
            for instance in fleet.processes where instance.phase == .ready || instance.phase == .draining {
                guard let address = Address(instance.address) else { continue }
                group.addTask { await figures(of: instance, at: address) }
            }
            return await group.reduce(into: [:]) { sum, part in sum.merge(part, uniquingKeysWith: +) }
        }
    }

    private func figures(of instance: ProcessState, at address: Address) async -> [String: ReleaseFigures] {
        let answer = try? await WireClient.shared.send(
            WireRequest(target: "/metrics"), to: address, deadline: .after(.milliseconds(500)))
        guard let answer, answer.status == .ok else { return [:] }
        let samples = MetricSample.all(in: answer.text)
        // What nobody calls, the public entry, counts for itself.
        guard process.strategy == .socket else { return Self.calls(samples, to: process.name) }
        guard instance.name == process.name else { return [:] }
        return [instance.release: Self.requests(samples)]
    }

    /// What a process' calls to `service` came to.
    package static func calls(_ samples: [MetricSample], to service: String) -> [String: ReleaseFigures] {
        var histograms: [String: [Double: Double]] = [:]
        var figures: [String: ReleaseFigures] = [:]
        for sample in samples where sample.labels["service"] == service && sample.value.isFinite {
            guard let release = sample.labels["release"] else { continue }
            let value = Int(sample.value)
            switch sample.name {
            case "shop_client_calls_total": figures[release, default: .init()].requests += value
            case "shop_client_failures_total": figures[release, default: .init()].failures += value
            case "shop_client_bytes_total": figures[release, default: .init()].bytes += value
            case "shop_fragment_fallbacks_total": figures[release, default: .init()].fallbacks += value
            case "shop_fragment_complaints_total", "shop_csp_complaints_total":
                figures[release, default: .init()].complaints += value
            case "shop_client_duration_seconds_bucket":
                guard let bound = sample.labels["le"].flatMap(bound) else { continue }
                histograms[release, default: [:]][bound, default: 0] += sample.value
            default: break
            }
        }
        for (release, buckets) in histograms { figures[release, default: .init()].latencies = latencies(buckets) }
        return figures
    }

    /// What a process itself answered.
    package static func requests(_ samples: [MetricSample]) -> ReleaseFigures {
        var figures = ReleaseFigures()
        var buckets: [Double: Double] = [:]
        for sample in samples where !isProbe(sample.labels["route"] ?? "") && sample.value.isFinite {
            switch sample.name {
            case "shop_http_response_bytes_total": figures.bytes += Int(sample.value)
            case "shop_http_requests_total":
                figures.requests += Int(sample.value)
                if sample.labels["status"]?.hasPrefix("5") == true { figures.failures += Int(sample.value) }
            case "shop_http_request_duration_seconds_bucket":
                if let bound = sample.labels["le"].flatMap(bound) { buckets[bound, default: 0] += sample.value }
            default: break
            }
        }
        figures.latencies = latencies(buckets)
        return figures
    }

    /// Whether it is the supervisor who asks there, all the time.
    private static func isProbe(_ route: String) -> Bool { route.hasPrefix("/health") || route == "/metrics" }

    private static func bound(_ text: String) -> Double? { text == "+Inf" ? .infinity : Double(text) }

    /// Prometheus' buckets count everything up to their bound.
    private static func latencies(_ buckets: [Double: Double]) -> LatencyHistogram {
        var histogram = LatencyHistogram()
        var before = (bound: 0.0, count: 0.0)
        for (bound, count) in buckets.sorted(by: { $0.key < $1.key }) {
            let middle = bound.isFinite ? (before.bound + bound) / 2 : before.bound * 2
            histogram.add(milliseconds: middle * 1_000, count: max(0, Int(count - before.count)))
            before = (bound, count)
        }
        return histogram
    }
}

/// One line of Prometheus' text exposition.
package struct MetricSample: Sendable, Equatable {
    package let name: String
    package let labels: [String: String]
    package let value: Double

    package static func all(in text: String) -> [MetricSample] {
        text.split(separator: "\n").compactMap { MetricSample($0) }
    }

    /// Nil for a comment, and for what is none. Label values of the fleet hold no quotes.
    package init?(_ line: Substring) {
        guard !line.hasPrefix("#"), let space = line.lastIndex(of: " "),
            let value = Double(line[line.index(after: space)...])
        else { return nil }
        self.value = value
        let head = line[..<space]
        guard let brace = head.firstIndex(of: "{") else {
            name = String(head)
            labels = [:]
            return
        }
        name = String(head[..<brace])
        var labels: [String: String] = [:]
        for pair in head[head.index(after: brace)...].dropLast().split(separator: "\",") {
            let parts = pair.split(separator: "=\"", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            labels[String(parts[0])] = String(parts[1].filter { $0 != "\"" })
        }
        self.labels = labels
    }
}
