import NIOCore
import Testing
import Wire

@Suite struct CloudEventTests {
    static let placed = CloudEvent(
        source: "/order-service", type: "shop.order.placed.v1", subject: "UP-2345-6789",
        time: EventTime(milliseconds: 1_795_771_800_123), topic: "orders", sequence: 17,
        correlationid: "UP-2345-6789", causationid: "catalog-service/stock/3",
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        data: ["order": "UP-2345-6789", "total": 4_990])

    static let document = """
        {"causationid":"catalog-service/stock/3","correlationid":"UP-2345-6789",\
        "data":{"order":"UP-2345-6789","total":4990},"datacontenttype":"application/json",\
        "dataschema":"/events/shop.order.placed.v1.json","id":"order-service/orders/17",\
        "sequence":"0000000000000000017","source":"/order-service","specversion":"1.0",\
        "subject":"UP-2345-6789","time":"2026-11-27T09:30:00.123Z","topic":"orders",\
        "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","type":"shop.order.placed.v1"}
        """

    /// The document with one member replaced, or left out where the replacement is nil.
    private static func document(_ name: String, _ value: String?) throws -> ByteBuffer {
        guard case .object(var members) = try StrictJSON.decode(JSONNode.self, from: ByteBuffer(string: document))
        else {
            throw Problem(.badRequest)
        }
        members[name] = try value.map { try StrictJSON.decode(JSONNode.self, from: ByteBuffer(string: $0)) }
        return try StrictJSON.encode(JSONNode.object(members))
    }

    @Test func isWrittenInOneForm() throws {
        #expect(String(buffer: Self.placed.json()) == Self.document)
    }

    @Test func isReadAsItWasWritten() throws {
        #expect(try CloudEvent(json: ByteBuffer(string: Self.document)) == Self.placed)
        var event = Self.placed
        event.causationid = nil
        event.traceparent = nil
        event.sequence = .max
        event.extensions = ["partner": "x", "count": 3, "flag": true]
        event.data = [1, "zwei \u{1F681}", .nothing, .fraction(0.5), ["a": [:]]]
        #expect(try CloudEvent(json: event.json()) == event)
    }

    @Test(
        arguments: [
            ("datacontenttype", nil), ("causationid", nil), ("traceparent", nil), ("causationid", "null"),
            ("data", "null"), ("data", "[]"), ("data", "\"text\""), ("subject", "\"größe 3\""), ("partner", "\"x\""),
            ("dataschema", "\"https://shop.example/schema\""), ("time", "\"2024-02-29T00:00:00.000Z\""),
        ] as [(String, String?)])
    func mayDiffer(_ name: String, _ value: String?) throws {
        _ = try CloudEvent(json: Self.document(name, value))
    }

    @Test(
        arguments: [
            ("specversion", nil), ("specversion", "\"0.3\""), ("id", nil), ("id", "\"order-service/orders/18\""),
            ("source", nil), ("source", "\"order-service\""), ("source", "\"/Order\""), ("source", "\"//a/b\""),
            ("type", nil), ("type", "\"shop.order.placed\""), ("type", "\"shop.order.placed.v0\""),
            ("type", "\"placed\""), ("type", "\"shop..placed.v1\""), ("type", "\"Shop.order.v1\""), ("type", "7"),
            ("subject", nil), ("subject", "\"\""), ("subject", "\"a\\nb\""), ("time", nil),
            ("time", "\"2026-11-27T09:30:00Z\""), ("time", "\"2026-02-29T09:30:00.000Z\""),
            ("time", "\"2026-11-27T24:30:00.000Z\""), ("time", "\"2026-11-27T09:30:00.000+01:00\""), ("time", "1"),
            ("dataschema", nil), ("datacontenttype", "\"text/xml\""), ("topic", nil), ("topic", "\"Orders\""),
            ("topic", "\"orders-\""), ("sequence", nil), ("sequence", "17"), ("sequence", "\"17\""),
            ("sequence", "\"0000000000000000000\""), ("sequence", "\"9999999999999999999\""),
            ("sequence", "\"-000000000000000017\""), ("correlationid", nil), ("correlationid", "\"\""),
            ("causationid", "\"\""), ("traceparent", "\"00-abc\""), ("data", nil), ("data_base64", "\"AAAA\""),
            ("Partner", "\"x\""), ("partner", "[1]"), ("partner", "null"), ("partner", "1.5"),
        ] as [(String, String?)])
    func mustNotDiffer(_ name: String, _ value: String?) throws {
        let problem = #expect(throws: Problem.self) { try CloudEvent(json: Self.document(name, value)) }
        #expect(problem?.status == 422)
        #expect(problem?.errors?.first?.field == name)
    }

    @Test(arguments: ["", "{", "[]", "null", "{}", "{\"specversion\":\"1.0\"}"])
    func whatIsNoEventIsRefused(_ text: String) {
        #expect(throws: Problem.self) { try CloudEvent(json: ByteBuffer(string: text)) }
    }

    @Test func payloadIsReadStrictly() throws {
        struct Placed: Decodable, Equatable {
            var order: String
            var total: Int
        }
        #expect(try Self.placed.decode() == Placed(order: "UP-2345-6789", total: 4_990))
        var event = Self.placed
        event.data = ["order": "UP-2345-6789", "total": "much"]
        let problem = #expect(throws: Problem.self) { try event.decode(Placed.self) }
        #expect(problem?.errors?.first?.field == "total")
    }

    @Test func batchIsAllOrNothing() throws {
        let batch = try CloudEvent.batch(json: ByteBuffer(string: "[\(Self.document),\(Self.document)]"))
        #expect(batch == [Self.placed, Self.placed])
        #expect(try CloudEvent.batch(json: ByteBuffer(string: "[]")).isEmpty)
        let bad = Self.document.replacing("\"1.0\"", with: "\"2.0\"")
        let problem = #expect(throws: Problem.self) {
            try CloudEvent.batch(json: ByteBuffer(string: "[\(Self.document),\(bad)]"))
        }
        #expect(problem?.errors?.first?.field == "[1].specversion")
        let many = [String](repeating: Self.document, count: 501).joined(separator: ",")
        #expect(throws: Problem(.contentTooLarge, detail: "A batch has at most 500 events.")) {
            try CloudEvent.batch(json: ByteBuffer(string: "[\(many)]"))
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_795_771_800_123, "2026-11-27T09:30:00.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ])
    func timeIsMillisecondsInUTC(_ milliseconds: Int, _ text: String) {
        #expect(EventTime(milliseconds: milliseconds).text == text)
        #expect(EventTime(text)?.milliseconds == milliseconds)
    }
}
