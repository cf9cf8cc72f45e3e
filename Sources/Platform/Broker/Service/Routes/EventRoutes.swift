import BrokerAPI
import Chassis
import Hummingbird
import NIOCore
import Wire

/// Publishing, and the log.
struct EventRoutes: Sendable {
    let press: Press
    let reader: LogReader
    let departures: Departures

    func add(to router: some RouterMethods<ShopContext>) {
        router.post("/events", use: publish)
        router.get("/log", use: log)
        router.get("/log/{id}", use: entry)
    }

    @Sendable private func publish(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        let mediaType = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard mediaType == CloudEvent.batchMediaType else {
            throw Problem(.unsupportedMediaType, detail: "Send \(CloudEvent.batchMediaType).")
        }
        let body = try await request.bytes(limit: CloudEvent.maximumBatch.bytes)
        return try .json(try await press.publish(EventBatch.read(body)), headers: [.cacheControl: "no-store"])
    }

    @Sendable private func log(_ request: Request, _ context: ShopContext) async throws -> Response {
        var parameters = try QueryReader(request)
        var query = LogQuery()
        query.last = parameters.integer("last", in: 1...1_000)
        let after = parameters.integer("after", in: 0...Int64.max)
        if query.last != nil, after != nil { parameters.refuse("after", "goes without last, and last without after") }
        query.after = after ?? 0
        query.before = parameters.integer("before", in: 1...Int64.max)
        if query.before != nil, query.last == nil { parameters.refuse("before", "goes with last only") }
        query.limit = parameters.integer("limit", in: 1...1_000) ?? 100
        query.topic = parameters.line("topic")
        query.type = parameters.line("type")
        query.subject = parameters.line("subject")
        let wait = parameters.integer("wait", in: 0...Int(BrokerClient.longestWait.components.seconds)) ?? 0
        try parameters.finish()
        let page = try await departures.untilGone(context) { [query] in
            try await reader.page(query, within: .seconds(wait))
        }
        var json = RawJSON()
        json.raw("{\"entries\":")
        json.write(list: page.entries, Self.write)
        json.raw(",\"hasMore\":")
        json.raw(page.hasMore ? "true" : "false")
        json.raw(",\"next\":")
        json.write(page.next)
        if let earlier = page.earlier {
            json.raw(",\"earlier\":")
            json.write(earlier)
        }
        json.raw("}")
        return json.response
    }

    @Sendable private func entry(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        guard let id = EventID(context.part("id")) else {
            throw Problem.invalid("id", "must be of the form order-service/orders/17, percent-encoded")
        }
        let entry = try await reader.entry(id)
        var json = RawJSON()
        Self.write(&json, entry)
        return json.response
    }

    private static func write(_ json: inout RawJSON, _ entry: LogReader.Entry) {
        json.raw("{\"position\":")
        json.write(entry.position)
        json.raw(",\"receivedAt\":")
        json.write(Int64(entry.receivedAt))
        json.raw(",\"event\":")
        json.write(event: entry.body)
        json.raw("}")
    }
}
