import BrokerAPI
import Chassis
import Hummingbird
import Wire

/// The groups of consumers, what is delivered to them, and what is parked.
struct GroupRoutes: Sendable {
    let groups: Groups
    let desk: Desk
    let departures: Departures

    /// Topics that one group may hear, and outcomes that it may tell at once.
    private static let topicLimit = 64
    private static let outcomeLimit = 1_000

    func add(to router: some RouterMethods<ShopContext>) {
        router.get("/groups", use: list)
        router.put("/groups/{group}", use: subscribe)
        router.delete("/groups/{group}", use: remove)
        router.get("/groups/{group}/deliveries", use: deliver)
        router.post("/groups/{group}/acknowledgements", use: acknowledge)
        router.delete("/groups/{group}/consumers/{consumer}", use: leave)
    }

    @Sendable private func list(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        return try .json(GroupList(groups: try await groups.list()), headers: [.cacheControl: "no-store"])
    }

    @Sendable private func subscribe(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        let group = try context.group()
        let subscription = try await request.json(GroupSubscription.self)
        guard (1...Self.topicLimit).contains(subscription.topics.count) else {
            throw Problem.invalid("topics", "must have 1 to \(Self.topicLimit) elements")
        }
        for (index, topic) in subscription.topics.enumerated() where !BrokerNames.isName(topic) {
            throw Problem.invalid("topics[\(index)]", BrokerNames.shape)
        }
        return try .json(try await groups.subscribe(group, subscription), headers: [.cacheControl: "no-store"])
    }

    @Sendable private func remove(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        let group = try context.group()
        try await groups.remove(group)
        context.logger.notice("group removed", metadata: ["group": "\(group)"])
        return Response(status: .noContent)
    }

    @Sendable private func deliver(_ request: Request, _ context: ShopContext) async throws -> Response {
        let group = try context.group()
        var query = try QueryReader(request)
        let consumer = query.line("consumer", limit: 160)
        if consumer == nil { query.refuse("consumer", "is missing: say who asks") }
        let limit = query.integer("limit", in: 1...100) ?? 32
        let wait = query.integer("wait", in: 0...Int(BrokerClient.longestWait.components.seconds)) ?? 0
        try query.finish()
        let parcels = try await departures.untilGone(context) {
            try await desk.deliveries(to: group, consumer: consumer ?? "", limit: limit, within: .seconds(wait))
        }
        var json = RawJSON()
        json.raw("{\"deliveries\":")
        json.write(list: parcels) { json, parcel in
            json.raw("{\"position\":")
            json.write(parcel.position)
            json.raw(",\"attempt\":")
            json.write(Int64(parcel.attempt))
            json.raw(",\"event\":")
            json.write(event: parcel.body)
            json.raw("}")
        }
        json.raw("}")
        return json.response
    }

    @Sendable private func acknowledge(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        let group = try context.group()
        var outcome = try await request.json(DeliveryOutcome.self, limit: 1 << 20)
        guard (1...Self.outcomeLimit).contains(outcome.acknowledged.count + outcome.rejected.count) else {
            throw Problem.invalid("acknowledged", "and rejected must together have 1 to \(Self.outcomeLimit) elements")
        }
        for (index, rejection) in outcome.rejected.enumerated() {
            guard rejection.attempt >= 1 else {
                throw Problem.invalid("rejected[\(index)].attempt", "must be 1 or more")
            }
            outcome.rejected[index].reason = String(rejection.reason.prefix(1_000))
        }
        return try .json(try await desk.settle(outcome, of: group), headers: [.cacheControl: "no-store"])
    }

    @Sendable private func leave(_ request: Request, _ context: ShopContext) async throws -> Response {
        try QueryReader(request).finish()
        desk.leave(try context.group(), consumer: context.part("consumer"))
        return Response(status: .noContent)
    }
}
