/// What can go wrong for a shopper, each kind counted by itself.
package enum FailureKind: String, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
    // No whole answer came.
    case unreachable, reset, closed, truncated, timeout, malformed, neverSent
    // The answer is not what was asked for.
    case status, redirect, notHTML, unavailable, refused
    // The page is not whole.
    case cutOff, fragmentMissing
    // What the page names does not resolve.
    case assetStatus, assetType, assetIntegrity, assetBroken
    // What the shopper did is not there.
    case cartLost, orderLost, orderDoubled, orderUnsettled

    /// What it means for whoever reads the report.
    package var meaning: String {
        switch self {
        case .unreachable: "no connection could be made"
        case .reset: "the connection was reset before an answer"
        case .closed: "the connection was closed before an answer"
        case .truncated: "the answer broke off"
        case .timeout: "no whole answer in time"
        case .malformed: "the answer is malformed"
        case .neverSent: "nobody was free to send it until the end"
        case .status: "an unexpected status"
        case .redirect: "sent somewhere unexpected"
        case .notHTML: "the page is not HTML"
        case .unavailable: "the shop said that it cannot do it now"
        case .refused: "the shop refused what should be possible"
        case .cutOff: "the page does not end"
        case .fragmentMissing: "a required fragment is missing"
        case .assetStatus: "an asset does not resolve"
        case .assetType: "an asset has another type"
        case .assetIntegrity: "an asset differs from its integrity"
        case .assetBroken: "an asset's answer broke"
        case .cartLost: "a cart is not as it was left"
        case .orderLost: "an order is not there"
        case .orderDoubled: "an order was taken twice"
        case .orderUnsettled: "an order was never confirmed"
        }
    }

    package var family: FailureFamily {
        switch self {
        case .unreachable, .reset, .closed, .truncated, .timeout, .malformed, .neverSent, .status, .redirect, .notHTML,
            .unavailable, .refused:
            .request
        case .cutOff, .fragmentMissing: .page
        case .assetStatus, .assetType, .assetIntegrity, .assetBroken: .asset
        case .cartLost: .cart
        case .orderLost, .orderDoubled, .orderUnsettled: .order
        }
    }
}

/// The promises that failures break.
package enum FailureFamily: String, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
    case request, page, asset, cart, order
}

/// Something that went wrong, with what helps to find out why.
package struct Failure: Error, Sendable, Hashable {
    package let kind: FailureKind
    /// What was wrong, in a few words.
    package let detail: String
    /// Path and query that were asked for.
    package let target: String
    /// What the answer said about who made it.
    package var release: String?
    package var trace: String?

    package init(_ kind: FailureKind, _ detail: String, at target: String) {
        self.kind = kind
        self.detail = detail
        self.target = target
    }

    init(_ kind: FailureKind, _ detail: String, at target: String, in answer: WebAnswer) {
        self.init(kind, detail, at: target)
        release = answer.release
        trace = answer.trace
    }

    /// An exchange that brought no whole answer.
    init(_ broken: BrokenExchange, at target: String) {
        let amount = "after \(broken.received) bytes"
        switch broken.cause {
        case .unreachable(let reason): self.init(.unreachable, reason, at: target)
        case .timedOut: self.init(.timeout, amount, at: target)
        case .malformed(let reason): self.init(.malformed, reason, at: target)
        case .closed where broken.received > 0: self.init(.truncated, "closed \(amount)", at: target)
        case .reset where broken.received > 0: self.init(.truncated, "reset \(amount)", at: target)
        case .closed: self.init(.closed, "before any byte", at: target)
        case .reset: self.init(.reset, "before any byte", at: target)
        }
    }

    /// The same for a part of a page.
    var asAsset: Failure {
        guard kind.family == .request else { return self }
        var asset = Failure(.assetBroken, "\(kind.meaning): \(detail)", at: target)
        (asset.release, asset.trace) = (release, trace)
        return asset
    }
}
