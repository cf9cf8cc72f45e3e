/// One second of a run.
package struct LoadSecond: Codable, Sendable, Hashable {
    /// Seconds since the start.
    package let at: Double
    package let begun: Int
    package let ended: Int
    package let failed: Int
    package let assets: Int
    package let inFlight: Int
    /// Milliseconds.
    package let p50: Double
    package let p99: Double

    init(_ second: Ledger.Second, inFlight: Int, after elapsed: Duration) {
        at = (elapsed / .seconds(1) * 10).rounded() / 10
        begun = second.begun
        ended = second.ended
        failed = second.failed
        assets = second.assets
        self.inFlight = inFlight
        p50 = Milliseconds.of(second.latency.percentile(50))
        p99 = Milliseconds.of(second.latency.percentile(99))
    }
}

/// What a run came to. Times are milliseconds; latencies are measured from when a request was due to when its answer
/// was there, whole.
package struct LoadReport: Codable, Sendable {
    package struct Latency: Codable, Sendable, Hashable {
        package let count: Int
        package let p50: Double
        package let p90: Double
        package let p99: Double
        package let p999: Double
        package let max: Double

        init(_ histogram: LatencyHistogram) {
            count = histogram.count
            p50 = Milliseconds.of(histogram.percentile(50))
            p90 = Milliseconds.of(histogram.percentile(90))
            p99 = Milliseconds.of(histogram.percentile(99))
            p999 = Milliseconds.of(histogram.percentile(99.9))
            max = Milliseconds.of(histogram.maximum)
        }
    }

    package struct StepLine: Codable, Sendable {
        package let step: StepKind
        package let count: Int
        package let failed: Int
        package let latency: Latency
    }

    /// A failure, with what helps to find out why.
    package struct Example: Codable, Sendable, Hashable {
        /// Seconds since the start.
        package let at: Double
        package let kind: FailureKind
        package let step: StepKind
        package let target: String
        package let detail: String
        package let release: String?
        package let trace: String?

        init(_ failure: Failure, of step: StepKind, after elapsed: Duration) {
            at = (elapsed / .seconds(1) * 1_000).rounded() / 1_000
            kind = failure.kind
            self.step = step
            target = failure.target
            detail = failure.detail
            release = failure.release
            trace = failure.trace
        }
    }

    package struct Assets: Codable, Sendable {
        package let count: Int
        package let bytes: Int
        package let latency: Latency
    }

    /// A stretch of time that was marked, e.g. as a switch from one release to another.
    package struct Window: Codable, Sendable {
        package let label: String
        /// Seconds since the start.
        package let begin: Double
        package let end: Double
        package let failed: Int
        package let latency: Latency
    }

    package struct Orders: Codable, Sendable {
        package var placed = 0
        package var confirmed = 0
        package var rejected = 0
    }

    package let plannedRate: Double
    /// Requests a second over the time in which they were sent.
    package let rate: Double
    package let seconds: Double
    package let requests: Int
    package let failedRequests: Int
    package let latency: Latency
    package let slowReaders: Latency
    package let steps: [StepLine]
    package let assets: Assets
    package let failures: [FailureKind: Int]
    package let examples: [Example]
    /// Optional parts that pages did without, by name and state.
    package let degraded: [String: Int]
    package let redirects: Int
    package let retries: Int
    package let connections: Int
    package let visits: Int
    package let turnedAway: Int
    package let orders: Orders
    /// How late requests were sent that were due: the generator's own fault, or nobody was free.
    package let lateness: Latency
    /// Processor time of this process, in seconds of one core a second.
    package let cores: Double
    package let windows: [Window]
    package let insideWindows: Latency
    package let outsideWindows: Latency
    package let timeline: [LoadSecond]

    init(
        _ books: Ledger.Books, plan: LoadPlan, start: ContinuousClock.Instant, cores: Double,
        _ orders: Orders
    ) {
        let sending = (books.lastBegun.map { start.duration(to: $0) } ?? .zero) / .seconds(1) + 1 / plan.rate
        func offset(_ instant: ContinuousClock.Instant) -> Double {
            (start.duration(to: instant) / .seconds(1) * 1_000).rounded() / 1_000
        }
        plannedRate = plan.rate
        seconds = (sending * 1_000).rounded() / 1_000
        requests = books.steps.values.reduce(0) { $0 + $1.count }
        rate = (Double(requests) / sending * 10).rounded() / 10
        failedRequests = books.steps.values.reduce(0) { $0 + $1.failed }
        latency = Latency(books.latency)
        slowReaders = Latency(books.slowLatency)
        steps = StepKind.allCases.compactMap { kind in
            books.steps[kind].map {
                StepLine(step: kind, count: $0.count, failed: $0.failed, latency: Latency($0.latency))
            }
        }
        assets = Assets(count: books.assets.count, bytes: books.assetBytes, latency: Latency(books.assets.latency))
        failures = books.failures
        examples = books.examples
        degraded = books.degraded
        redirects = books.counters[.redirects] ?? 0
        retries = books.counters[.retries] ?? 0
        connections = books.counters[.connections] ?? 0
        visits = books.counters[.visits] ?? 0
        turnedAway = books.counters[.turnedAway] ?? 0
        self.orders = orders
        lateness = Latency(books.lateness)
        self.cores = (cores * 1_000).rounded() / 1_000
        windows = books.windows.map {
            Window(
                label: $0.label, begin: offset($0.begin), end: offset($0.end ?? .now), failed: $0.failed,
                latency: Latency($0.latency))
        }
        insideWindows = Latency(books.insideWindows)
        outsideWindows = Latency(books.outsideWindows)
        timeline = books.timeline
    }

    /// How many failures broke a promise.
    package func failures(of family: FailureFamily) -> Int {
        failures.reduce(0) { $0 + ($1.key.family == family ? $1.value : 0) }
    }

    package var isClean: Bool { failures.isEmpty }
}

enum Milliseconds {
    /// With two decimals.
    static func of(_ duration: Duration) -> Double { (duration / .milliseconds(1) * 100).rounded() / 100 }
}
