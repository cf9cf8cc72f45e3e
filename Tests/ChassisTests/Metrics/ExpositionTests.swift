import Chassis
import TestSupport
import Testing

@Suite struct ExpositionTests {
    @Test func counterIsWrittenWithItsLabels() {
        let counter = Counter("shop_kites_total", help: "Kites sold.")
        counter.increment(["shop": "b", "line": "two"], by: 2)
        counter.increment(["shop": "a", "line": "two"])
        #expect(
            Exposition.text(counter.families()) == """
                # HELP shop_kites_total Kites sold.
                # TYPE shop_kites_total counter
                shop_kites_total{shop="a",line="two"} 1
                shop_kites_total{shop="b",line="two"} 2

                """)
    }

    @Test func labelsAndHelpAreEscaped() {
        let counter = Counter("shop_x_total", help: "A \\ and\na \"line\".")
        counter.increment(["name": "say \"hi\" \\\n"])
        let text = Exposition.text(counter.families())
        #expect(text.contains(#"# HELP shop_x_total A \\ and\na "line"."#))
        #expect(text.contains(#"{name="say \"hi\" \\\n"} 1"#))
    }

    @Test func histogramCountsUpwards() {
        let histogram = Histogram("shop_wait_seconds", help: "Waiting.", bounds: [0.5, 1])
        for value in [0.5, 0.75, 3] { histogram.observe(value) }
        #expect(
            Exposition.text(histogram.families()) == """
                # HELP shop_wait_seconds Waiting.
                # TYPE shop_wait_seconds histogram
                shop_wait_seconds_bucket{le="0.5"} 1
                shop_wait_seconds_bucket{le="1"} 2
                shop_wait_seconds_bucket{le="+Inf"} 3
                shop_wait_seconds_sum 4.25
                shop_wait_seconds_count 3

                """)
    }

    @Test func familiesOfOneNameAreOne() {
        let gauges = [1.0, 2.5].map { value in Gauge("shop_open", help: "Open.") { value } }
        let text = Exposition.text(gauges.flatMap { $0.families() })
        #expect(text == "# HELP shop_open Open.\n# TYPE shop_open gauge\nshop_open 1\nshop_open 2.5\n")
    }

    @Test func requestsAreCountedByTemplate() async throws {
        let chassis = Chassis.test("counted", in: try ScratchFolder())
        let router = chassis.router()
        router.get("/kites/{sku}") { _, _ in "" }
        let client = RouterClient(ShopApplication(router: router), on: chassis)
        for sku in ["a", "b"] { _ = try await client.get("/kites/\(sku)") }
        _ = try await client.get("/nowhere")
        let answer = try await client.get("/metrics")
        let text = String(buffer: answer.body)
        #expect(answer.headers[.contentType] == Exposition.mediaType)
        #expect(text.contains(#"shop_http_requests_total{method="GET",route="/kites/{sku}",status="2xx"} 2"#))
        #expect(text.contains(#"status="4xx"} 1"#))
        #expect(text.contains(#"shop_http_request_duration_seconds_count{method="GET",route="/kites/{sku}"} 2"#))
        #expect(!text.contains("/kites/a"))
    }
}
