import BrokerAPI
import Chassis
import Hummingbird
import Wire

/// What is parked, and what an engineer decides about it.
struct ParkingRoutes: Sendable {
    let groups: Groups

    func add(to router: some RouterMethods<ShopContext>) {
        router.get("/groups/{group}/parked", use: list)
        router.get("/groups/{group}/parked/{position}", use: show)
        router.post("/groups/{group}/parked/{position}/replay", use: replay)
        router.post("/groups/{group}/parked/{position}/discard", use: discard)
    }

    @Sendable private func list(_ request: Request, _ context: ShopContext) async throws -> Response {
        let group = try context.group()
        var query = try QueryReader(request)
        let after = query.integer("after", in: 0...Int64.max) ?? 0
        let limit = query.integer("limit", in: 1...1_000) ?? 100
        try query.finish()
        let parked = try await groups.parked(group, after: after, limit: limit)
        return try .json(ParkedList(parked: parked), headers: [.cacheControl: "no-store"])
    }

    @Sendable private func show(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        let (event, record) = try await groups.parked(context.group(), at: context.position())
        var json = RawJSON()
        json.raw("{\"parked\":")
        try json.write(encoding: event)
        json.raw(",\"event\":")
        json.write(event: record?.body)
        json.raw("}")
        return json.response
    }

    @Sendable private func replay(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await decide(request, context, "parked event replayed", groups.replay)
    }

    @Sendable private func discard(_ request: Request, _ context: ShopContext) async throws -> Response {
        try await decide(request, context, "parked event discarded", groups.discard)
    }

    private func decide(
        _ request: Request, _ context: ShopContext, _ message: StaticString,
        _ decision: (String, Int64) async throws -> Void
    ) async throws -> Response {
        try QueryReader(request).finish()
        let (group, position) = (try context.group(), try context.position())
        try await decision(group, position)
        context.logger.notice("\(message)", metadata: ["group": "\(group)", "position": "\(position)"])
        return Response(status: .noContent)
    }
}
