import Composition
import FragmentContract
import HTTPTypes
import Synchronization
import TestSupport
import Testing
import Wire

/// Pages while the fragment server has release 1 in full service and release 2 on trial.
@Suite struct ReleasesTests {
    @Test func aVisitorGetsOneReleaseAndNeverTheOthersPiece() async throws {
        try await TwoReleases.run { shop in
            for _ in 0..<2 {
                for (release, bucket) in [("1", shop.settled), ("2", shop.candidate), ("1", nil)] {
                    let part = try await shop.page(bucket).part("t.side")
                    #expect(part?.text == "<p>side \(release)</p>")
                    #expect(part?.attributes["data-release"] == release)
                }
            }
            #expect(shop.old.questions("/side").count == 1 && shop.new.questions("/side").count == 1)
        }
    }

    @Test(arguments: [(25, "75", "25"), (100, nil, "100")])
    func aPieceSaysHowManyVisitorsItsReleaseHas(share: Int, old: String?, new: String) async throws {
        try await TwoReleases.run(share: share) { shop in
            if let old {
                let part = try await shop.page(shop.settled).part("t.side")
                #expect(part?.attributes["data-release"] == "1" && part?.attributes["data-share"] == old)
            }
            let part = try await shop.page(shop.candidate).part("t.side")
            #expect(part?.attributes["data-release"] == "2" && part?.attributes["data-share"] == new)
        }
    }

    @Test func anEntityTagIsShownToItsOwnReleaseOnly() async throws {
        try await TwoReleases.run { shop in
            for (server, tag) in [(shop.old, "one"), (shop.new, "two")] {
                server.on("/side") { question in
                    question["if-none-match"] == "\"\(tag)\""
                        ? .answer("", status: 304) : .html("<p>\(tag)</p>", "max-age=0", "etag: \"\(tag)\"")
                }
            }
            for _ in 0..<2 {
                let (one, two) = (try await shop.page(shop.settled), try await shop.page(shop.candidate))
                #expect(one.part("t.side")?.text == "<p>one</p>")
                #expect(two.part("t.side")?.text == "<p>two</p>")
            }
            #expect(shop.old.questions("/side").map { $0["if-none-match"] } == [nil, "\"one\""])
            #expect(shop.new.questions("/side").map { $0["if-none-match"] } == [nil, "\"two\""])
        }
    }

    @Test(arguments: [
        (ScriptedServer.Behaviour.answer("no", status: 500), "status-500"),
        (.answer("{}", type: "application/json"), "not-html"),
        (.html("<p>half <b"), "truncated"), (.html("<h1>main</h1></div>"), "garbled"), (.hangUp, "broken-off"),
        (.silence, "timeout"), (.drip, "timeout"),
        (.bytes(Array("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhal".utf8)), "broken-off"),
    ])
    func whatACandidateFailsTheReleaseInServiceAnswers(_ fault: ScriptedServer.Behaviour, _ reason: String) async throws
    {
        try await TwoReleases.run(deadline: 2_000) { shop in
            shop.new.on("/main", fault)
            let page = try await shop.page(shop.candidate)
            let part = page.part("t.main")
            #expect(page.status == 200 && part?.text == "<h1>main 1</h1>" && part?.attributes["data-release"] == "1")
            let counts = shop.ledger.snapshot()
            let rescued = counts[ReleaseID("t-server", "2")]?.rescued ?? [:]
            #expect(rescued.values.reduce(0, +) == 1 && (rescued[reason] == 1 || reason == "broken-off"), "\(rescued)")
            #expect(counts[ReleaseID("t-server", "1")]?.served == 1)
        }
    }

    /// The last step of a rollout: everybody has the new release, and the one before is still there.
    @Test(arguments: [
        ScriptedServer.Behaviour.answer("no", status: 500), .html("<h1>main</h1></div>"), .hangUp, .silence,
    ])
    func whatTheNewReleaseFailsTheOneBeforeAnswersAtTheLastStepToo(_ fault: ScriptedServer.Behaviour) async throws {
        try await TwoReleases.run(deadline: 2_000, share: 100) { shop in
            for bucket in [shop.settled, shop.candidate, nil] {
                #expect(try await shop.page(bucket).part("t.main")?.text == "<h1>main 2</h1>")
            }
            shop.new.on("/main", fault)
            for bucket in [shop.settled, nil] {
                let page = try await shop.page(bucket)
                let part = page.part("t.main")
                #expect(page.status == 200 && part?.text == "<h1>main 1</h1>")
                #expect(part?.attributes["data-release"] == "1")
            }
        }
    }

    @Test func aSlowCandidateHasHalfTheTime() async throws {
        try await TwoReleases.run(deadline: 1_000) { shop in
            shop.new.on("/main", .silence)
            let page = try await shop.page(shop.candidate)
            #expect(page.status == 200 && page.time >= .milliseconds(400) && page.time < .milliseconds(900))
        }
    }

    @Test func thereIsNoPageOnlyIfBothFail() async throws {
        try await TwoReleases.run(deadline: 2_000) { shop in
            shop.new.on("/main", .answer("no", status: 500))
            shop.old.on("/main", .answer("no", status: 503))
            let (two, one) = (try await shop.page(shop.candidate), try await shop.page(shop.settled))
            #expect(one.status == 503 && two.status == 503)
            #expect(shop.ledger.snapshot()[ReleaseID("t-server", "2")]?.missing == ["status-500": 1])
            #expect(shop.ledger.snapshot()[ReleaseID("t-server", "1")]?.missing == ["status-503": 1])
        }
    }

    @Test func anOlderPieceOfAnotherReleaseIsBetterThanNone() async throws {
        try await TwoReleases.run(deadline: 2_000) { shop in
            shop.old.on("/side", .html("<p>side 1</p>", "max-age=0, stale-if-error=60", "shop-release: 1"))
            _ = try await shop.page(shop.settled)
            shop.old.on("/side", .answer("no", status: 500))
            shop.new.on("/side", .answer("no", status: 500))
            let part = try await shop.page(shop.candidate).part("t.side")
            #expect(part?.state == "last-good" && part?.text == "<p>side 1</p>")
            #expect(part?.attributes["data-release"] == "1")
        }
    }

    @Test func aTroubledCandidateDoesNotCutOffTheOther() async throws {
        try await TwoReleases.run { shop in
            shop.new.on("/main", .answer("no", status: 500))
            for _ in 0..<30 {
                let page = try await shop.page(shop.candidate)
                #expect(page.status == 200)
            }
            let page = try await shop.page(shop.settled)
            #expect(page.part("t.main")?.text == "<h1>main 1</h1>")
        }
    }

    @Test func mendedMarkupIsCounted() async throws {
        try await TwoReleases.run { shop in
            shop.new.on("/side", .html("<p onclick=\"x\">side<b></p>"))
            _ = try await shop.page(shop.candidate)
            #expect((shop.ledger.snapshot()[ReleaseID("t-server", "2")]?.mended ?? 0) >= 2)
        }
    }
}

/// A composer over two scripted servers, one a release.
struct TwoReleases: Sendable {
    let old = ScriptedServer()
    let new = ScriptedServer()
    let ledger = FragmentLedger()
    /// Visitors of the one and the other.
    let settled: Int
    let candidate: Int
    private let site: SiteBox
    private let composer: Composer

    private final class SiteBox: Sendable {
        let site: Mutex<ReleasedSite>

        init(_ site: ReleasedSite) { self.site = Mutex(site) }
    }

    static func run(
        deadline: Int = 20_000, share: Int = 50,
        _ body: @escaping @Sendable (TwoReleases) async throws -> Void
    ) async throws {
        let board = DirectoryBoard()
        let shop = try TwoReleases(board, deadline: deadline)
        for (server, release) in [(shop.old, "1"), (shop.new, "2")] {
            for (name, tag) in [("main", "h1"), ("side", "p")] {
                let fields = "shop-release: \(release)"
                let text = "<\(tag)>\(name) \(release)</\(tag)>"
                server.on("/\(name)", .html(text, name == "side" ? "max-age=60" : nil, fields))
            }
        }
        try await RawServer.run {
            try await shop.old.serve($0)
        } _: { one in
            try await RawServer.run {
                try await shop.new.serve($0)
            } _: { two in
                board.update { $0 = Directory([Self.instance("1", one, 100), Self.instance("2", two, share)]) }
                shop.site.site.withLock { _ = $0.take(board.directory, at: .now) }
                try await body(shop)
            }
        }
    }

    private static func instance(_ release: String, _ address: Address, _ share: Int) -> Instance {
        Instance(
            id: release, service: "t-server", address: address, release: release, share: share, servesFragments: true)
    }

    private init(_ board: DirectoryBoard, deadline: Int) throws {
        var site = ReleasedSite(layouts: ["page"])
        for release in ["1", "2"] {
            let reasons = site.offer(
                FragmentManifest(
                    server: "t-server", team: "t", release: release,
                    pages: [PageDeclaration(route: "/", layout: "page", primary: "t.main", title: "Main")],
                    fragments: [TestShop.main, TestShop.side]),
                from: "t-server")
            guard reasons.isEmpty else { throw TestShop.Refused(reasons: reasons) }
        }
        self.site = SiteBox(site)
        let buckets = 0..<ReleaseChoice.bucketCount
        func place(_ bucket: Int) -> Int { ReleaseChoice.place(of: bucket, in: "t-server") }
        settled = buckets.first { place($0) >= 5_000 } ?? 0
        candidate = buckets.first { place($0) < 2_500 } ?? 0
        let layout = TestShop.layout.replacing("20000", with: "\(deadline)")
        composer = Composer(
            layouts: [
                "page": try Layout(name: "page", source: layout),
                "not-found": try Layout(name: "not-found", source: TestShop.errorLayout, needsPrimary: false),
                "unavailable": try Layout(name: "unavailable", source: TestShop.errorLayout, needsPrimary: false),
            ],
            sharedAssets: [],
            resolver: FragmentResolver(
                fetcher: WireFetcher(discovery: board), cache: FragmentCache(), ledger: ledger))
    }

    func page(_ bucket: Int?) async throws -> ShownPage {
        let start = ContinuousClock.now
        return try await RequestScope.$current.withValue(RequestScope(trace: .root(), bucket: bucket)) {
            let map = site.site.withLock { $0.map(for: bucket) }
            let page = await composer.compose(PageRequest(path: []), site: map)
            return ShownPage(page, try await page.body.text(), start.duration(to: .now))
        }
    }
}
