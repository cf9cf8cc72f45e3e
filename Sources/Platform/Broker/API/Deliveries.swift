import NIOCore
import Wire

/// An event that is given to one consumer of a group.
package struct BrokerDelivery: Sendable, Hashable, Codable {
    /// Where it is in the log; by this it is acknowledged.
    package var position: Int64
    /// 1 for the first; counted are attempts that ended with a rejection.
    package var attempt: Int
    package var event: CloudEvent

    package init(position: Int64, attempt: Int, event: CloudEvent) {
        self.position = position
        self.attempt = attempt
        self.event = event
    }
}

package struct DeliveryBatch: Sendable, Hashable, Codable {
    package var deliveries: [BrokerDelivery]

    package init(deliveries: [BrokerDelivery]) {
        self.deliveries = deliveries
    }

    /// What a consumer reads all the time is read without the detour over `Codable`.
    /// - Throws: ``Problem``, or ``Problem/FieldError`` that names an event's attribute.
    package init(json: ByteBuffer) throws {
        guard case .list(let elements)? = try JSONNode(json: json)["deliveries"] else {
            throw Problem.FieldError(field: "deliveries", detail: "must be a list")
        }
        deliveries = try elements.map { element in
            guard case .whole(let position)? = element["position"], case .whole(let attempt)? = element["attempt"],
                let event = element["event"]
            else { throw Problem.FieldError(field: "deliveries", detail: "must have position, attempt and event") }
            return BrokerDelivery(position: Int64(position), attempt: attempt, event: try CloudEvent(event))
        }
    }
}

/// What became of deliveries.
package struct DeliveryOutcome: Sendable, Hashable, Codable {
    package struct Rejection: Sendable, Hashable, Codable {
        package var position: Int64
        /// The delivery's own, so that a rejection that is told twice counts once.
        package var attempt: Int
        /// Why, in words for an engineer.
        package var reason: String

        package init(position: Int64, attempt: Int, reason: String) {
            self.position = position
            self.attempt = attempt
            self.reason = reason
        }

        private enum CodingKeys: String, CodingKey, CaseIterable { case position, attempt, reason }

        package init(from decoder: any Decoder) throws {
            try decoder.refuseUnknownFields(CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            position = try container.decode(Int64.self, forKey: .position)
            attempt = try container.decode(Int.self, forKey: .attempt)
            reason = try container.decode(String.self, forKey: .reason)
        }
    }

    /// Positions of what was handled.
    package var acknowledged: [Int64]
    package var rejected: [Rejection]

    package init(acknowledged: [Int64] = [], rejected: [Rejection] = []) {
        self.acknowledged = acknowledged
        self.rejected = rejected
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case acknowledged, rejected }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        acknowledged = try container.decodeIfPresent([Int64].self, forKey: .acknowledged) ?? []
        rejected = try container.decodeIfPresent([Rejection].self, forKey: .rejected) ?? []
    }
}

/// What the broker made of outcomes.
package struct OutcomeReceipt: Sendable, Hashable, Codable {
    package var acknowledged: Int
    /// Rejected and to be delivered again.
    package var rejected: Int
    /// Rejected for the last time.
    package var parked: Int
    /// Outcomes of what is not due, such as those that are told twice.
    package var ignored: Int

    package init(acknowledged: Int = 0, rejected: Int = 0, parked: Int = 0, ignored: Int = 0) {
        self.acknowledged = acknowledged
        self.rejected = rejected
        self.parked = parked
        self.ignored = ignored
    }
}
