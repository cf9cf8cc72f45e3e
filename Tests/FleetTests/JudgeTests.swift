import Fleet
import Testing

@Suite struct JudgeTests {
    /// Figures whose latencies are `median` for nine of ten requests and `late` for the tenth.
    static func figures(
        _ requests: Int, failures: Int = 0, median: Double = 2, late: Double? = nil, bytes: Int = 4_000,
        fallbacks: Int = 0, complaints: Int = 0
    ) -> ReleaseFigures {
        var figures = ReleaseFigures()
        figures.requests = requests
        figures.failures = failures
        figures.bytes = requests * bytes
        figures.fallbacks = fallbacks
        figures.complaints = complaints
        for index in 0..<requests {
            figures.latencies.add(milliseconds: index % 10 > 7 ? late ?? median * 3 : median)
        }
        return figures
    }

    private static func verdict(_ judge: Judge, _ candidate: ReleaseFigures, _ before: ReleaseFigures) -> Verdict {
        var judge = judge
        judge.observe(candidate, before)
        return judge.verdict
    }

    @Test(arguments: [
        (figures(20, failures: 1), figures(380)),
        (figures(20, failures: 2), figures(380)),
        (figures(200, failures: 4), figures(3_000, failures: 10)),
        (figures(100, failures: 30), figures(100, failures: 28)),
        (figures(2_000, failures: 18), figures(2_000)),
        (figures(20, median: 8), figures(380)),
        (figures(20, median: 2, late: 500), figures(380)),
        (figures(20, median: 2), figures(380, median: 0.1)),
        (figures(50, median: 20, late: 25), figures(900, median: 2, late: 24)),
        (figures(40, bytes: 15_000), figures(400, bytes: 4_000)),
        (figures(60, bytes: 300), figures(400, bytes: 4_000)),
        (figures(400, bytes: 10), figures(400, bytes: 150)),
        (figures(100, fallbacks: 2), figures(1_900)),
        (figures(100, complaints: 2), figures(1_900)),
        (figures(25, failures: 3), figures(0)),
        (figures(25, median: 900), figures(0)),
        (figures(25, median: 900), figures(19)),
    ])
    func whatMayBeChanceIsNoFault(candidate: ReleaseFigures, before: ReleaseFigures) {
        #expect(Self.verdict(Judge(warmUp: 0, leastMoments: 1), candidate, before) == .ok)
    }

    @Test(arguments: [
        (figures(3, failures: 3), figures(200), "3 of 3 requests failed, of the release before 0 of 200"),
        (figures(6, failures: 6), figures(30), "6 of 6 requests failed, of the release before 0 of 30"),
        (figures(9, failures: 9), figures(0), "9 of 9 requests failed, of the release before 0 of 0"),
        (figures(100, failures: 10), figures(1_900), "10 of 100 requests failed"),
        (figures(100, failures: 60), figures(1_900, failures: 200), "60 of 100 requests failed"),
        (
            figures(20, median: 20), figures(380),
            "half of the requests took longer than 26 ms, of the release before than 2.2 ms"
        ),
        (figures(20, median: 5), figures(380, median: 0.5), "half of the requests took longer than"),
        (figures(250, median: 20, late: 30), figures(900, median: 2, late: 24), "half of the requests"),
        (figures(300, late: 2_000), figures(900), "a tenth of the requests took longer than"),
        (figures(40, bytes: 60_000), figures(400), "an answer has 60000 bytes on average, of the release before 4000"),
        (figures(200, bytes: 100), figures(400), "an answer has 100 bytes on average, of the release before 4000"),
        (figures(30, fallbacks: 8), figures(300), "8 of 30 requests were answered by a fallback"),
        (figures(30, complaints: 30), figures(300), "30 of 30 requests drew a complaint"),
        (figures(30, complaints: 300), figures(300), "30 of 30 requests drew a complaint"),
    ])
    func whatIsPlainlyWorseIsNamedWithBothFigures(
        candidate: ReleaseFigures, before: ReleaseFigures, reason: String
    ) {
        guard case .worse(let found) = Self.verdict(Judge(warmUp: 0, leastMoments: 1), candidate, before) else {
            Issue.record("it was not seen")
            return
        }
        #expect(found.contains(reason))
    }

    /// The shell's pages are kept by nobody: both releases are asked the same.
    @Test(arguments: [
        (400, 6_500, false), (400, 2_400, false), (199, 8_000, true), (400, 6_300, true), (400, 2_600, true),
    ])
    func whereNobodyKeepsAnswersTheyAreNeitherTwiceNorHalfAsLong(requests: Int, bytes: Int, isOK: Bool) {
        let (candidate, before) = (Self.figures(requests, bytes: bytes), Self.figures(900, bytes: 4_000))
        let judge = Judge(keepsAnswers: false, warmUp: 0, leastMoments: 1)
        #expect((Self.verdict(judge, candidate, before) == .ok) == isOK)
        #expect(Self.verdict(Judge(warmUp: 0, leastMoments: 1), candidate, before) == .ok)
    }

    @Test(arguments: [(0, 20, 20), (19, 20, 20), (30, 50, 50), (0, 0, 1)])
    func tooFewRequestsAreNoVerdict(requests: Int, minimum: Int, needed: Int) {
        let verdict = Self.verdict(
            Judge(minimumRequests: minimum, warmUp: 0), Self.figures(requests), Self.figures(900))
        #expect(verdict == .undecided(requests: requests, needed: needed))
    }

    @Test func whatGoesWrongInOneMomentIsNoFault() {
        var judge = Judge()
        for _ in 0..<3 { judge.observe(Self.figures(30, fallbacks: 10), Self.figures(180)) }
        #expect(judge.verdict == .ok)
        judge.observe(Self.figures(30, fallbacks: 1), Self.figures(180))
        #expect(judge.verdict != .ok)
    }

    @Test func aColdStartIsNoFault() {
        var judge = Judge()
        judge.observe(Self.figures(12, median: 200), Self.figures(200))
        judge.observe(Self.figures(30), Self.figures(600))
        #expect(judge.verdict == .ok)
    }

    /// Nearly all of the candidate's requests fall into a busy time, and nearly all of the others into a quiet one.
    @Test func aBusyTimeIsNoFaultOfWhoeverServesMostInIt() {
        var judge = Judge(warmUp: 0, leastMoments: 1)
        judge.observe(Self.figures(30), Self.figures(600))
        judge.observe(Self.figures(600, median: 40), Self.figures(30, median: 40))
        judge.observe(Self.figures(600, median: 40), Self.figures(0))
        #expect(judge.verdict == .ok)
        for _ in 0..<9 { judge.observe(Self.figures(60, median: 40), Self.figures(60)) }
        #expect(judge.verdict != .ok)
    }

    @Test func oneAfterTheOtherAMachineMayHaveBecomeBusy() {
        let slower = Self.figures(300, median: 12)
        let judge = Judge(isSideBySide: false, warmUp: 0)
        #expect(Self.verdict(judge, slower, Self.figures(300)) == .ok)
        #expect(Self.verdict(Judge(warmUp: 0, leastMoments: 1), slower, Self.figures(300)) != .ok)
        #expect(Self.verdict(judge, Self.figures(300, median: 20), Self.figures(300)) != .ok)
    }
}

@Suite struct LatencyHistogramTests {
    @Test func bucketsGrowByHalf() {
        #expect(LatencyHistogram.bounds.first == 0.1)
        for (lower, upper) in zip(LatencyHistogram.bounds, LatencyHistogram.bounds.dropFirst()) {
            #expect(abs(upper / lower - 1.5) < 1e-9)
        }
        #expect((60_000...70_000).contains(LatencyHistogram.bounds.last ?? 0))
    }

    @Test(arguments: [0.05, 0.1, 1, 7, 130, 5_000, 60_000])
    func aQuantileIsWithinItsBucket(milliseconds: Double) throws {
        var histogram = LatencyHistogram()
        for _ in 0..<9 { histogram.add(milliseconds: milliseconds) }
        for share in [0, 0.5, 0.99, 1] {
            let quantile = try #require(histogram.quantile(share))
            #expect(quantile <= max(0.1, milliseconds * 1.5) && quantile >= milliseconds / 1.5 - 0.1)
        }
    }

    @Test func quantilesAreInOrderAndSumsAddUp() throws {
        var low = LatencyHistogram()
        var high = LatencyHistogram()
        for step in 1...500 { low.add(.microseconds(step * 20)) }
        for step in 1...500 { high.add(.milliseconds(step * 1_000)) }
        let both = low + high
        #expect(both.total == 1_000)
        let quantiles = stride(from: 0, through: 1, by: 0.05).compactMap(both.quantile)
        #expect(quantiles == quantiles.sorted() && quantiles.count == 21)
        #expect(abs(try #require(low.quantile(0.5)) - 5) < 1)
        #expect(LatencyHistogram().quantile(0.5) == nil)
    }
}
