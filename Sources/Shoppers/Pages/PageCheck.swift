/// Whether a page is whole: what came, where it came from, its end, and its parts.
package enum PageCheck {
    /// What is wrong with the page that a step ended on; of a page that is none, only that.
    static func failures(of kind: StepKind, _ arrival: Browser.Arrival, _ facts: PageFacts) -> [Failure] {
        let answer = arrival.answer
        func failure(_ kind: FailureKind, _ detail: String) -> Failure {
            Failure(kind, detail, at: arrival.target, in: answer)
        }
        guard answer.status == 200 else { return [failure(.status, "status \(answer.status)")] }
        guard answer.mediaType == "text/html" else { return [failure(.notHTML, answer.mediaType)] }
        var kind = kind
        if !isExpected(arrival.target, of: kind) {
            guard let place = Detour(arrival.target) else {
                return [failure(.redirect, "instead of \(kind.place)")]
            }
            if let failed = place.failure { return [failure(failed, place.notice)] }
            kind = .cart
        }
        return faults(of: facts, required: kind.requiredFragments).map { failure($0.kind, $0.detail) }
    }

    /// What is wrong with a page by itself.
    package static func faults(of facts: PageFacts, required: [String]) -> [(kind: FailureKind, detail: String)] {
        var faults: [(FailureKind, String)] = []
        if !facts.isEnded { faults.append((.cutOff, "no </html> at the end")) }
        let unfilled = facts.slots.subtracting(facts.patches).sorted()
        if !unfilled.isEmpty { faults.append((.cutOff, "late parts \(unfilled.joined(separator: ", ")) never came")) }
        for name in required {
            let places = facts.fragments.filter { $0.name == name }
            if places.isEmpty {
                faults.append((.fragmentMissing, "\(name) is not there"))
            } else if let bad = places.first(where: { !$0.isUseful }) {
                faults.append((.fragmentMissing, "\(name): \(bad.state) \(bad.reason ?? "")"))
            }
        }
        return faults
    }

    /// Parts that a page does without for now.
    package static func degraded(_ facts: PageFacts) -> [String] {
        facts.fragments.filter { !$0.isUseful || $0.state == "last-good" }.map { "\($0.name) \($0.state)" }
    }

    private static func isExpected(_ target: String, of kind: StepKind) -> Bool {
        let path = target.prefix { $0 != "?" }
        let isAtPlace =
            kind.place.hasSuffix("/") && kind.place.count > 1
            ? path.hasPrefix(kind.place)
            : path == kind.place || kind.place == "/products" && path.hasPrefix("/products/")
        return isAtPlace && Detour.notice(in: target) == nil && !target.contains("retry=1")
    }
}

/// A page of the shop that says why something was not done.
package struct Detour: Sendable, Hashable {
    package let notice: String

    /// Nil for a place where the shop sends nobody with a reason.
    package init?(_ target: String) {
        if let notice = Self.notice(in: target) {
            self.notice = notice
        } else if target == "/checkout/checkout?retry=1" {
            notice = Self.formAgain
        } else {
            return nil
        }
    }

    private static let formAgain = "the form came back"

    var isFormAgain: Bool { notice == Self.formAgain }

    /// Nil where it is part of shopping: others were quicker.
    package var failure: FailureKind? {
        switch notice {
        case "out-of-stock": nil
        case "unavailable", Self.formAgain: .unavailable
        default: .refused
        }
    }

    static func notice(in target: String) -> String? {
        guard target.hasPrefix("/checkout/cart?notice=") else { return nil }
        return String(target.dropFirst("/checkout/cart?notice=".count))
    }
}
