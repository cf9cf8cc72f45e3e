/// What the figures say of a candidate.
package enum Verdict: Sendable, Equatable {
    case ok
    /// The reason names what is worse, with both figures.
    case worse(reason: String)
    /// Nothing is plainly bad, and the candidate has had too few requests to call it good.
    case undecided(requests: Int, needed: Int)
}

/// Compares a candidate's figures with those of the release before over the same time.
///
/// It is asked many times in a rollout, so that each answer must be all but certain: shares (failures, fallbacks,
/// complaints) are worse when chance would bring such a difference less than once in a million times *and* it is big
/// enough to matter. Latency and size are worse only by a multiple and by an absolute amount, in the middle and at the
/// end of the distribution, since two releases on a busy machine, or with other visitors, never look quite the same.
package struct Judge: Sendable, Equatable {
    /// Requests below which latency and size say nothing, of either release.
    package var minimumRequests: Int
    /// Whether both releases served in the same time. Where one followed the other (socket, writer), the machine may
    /// have had more to do meanwhile, and only what is far slower is held against the candidate.
    package var isSideBySide: Bool

    /// Chance may bring as much once in so many looks.
    private static let certainty = 1e-6
    /// A share is not worse by less than this.
    private static let margin = 0.01
    /// Fewer hits are accidents.
    private static let fewestHits = 3
    /// Where the release before has no figures, up to this share of bad answers is not held against the candidate.
    private static let tolerated = 0.2
    /// With so many requests, a release's visitors are a fair sample of all.
    private static let fairSample = 200

    package init(minimumRequests: Int = 20, isSideBySide: Bool = true) {
        self.minimumRequests = max(1, minimumRequests)
        self.isSideBySide = isSideBySide
    }

    package func compare(_ candidate: ReleaseFigures, with before: ReleaseFigures) -> Verdict {
        if let reason = share(of: candidate.failures, before.failures, candidate, before, "failed")
            ?? share(of: candidate.fallbacks, before.fallbacks, candidate, before, "were answered by a fallback")
            ?? share(of: candidate.complaints, before.complaints, candidate, before, "drew a complaint")
            ?? latency(candidate.latencies, before.latencies)
            ?? size(candidate, before)
        {
            return .worse(reason: reason)
        }
        return candidate.requests >= minimumRequests
            ? .ok : .undecided(requests: candidate.requests, needed: minimumRequests)
    }

    // MARK: Shares

    private func share(
        of count: Int, _ countBefore: Int, _ candidate: ReleaseFigures, _ before: ReleaseFigures, _ what: String
    ) -> String? {
        let hits = min(count, candidate.requests)
        let hitsBefore = min(countBefore, before.requests)
        guard hits >= Self.fewestHits else { return nil }
        let share = Double(hits) / Double(candidate.requests)
        let chance: Double
        if before.requests >= minimumRequests {
            guard share >= 2 * Double(hitsBefore) / Double(before.requests) + Self.margin else { return nil }
            chance = Likelihood.byChance(
                hits: hits, of: candidate.requests, otherHits: hitsBefore, of: before.requests)
        } else {
            guard share > Self.tolerated else { return nil }
            chance = Likelihood.byChance(hits: hits, of: candidate.requests, chance: Self.tolerated)
        }
        guard chance < Self.certainty else { return nil }
        return "\(hits) of \(candidate.requests) requests \(what), of the release before "
            + "\(hitsBefore) of \(before.requests)"
    }

    // MARK: Latency

    private func latency(_ candidate: LatencyHistogram, _ before: LatencyHistogram) -> String? {
        guard candidate.total >= minimumRequests, before.total >= minimumRequests,
            let median = candidate.quantile(0.5), let medianBefore = before.quantile(0.5),
            let late = candidate.quantile(0.9), let lateBefore = before.quantile(0.9)
        else { return nil }
        let middle = Self.isWorse(
            median, medianBefore, times: isSideBySide ? 5 : 7, above: isSideBySide ? 3 : 8)
        // A few visitors may want slow pages only; then the slow requests are as slow as ever.
        let end = Self.isWorse(late, lateBefore, times: 2.5, above: 4) || candidate.total >= Self.fairSample
        if middle && end { return Self.words("half", median, medianBefore) }
        if candidate.total >= Self.fairSample, Self.isWorse(late, lateBefore, times: 10, above: 250) {
            return Self.words("a tenth", late, lateBefore)
        }
        return nil
    }

    private static func isWorse(_ value: Double, _ before: Double, times factor: Double, above amount: Double) -> Bool {
        value >= before * factor && value >= before + amount
    }

    private static func words(_ part: String, _ value: Double, _ before: Double) -> String {
        "\(part) of the requests took longer than \(milliseconds(value)), of the release before than "
            + milliseconds(before)
    }

    private static func milliseconds(_ value: Double) -> String {
        guard value < 10 else { return "\(Int(value.rounded())) ms" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) ms"
    }

    // MARK: Size

    private func size(_ candidate: ReleaseFigures, _ before: ReleaseFigures) -> String? {
        let needed = max(2 * minimumRequests, 40)
        guard candidate.requests >= needed, before.requests >= needed else { return nil }
        let mean = candidate.bytes / candidate.requests
        let meanBefore = before.bytes / before.requests
        let isBloated = mean >= 5 * meanBefore && mean >= meanBefore + 20_000
        let isHollow = candidate.requests >= Self.fairSample && meanBefore >= 200 && mean <= meanBefore / 10
        guard isBloated || isHollow else { return nil }
        return "an answer has \(mean) bytes on average, of the release before \(meanBefore)"
    }
}
