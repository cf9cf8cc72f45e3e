import Composition
import FragmentContract
import Testing
import Wire

@Suite struct ReleasedSiteTests {
    private static let server = "a-fragments"
    private var site = ReleasedSite(layouts: ["shop"])
    private let start = ContinuousClock.now

    private static func instance(
        _ release: String, share: Int = 100, status: Instance.Status = .up, service: String = server
    ) -> Instance {
        Instance(
            id: "\(service)-\(release)", service: service, address: Address(host: "127.0.0.1", port: 1),
            release: release, status: status, share: share, servesFragments: true)
    }

    private mutating func take(_ instances: Instance..., retired: Set<String> = [], after seconds: Int = 0) {
        _ = site.take(Directory(instances, retired: retired), at: start + .seconds(seconds))
    }

    private mutating func offer(_ releases: String...) {
        for release in releases {
            let manifest = ManifestBookTests.manifest("a", release: release, pages: ["/\(release)"])
            #expect(site.offer(manifest, from: Self.server) == [])
        }
    }

    /// The release that a visitor gets.
    private mutating func release(for bucket: Int?) -> String? { site.map(for: bucket).fragments["a.main"]?.release }

    /// How many of a thousand visitors get a release.
    private mutating func share(of release: String) -> Int {
        (0..<1_000).count { self.release(for: $0 * 10) == release }
    }

    @Test mutating func aCandidateIsForItsShareAndBacksItselfByTheOther() {
        take(Self.instance("1"), Self.instance("2", share: 25))
        offer("1", "2")
        let share = share(of: "2")
        #expect((200...300).contains(share), "\(share)")
        let candidate = (0..<10_000).first { release(for: $0) == "2" }
        let fragment = site.map(for: candidate).fragments["a.main"]
        #expect(fragment?.standby?.release == "1")
        #expect(site.map(for: candidate).page(at: ["2"]) != nil && site.map(for: nil).page(at: ["1"]) != nil)
        #expect(release(for: nil) == "1" && site.map(for: nil).fragments["a.main"]?.standby == nil)
    }

    @Test mutating func aCandidateWithoutAManifestIsNotChosen() {
        take(Self.instance("1"), Self.instance("2", share: 50))
        offer("1")
        #expect(share(of: "1") == 1_000)
        #expect(site.offer(ManifestBookTests.manifest("a", release: "2", protocolVersion: 9), from: Self.server) != [])
        #expect(share(of: "1") == 1_000)
    }

    @Test mutating func everyChangeOfTheFleetIsATransitionForAWhile() {
        #expect(!site.isInTransition(at: start))
        let (one, other) = (Self.instance("1"), Self.instance("1", service: "b-service"))
        let directories: [[Instance]] = [
            [one], [one, other], [one, Self.instance("1", status: .outOfService, service: "b-service")], [one], [],
        ]
        for (index, instances) in directories.enumerated() {
            let now = start + .seconds(100 * index)
            _ = site.take(Directory(instances), at: now)
            _ = site.take(Directory(instances), at: now + .milliseconds(1_900))
            #expect(site.isInTransition(at: now) && site.isInTransition(at: now + .milliseconds(1_999)))
            #expect(!site.isInTransition(at: now + ReleasedSite.transition))
        }
    }

    @Test mutating func whatIsNotUpIsNotChosen() {
        take(Self.instance("1"), Self.instance("2", share: 50, status: .starting))
        offer("1", "2")
        #expect(share(of: "1") == 1_000)
        take(Self.instance("1", status: .outOfService), Self.instance("2"))
        #expect(share(of: "2") == 1_000)
    }

    @Test mutating func aReleaseInFullServiceTakesOver() {
        take(Self.instance("1"), Self.instance("2", share: 50))
        offer("1", "2")
        take(Self.instance("1"), Self.instance("2"))
        #expect(share(of: "2") == 1_000)
        // It is backed by the one before until that is taken out.
        #expect(site.map(for: 7).fragments["a.main"]?.standby?.release == "1")
        take(Self.instance("1", status: .outOfService), Self.instance("2"))
        #expect(share(of: "2") == 1_000 && site.map(for: 7).fragments["a.main"]?.standby == nil)
        take(Self.instance("1"))
        #expect(share(of: "1") == 1_000)
    }

    @Test mutating func aReleaseWithoutInstancesIsForgottenAfterAWhile() {
        take(Self.instance("1"))
        offer("1")
        take(Self.instance("2"))
        offer("2")
        site.expire(at: start + .seconds(10))
        #expect(site.book.releases(of: Self.server) == ["2", "1"])
        site.expire(at: start + .seconds(31))
        #expect(site.book.releases(of: Self.server) == ["2"])
    }

    @Test mutating func aServerThatIsGoneKeepsItsLastPagesUntilItIsRetired() {
        take(Self.instance("1"))
        offer("1")
        take()
        site.expire(at: start + .seconds(3_600))
        #expect(site.map(for: 1).page(at: ["1"]) != nil)
        take(retired: [Self.server])
        #expect(site.map(for: 1).page(at: ["1"]) == nil)
    }

    @Test mutating func theReleaseInServiceStaysWhileNoneIsUp() {
        take(Self.instance("1"), Self.instance("2", status: .starting))
        offer("1", "2")
        take()
        #expect(release(for: nil) == "1")
    }

    @Test mutating func readinessWaitsForMoreThanACandidate() {
        take(Self.instance("1"), Self.instance("2", share: 5))
        offer("2")
        #expect(!site.isKnown(Self.server))
        offer("1")
        #expect(site.isKnown(Self.server))
    }

    private static let bucket = ReleaseChoice.overrideBuckets.lowerBound

    private static func override(_ release: String, service: String = server) -> Instance {
        var instance = instance(release, share: 0, service: service)
        instance.overrideBucket = bucket
        return instance
    }

    @Test mutating func anOverrideIsForItsVisitorWithoutAStandby() {
        take(Self.instance("1"), Self.override("2-own"))
        offer("1", "2-own")
        #expect(release(for: Self.bucket) == "2-own")
        #expect(site.map(for: Self.bucket).fragments["a.main"]?.standby == nil)
        #expect(release(for: nil) == "1" && release(for: Self.bucket + 1) == "1" && share(of: "1") == 1_000)
        take(Self.instance("1"))
        #expect(release(for: Self.bucket) == "1")
    }

    @Test mutating func anOverrideOfATeamThatIsNotThereYetIsInNobodysWay() {
        take(Self.override("1-own"))
        offer("1-own")
        #expect(release(for: Self.bucket) == "1-own" && release(for: nil) == nil && release(for: 7) == nil)
        #expect(!site.isKnown(Self.server))
        take()
        #expect(release(for: Self.bucket) == nil)
        let other = ManifestBookTests.manifest("b", release: "1", pages: ["/1-own"])
        #expect(site.offer(other, from: "b-fragments") == [])
    }

    @Test mutating func anOverrideDoesNotStandForTheShopsOwnRelease() {
        take(Self.instance("1"), Self.override("2-own"))
        offer("1", "2-own")
        take(Self.override("2-own"))
        site.expire(at: start + .seconds(3_600))
        #expect(release(for: nil) == "1")
        take(after: 3_600)
        site.expire(at: start + .seconds(7_200))
        #expect(site.book.releases(of: Self.server) == ["1"])
    }

    @Test mutating func anOverridesManifestThatComesLateIsStillAnOverrides() {
        take(Self.override("1-own"))
        take()
        offer("1-own")
        #expect(release(for: nil) == nil)
    }

    @Test mutating func anOverrideThatClashesIsRefused() {
        let service = "b-fragments"
        take(Self.instance("1"), Self.override("1-own", service: service))
        offer("1")
        let faults = site.offer(ManifestBookTests.manifest("b", release: "1-own", pages: ["/1"]), from: service)
        #expect(faults == ["page /1 belongs to a-fragments"])
        #expect(site.map(for: Self.bucket).fragments["b.main"] == nil)
    }
}
