import BrokerAPI
import FoundationEssentials
import Testing
import Wire

extension RunningFleet {
    /// What catalog-service cannot handle, and of the same subject what it has no handler for.
    private static func stranger(_ sequence: Int64, _ type: String) -> CloudEvent {
        CloudEvent(
            source: "/stranger", type: type, subject: "UP-0000-0000", topic: "orders", sequence: sequence,
            correlationid: "stranger", data: .text("this is no order"))
    }

    /// Works with `./shop dlq` on an event that is really parked, whichever engine carries it.
    func parkedEventsAreDecidedAbout(publishing publish: ([CloudEvent]) async throws -> Void) async throws {
        let group = "catalog-service"
        try await publish([Self.stranger(1, "shop.order.placed.v1"), Self.stranger(2, "shop.order.sung.v1")])
        let parked = try await parked()
        let position = "\(parked.position)"
        #expect(parked.id == "stranger/orders/1" && parked.group == group && parked.attempts == 5)
        #expect(parked.heldBack ?? 1 == 1)
        let shown = try await shop("dlq", "show", group, position)
        #expect(shown.status == 0 && shown.output.contains(parked.reason), "\(shown.output)")
        #expect(shown.output.contains("this is no order"))
        let listed = try await shop("dlq", "list")
        #expect(listed.status == 0 && listed.output.contains("UP-0000-0000"), "\(listed.output)")

        let groups = try await JSONDecoder().decode(
            [GroupReport].self, from: Data(shop("events", "groups", "--json").output.utf8))
        #expect(
            groups.map(\.group) == ["catalog-service", "order-service"] && groups[0].parked == 1
                && groups[0].inFlight == 0)
        #expect(groups.map(\.topics) == [["orders"], ["stock"]])

        // Nothing is mended: it comes back.
        let replayed = try await shop("dlq", "replay", group, position)
        #expect(replayed.status == 0 && replayed.output.contains("1 event is delivered"), "\(replayed.output)")
        #expect(try await self.parked(after: parked.parkedAt).position == parked.position)

        let behind = "stranger/orders/2"
        #expect(try await !shop("logs", group, "-n", "1000").output.contains(behind))
        #expect(try await shop("dlq", "discard", group, position).status == 0)
        #expect(try await shop("dlq", "list").output == "Nothing is parked.")
        try await eventually("the event behind it") {
            try await shop("logs", group, "-n", "1000").output.contains(behind)
        }
        for word in ["show", "replay", "discard"] {
            #expect(try await shop("dlq", word, group, position).status == 1, "\(word)")
        }
    }

    /// What is parked, as soon as it is.
    /// - Parameter time: milliseconds since 1970, before which it does not count.
    private func parked(after time: Int = 0) async throws -> ParkedEvent {
        var parked: [ParkedEvent] = []
        try await eventually("a parked event") {
            let (status, output) = try await shop("dlq", "list", "--json")
            try #require(status == 0, "\(output)")
            parked = try JSONDecoder().decode([ParkedEvent].self, from: Data(output.utf8))
            return parked.contains { $0.parkedAt > time }
        }
        return try #require(parked.first)
    }

    private func eventually(_ what: String, _ isThere: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while try await !isThere() {
            guard .now < deadline else { throw NotInTime(what: what) }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// The broker's own, with nothing between.
    func publishToBroker(_ events: [CloudEvent]) async throws {
        let address = try #require(try state[name: BrokerClient.serviceName].flatMap { Address($0.address) })
        let service = ServiceClient(
            BrokerClient.serviceName, discovery: FixedDiscovery([BrokerClient.serviceName: [address]]),
            timeout: .seconds(5))
        try await BrokerClient(service).publish(events)
    }
}
