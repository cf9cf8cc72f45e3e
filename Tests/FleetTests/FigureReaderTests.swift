import Fleet
import Testing

@Suite struct FigureReaderTests {
    @Test(
        arguments: [
            ("shop_connections_open 3", "shop_connections_open", [:], 3),
            ("a_total{service=\"x\",release=\"1-a\"} 12", "a_total", ["service": "x", "release": "1-a"], 12),
            ("b_bucket{le=\"+Inf\"} 2", "b_bucket", ["le": "+Inf"], 2),
            ("c{route=\"/products/{id}\"} 0.25", "c", ["route": "/products/{id}"], 0.25),
            ("d{text=\"a b, c=d\",other=\"\"} 1", "d", ["text": "a b, c=d", "other": ""], 1),
            ("e{} 1e3", "e", [:], 1_000),
        ] as [(Substring, String, [String: String], Double)])
    func aLineIsNameLabelsAndValue(
        line: Substring, name: String, labels: [String: String], value: Double
    ) throws {
        let sample = try #require(MetricSample(line))
        #expect(sample.name == name)
        #expect(sample.labels == labels)
        #expect(sample.value == value)
    }

    @Test(arguments: ["# HELP a Some words.", "# TYPE a counter", "", "a", "a b"] as [Substring])
    func otherLinesAreNoSamples(line: Substring) {
        #expect(MetricSample(line) == nil)
    }

    // MARK: Calls to a service

    private static let calls = """
        # TYPE shop_client_calls_total counter
        shop_client_calls_total{service="decide",release="1-a"} 90
        shop_client_calls_total{service="decide",release="2-b"} 10
        shop_client_calls_total{service="explore",release="1-a"} 70
        shop_client_failures_total{service="decide",release="2-b"} 4
        shop_client_bytes_total{service="decide",release="2-b"} 2048
        shop_fragment_fallbacks_total{service="decide",release="2-b"} 3
        shop_fragment_complaints_total{service="decide",release="2-b"} 1
        shop_csp_complaints_total{service="decide",release="2-b"} 2
        shop_client_duration_seconds_bucket{service="decide",release="2-b",le="0.01"} 6
        shop_client_duration_seconds_bucket{service="decide",release="2-b",le="0.1"} 9
        shop_client_duration_seconds_bucket{service="decide",release="2-b",le="+Inf"} 10
        shop_client_calls_total{service="decide"} 1000
        """

    @Test func callsAreSummedUpByTheReleaseThatAnswered() {
        let figures = FigureReader.calls(MetricSample.all(in: Self.calls), to: "decide")
        #expect(Set(figures.keys) == ["1-a", "2-b"])
        #expect(figures["1-a"]?.requests == 90)
        #expect(figures["1-a"]?.failures == 0)
        #expect(figures["2-b"]?.requests == 10)
        #expect(figures["2-b"]?.failures == 4)
        #expect(figures["2-b"]?.bytes == 2_048)
        #expect(figures["2-b"]?.fallbacks == 3)
        #expect(figures["2-b"]?.complaints == 3)
        #expect(FigureReader.calls(MetricSample.all(in: Self.calls), to: "checkout").isEmpty)
    }

    /// Prometheus' buckets count everything up to their bound; ours only what lies in them.
    @Test func bucketsAreTakenApart() throws {
        let latencies = try #require(
            FigureReader.calls(MetricSample.all(in: Self.calls), to: "decide")["2-b"]?.latencies)
        var expected = LatencyHistogram()
        expected.add(milliseconds: 5, count: 6)
        expected.add(milliseconds: 55, count: 3)
        expected.add(milliseconds: 200, count: 1)
        #expect(latencies == expected)
        #expect(latencies.total == 10)
    }

    // MARK: Answers of a process itself

    @Test func answersAreCountedWithoutProbesAndByTheirStatus() {
        let text = """
            shop_http_requests_total{method="GET",route="/",status="200"} 50
            shop_http_requests_total{method="GET",route="/",status="404"} 5
            shop_http_requests_total{method="GET",route="/x",status="503"} 7
            shop_http_requests_total{method="GET",route="/health/ready",status="503"} 900
            shop_http_requests_total{method="GET",route="/metrics",status="200"} 900
            shop_http_response_bytes_total 2048
            shop_http_request_duration_seconds_bucket{route="/",le="0.1"} 50
            shop_http_request_duration_seconds_bucket{route="/x",le="0.1"} 2
            shop_http_request_duration_seconds_bucket{route="/",le="+Inf"} 55
            shop_http_request_duration_seconds_bucket{route="/x",le="+Inf"} 7
            shop_http_request_duration_seconds_bucket{route="/health/ready",le="0.1"} 900
            """
        let figures = FigureReader.requests(MetricSample.all(in: text))
        var latencies = LatencyHistogram()
        latencies.add(milliseconds: 50, count: 52)
        latencies.add(milliseconds: 200, count: 10)
        #expect(figures.requests == 62)
        #expect(figures.failures == 7)
        #expect(figures.bytes == 2_048)
        #expect(figures.latencies == latencies)
    }

    @Test(arguments: ["NaN", "+Inf", "-Inf"]) func whatIsNoNumberCountsForNothing(value: String) {
        let text =
            "shop_http_requests_total{route=\"/\"} \(value)\nshop_client_calls_total{service=\"a\",release=\"1-a\"} \(value)"
        let samples = MetricSample.all(in: text)
        #expect(FigureReader.requests(samples) == ReleaseFigures())
        #expect(FigureReader.calls(samples, to: "a").values.allSatisfy { $0.requests == 0 })
    }
}
