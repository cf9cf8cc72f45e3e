/// What the figures say of a candidate.
package enum Verdict: Sendable, Equatable {
    case ok
    /// The reason names what is worse, with both figures.
    case worse(reason: String)
    /// Nothing is plainly bad, and the candidate has had too few requests to call it good.
    case undecided(requests: Int, needed: Int)
}

/// Compares a candidate's figures with those of the release before, span by span.
///
/// A span (a fraction of a second) counts for both with the same weight in what is compared of latency: a burst of work
/// on the machine that falls into a time when the candidate has most visitors is no fault of the candidate.
///
/// It is asked many times in a rollout, so that each answer must be all but certain: shares (failures, fallbacks,
/// complaints) are worse when chance would bring such a difference less than once in a million times *and* it is big
/// enough to matter. Latency and size are worse only by a multiple and by an absolute amount, in the middle and at the
/// end of the distribution, since two releases on a busy machine, or with other visitors, never look quite the same.
package struct Judge: Sendable, Equatable {
    /// Requests below which latency and size say nothing, of either release.
    package var minimumRequests: Int
    /// Whether both releases serve in the same time. Where one followed the other (socket, writer), the machine may
    /// have had more to do meanwhile, and only what is far slower is held against the candidate.
    package var isSideBySide: Bool
    /// Whether callers keep answers of either release. Then they ask the new one for much that they have of the one
    /// before, and only sizes that differ by far mean anything.
    package var keepsAnswers: Bool
    /// A process's first requests open connections and fill caches: the latencies of so many say nothing.
    package var warmUp: Int
    /// In how many spans something must have gone wrong: what went wrong in one moment only is the machine's, which
    /// has much to do when a release begins.
    package var leastMoments: Int

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

    private var candidate = ReleaseFigures()
    private var before = ReleaseFigures()
    /// The spans in which the candidate had some of each.
    private var moments = Moments()

    private struct Moments: Sendable, Equatable {
        var failures = 0
        var fallbacks = 0
        var complaints = 0
    }

    /// The buckets of the latencies, of both with the same weight for each span.
    private var latencies = [Double](repeating: 0, count: LatencyHistogram.bounds.count + 1)
    private var latenciesBefore = [Double](repeating: 0, count: LatencyHistogram.bounds.count + 1)

    package init(
        minimumRequests: Int = 20, isSideBySide: Bool = true, keepsAnswers: Bool = true, warmUp: Int = 10,
        leastMoments: Int = 4
    ) {
        self.minimumRequests = max(1, minimumRequests)
        self.isSideBySide = isSideBySide
        self.keepsAnswers = keepsAnswers
        self.warmUp = warmUp
        self.leastMoments = leastMoments
    }

    /// Adds what both releases did in a span. Where one follows the other, the span of the release before may be an
    /// earlier one, and empty later.
    package mutating func observe(_ candidate: ReleaseFigures, _ before: ReleaseFigures) {
        let isWarm = self.candidate.requests >= warmUp
        self.candidate = self.candidate + candidate
        self.before = self.before + before
        if candidate.failures > 0 { moments.failures += 1 }
        if candidate.fallbacks > 0 { moments.fallbacks += 1 }
        if candidate.complaints > 0 { moments.complaints += 1 }
        guard isWarm else { return }
        let total = Double(candidate.latencies.total)
        let totalBefore = Double(before.latencies.total)
        let weight = isSideBySide ? min(total, totalBefore) : 0
        for bucket in latencies.indices {
            let count = Double(candidate.latencies.counts[bucket])
            let countBefore = Double(before.latencies.counts[bucket])
            latencies[bucket] += isSideBySide ? count * weight / max(total, 1) : count
            latenciesBefore[bucket] += isSideBySide ? countBefore * weight / max(totalBefore, 1) : countBefore
        }
    }

    /// What all spans together say.
    package var verdict: Verdict {
        if let reason = share(of: candidate.failures, before.failures, "failed", in: moments.failures)
            ?? share(of: candidate.fallbacks, before.fallbacks, "were answered by a fallback", in: moments.fallbacks)
            ?? share(of: candidate.complaints, before.complaints, "drew a complaint", in: moments.complaints)
            ?? latency ?? size
        {
            return .worse(reason: reason)
        }
        return candidate.requests >= minimumRequests
            ? .ok : .undecided(requests: candidate.requests, needed: minimumRequests)
    }

    // MARK: Shares

    private func share(of count: Int, _ countBefore: Int, _ what: String, in moments: Int) -> String? {
        let hits = min(count, candidate.requests)
        let hitsBefore = min(countBefore, before.requests)
        guard hits >= Self.fewestHits, moments >= leastMoments else { return nil }
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

    private var latency: String? {
        let total = latencies.reduce(0, +)
        guard total >= Double(minimumRequests), latenciesBefore.reduce(0, +) >= Double(minimumRequests),
            let median = LatencyHistogram.quantile(0.5, of: latencies),
            let medianBefore = LatencyHistogram.quantile(0.5, of: latenciesBefore),
            let late = LatencyHistogram.quantile(0.9, of: latencies),
            let lateBefore = LatencyHistogram.quantile(0.9, of: latenciesBefore)
        else { return nil }
        let isFair = total >= Double(Self.fairSample)
        let middle = Self.isWorse(
            median, medianBefore, times: isSideBySide ? 5 : 7, above: isSideBySide ? 3 : 8)
        // A few visitors may want slow pages only; then the slow requests are as slow as ever.
        let end = Self.isWorse(late, lateBefore, times: 2.5, above: 4) || isFair
        if middle && end { return Self.words("half", median, medianBefore) }
        if isFair, Self.isWorse(late, lateBefore, times: 10, above: 250) {
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

    private var size: String? {
        let needed = max(2 * minimumRequests, 40)
        guard candidate.requests >= needed, before.requests >= needed else { return nil }
        let mean = candidate.bytes / candidate.requests
        let meanBefore = before.bytes / before.requests
        let isFair = min(candidate.requests, before.requests) >= Self.fairSample
        let isBloated = mean >= 5 * meanBefore && mean >= meanBefore + 20_000
        let isHollow = candidate.requests >= Self.fairSample && meanBefore >= 200 && mean <= meanBefore / 10
        // Pages twice or half as long, for the same questions: not all that is asked for are pages.
        let isUnlike =
            isSideBySide && !keepsAnswers && isFair && max(mean, meanBefore) >= 2_000
            && 10 * max(mean, meanBefore) >= 16 * min(mean, meanBefore)
        guard isBloated || isHollow || isUnlike else { return nil }
        return "an answer has \(mean) bytes on average, of the release before \(meanBefore)"
    }
}
