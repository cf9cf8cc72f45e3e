import Vocabulary
import Wire

/// How an order reaches its buyer.
package enum Fulfilment: Sendable, Hashable, Codable {
    /// Picked up in a store, named by its id.
    case pickup(store: String)
    case delivery(PostalAddress)

    private enum CodingKeys: String, CodingKey, CaseIterable { case pickup, delivery }

    private struct Pickup: Codable {
        var store: String

        enum CodingKeys: String, CodingKey, CaseIterable { case store }

        init(store: String) {
            self.store = store
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseUnknownFields(CodingKeys.self)
            store = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .store)
        }
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch (
            try container.decodeIfPresent(Pickup.self, forKey: .pickup),
            try container.decodeIfPresent(PostalAddress.self, forKey: .delivery)
        ) {
        case (let pickup?, nil): self = .pickup(store: pickup.store)
        case (nil, let address?): self = .delivery(address)
        default:
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "must have either pickup or delivery"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .pickup(let store): try container.encode(Pickup(store: store), forKey: .pickup)
        case .delivery(let address): try container.encode(address, forKey: .delivery)
        }
    }
}

package struct PostalAddress: Sendable, Hashable, Codable {
    package var street: String
    package var postalCode: String
    package var city: String

    package init(street: String, postalCode: String, city: String) {
        self.street = street
        self.postalCode = postalCode
        self.city = city
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case street, postalCode, city }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        street = try container.decode(String.self, forKey: .street)
        postalCode = try container.decode(String.self, forKey: .postalCode)
        city = try container.decode(String.self, forKey: .city)
    }
}

/// `POST /orders`, with an `Idempotency-Key`: order what is in a cart, at the prices its owner agreed to.
package struct OrderRequest: Sendable, Codable {
    package var cart: String
    package var email: String
    package var name: String
    package var fulfilment: Fulfilment
    /// A test card token, e.g. `test-card-accepted`. Never a card number.
    package var paymentToken: String

    package init(cart: String, email: String, name: String, fulfilment: Fulfilment, paymentToken: String) {
        self.cart = cart
        self.email = email
        self.name = name
        self.fulfilment = fulfilment
        self.paymentToken = paymentToken
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case cart, email, name, fulfilment, paymentToken }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        cart = try container.decode(String.self, forKey: .cart)
        email = try container.decode(String.self, forKey: .email)
        name = try container.decode(String.self, forKey: .name)
        fulfilment = try container.decode(Fulfilment.self, forKey: .fulfilment)
        paymentToken = try container.decode(String.self, forKey: .paymentToken)
    }
}

/// An order. Its totals say nothing about free shipping any more.
package struct Order: Sendable, Hashable, Codable {
    package struct Line: Sendable, Hashable, Codable {
        package var sku: SKU
        package var name: String
        package var colourway: String
        package var size: String
        package var picture: String
        package var quantity: Quantity
        package var unitPrice: Money
        package var lineTotal: Money

        package init(
            sku: SKU, name: String, colourway: String, size: String, picture: String, quantity: Quantity,
            unitPrice: Money, lineTotal: Money
        ) {
            self.sku = sku
            self.name = name
            self.colourway = colourway
            self.size = size
            self.picture = picture
            self.quantity = quantity
            self.unitPrice = unitPrice
            self.lineTotal = lineTotal
        }
    }

    /// What the shopper is told, e.g. `UP-7KQ2-M4XD`.
    package var number: String
    /// Whoever has it may see the order: part of its secret link.
    package var secret: String
    package var state: State
    /// Why it came to nothing; nil of an order that is not rejected.
    package var rejection: Rejection?
    package var placedAt: String
    package var email: String
    package var name: String
    package var fulfilment: Fulfilment
    package var lines: [Line]
    package var totals: Totals
    /// The parcel's number, once the carrier has it.
    package var parcel: String?
    /// What has happened to it so far, oldest first.
    package var timeline: [Moment]

    package init(
        number: String, secret: String, state: State, rejection: Rejection? = nil, placedAt: String, email: String,
        name: String, fulfilment: Fulfilment, lines: [Line], totals: Totals, parcel: String? = nil,
        timeline: [Moment] = []
    ) {
        self.number = number
        self.secret = secret
        self.state = state
        self.rejection = rejection
        self.placedAt = placedAt
        self.email = email
        self.name = name
        self.fulfilment = fulfilment
        self.lines = lines
        self.totals = totals
        self.parcel = parcel
        self.timeline = timeline
    }

    /// Reads what the release before answers too, which knows no timeline.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        number = try container.decode(String.self, forKey: .number)
        secret = try container.decode(String.self, forKey: .secret)
        state = try container.decode(State.self, forKey: .state)
        rejection = try container.decodeIfPresent(Rejection.self, forKey: .rejection)
        placedAt = try container.decode(String.self, forKey: .placedAt)
        email = try container.decode(String.self, forKey: .email)
        name = try container.decode(String.self, forKey: .name)
        fulfilment = try container.decode(Fulfilment.self, forKey: .fulfilment)
        lines = try container.decode([Line].self, forKey: .lines)
        totals = try container.decode(Totals.self, forKey: .totals)
        parcel = try container.decodeIfPresent(String.self, forKey: .parcel)
        timeline = try container.decodeIfPresent([Moment].self, forKey: .timeline) ?? []
    }
}

/// The test cards that the shop knows. The token says what the bank would say.
package enum TestCard: String, Sendable, CaseIterable {
    case accepted = "test-card-accepted"
    case declined = "test-card-declined"
    /// It says yes, but takes its time.
    case slow = "test-card-slow"
    /// It never says anything.
    case silent = "test-card-silent"
    /// It says yes, and says it again.
    case twice = "test-card-twice"
}

/// Kinds of problems (``Problem/type``) that order-service answers to `POST /orders` and what is below it.
package enum OrderProblem {
    /// 409: a price changed since the shopper agreed to it; `errors` name the lines. Show the cart.
    package static let priceChanged = "/problems/price-changed"
    /// 409: something is short; `errors` name the lines. Show the cart.
    package static let outOfStock = "/problems/out-of-stock"
    /// 409: nothing is in the cart.
    package static let emptyCart = "/problems/empty-cart"
    /// 409: it is too late to cancel the order.
    package static let tooLate = "/problems/too-late"
    /// 402: the card was declined. Only the release before says so; later ones reject the order.
    package static let paymentDeclined = "/problems/payment-declined"
    /// 409: another order of the same cart was received just now. Only the release before says so.
    package static let alreadyOrdered = "/problems/already-ordered"
    /// 503: the order is written down, no more. Only the release before says so.
    package static let pending = "/problems/order-pending"
    /// 503: more is ordered than can be followed up in time; nothing was ordered. Try again.
    package static let tooMuchAtOnce = "/problems/too-much-at-once"
    /// 422: the same key was used for another request.
    package static let keyReused = "/problems/idempotency-key-reused"
}
