import Testing
import Wire

@Suite struct ReleaseChoiceTests {
    static func instance(
        _ release: String, share: Int = 100, _ status: Instance.Status = .up, id: String? = nil, port: Int = 1
    ) -> Instance {
        Instance(
            id: id ?? release, service: "decide-fragments", address: Address(host: "127.0.0.1", port: port),
            release: release, status: status, share: share)
    }

    @Test func onlyReleasesThatAreUpTakeCalls() {
        let instances = [Self.instance("1-a", .outOfService), Self.instance("2-b"), Self.instance("3-c", .starting)]
        #expect(ReleaseChoice.order(of: instances, bucket: 7) == ["2-b"])
        #expect(ReleaseChoice.order(of: [], bucket: 7) == [])
    }

    @Test func ofTwoInFullServiceTheNewerComesFirst() {
        let instances = [Self.instance("9-z"), Self.instance("10-a")]
        #expect(ReleaseChoice.order(of: instances, bucket: 7) == ["10-a", "9-z"])
    }

    @Test(arguments: [0, 1, 5, 25, 50, 99])
    func aCandidateGetsItsShareOfTheVisitors(share: Int) {
        let instances = [Self.instance("1-a"), Self.instance("2-b", share: share)]
        let visitors = (0..<ReleaseChoice.bucketCount).count {
            ReleaseChoice.order(of: instances, bucket: $0).first == "2-b"
        }
        #expect(abs(visitors - share * 100) < 150, "\(visitors)")
        if share == 0 { #expect(visitors == 0) }
    }

    @Test func whoHadTheCandidateKeepsItAsItsShareGrows() {
        var before: Set<Int> = []
        for share in [5, 25, 50] {
            let instances = [Self.instance("1-a"), Self.instance("2-b", share: share)]
            let now = Set(
                (0..<ReleaseChoice.bucketCount).filter {
                    ReleaseChoice.order(of: instances, bucket: $0).first == "2-b"
                })
            #expect(now.isSuperset(of: before))
            before = now
        }
    }

    @Test func aCallThatNoVisitorIsBehindGoesToTheReleaseInFullService() {
        let instances = [Self.instance("1-a"), Self.instance("2-b", share: 99)]
        #expect(ReleaseChoice.order(of: instances, bucket: nil) == ["1-a", "2-b"])
    }

    @Test func aCandidateAloneTakesAllCalls() {
        #expect(ReleaseChoice.order(of: [Self.instance("2-b", share: 5)], bucket: 9_999) == ["2-b"])
        #expect(!ReleaseChoice.isCandidate("2-b", among: [Self.instance("2-b", share: 5)]))
    }

    @Test func whoHasAllVisitorsIsOnTrialAsLongAsTheOneBeforeIsThere() {
        let both = [Self.instance("9-a"), Self.instance("10-b")]
        #expect(ReleaseChoice.isCandidate("10-b", among: both) && !ReleaseChoice.isCandidate("9-a", among: both))
        #expect(ReleaseChoice.standby(of: "10-b", among: both) == "9-a")
        #expect(ReleaseChoice.standby(of: "9-a", among: both) == nil)
        let alone = [Self.instance("9-a", .outOfService), Self.instance("10-b")]
        #expect(ReleaseChoice.standby(of: "10-b", among: alone) == nil)
        let canary = [Self.instance("9-a"), Self.instance("10-b", share: 5)]
        #expect(ReleaseChoice.standby(of: "10-b", among: canary) == "9-a")
        #expect(ReleaseChoice.standby(of: "9-a", among: canary) == nil)
    }

    @Test(
        arguments: [
            ([:], [:]), (["1-a": 100], ["1-a": 100]), (["1-a": 5], ["1-a": 100]),
            (["1-a": 100, "2-b": 5], ["1-a": 95, "2-b": 5]), (["1-a": 100, "2-b": 0], ["1-a": 100, "2-b": 0]),
            (["9-a": 100, "10-b": 100], ["9-a": 0, "10-b": 100]),
            (["1-a": 100, "2-b": 50, "3-c": 70], ["1-a": 0, "2-b": 30, "3-c": 70]),
            (["2-b": 5, "3-c": 20], ["2-b": 5, "3-c": 95]),
        ] as [([String: Int], [String: Int])])
    func theSharesOfTheVisitorsAreAHundredInAll(declared: [String: Int], shares: [String: Int]) {
        #expect(ReleaseChoice.shares(declared) == shares)
        // As the visitors themselves would say.
        let instances = declared.map { Self.instance($0, share: $1) } + [Self.instance("4-d", .outOfService)]
        var visitors: [String: Int] = [:]
        for bucket in 0..<ReleaseChoice.bucketCount {
            if let release = ReleaseChoice.order(of: instances, bucket: bucket).first {
                visitors[release, default: 0] += 1
            }
        }
        for (release, share) in ReleaseChoice.shares(of: instances) {
            #expect(abs(visitors[release, default: 0] - share * 100) < 150, "\(release): \(visitors)")
        }
    }

    @Test func theServicesOrderTheVisitorsDifferently() {
        let first = (0..<1_000).filter { ReleaseChoice.place(of: $0, in: "decide-fragments") < 500 }
        let second = (0..<1_000).filter { ReleaseChoice.place(of: $0, in: "checkout-fragments") < 500 }
        #expect(Set(first) != Set(second))
    }

    @Test(arguments: [("0", 0), ("9999", 9_999), ("10000", nil), ("-1", nil), ("x", nil), ("", nil)])
    func aBucketFromOutsideIsChecked(text: String, bucket: Int?) {
        #expect(ReleaseChoice.bucket(text) == bucket)
    }

    @Test func anOverrideIsThereForItsOwnVisitorAlone() {
        let bucket = ReleaseChoice.overrideBuckets.lowerBound + 7
        var override = Self.instance("1-own", share: 0)
        override.overrideBucket = bucket
        let instances = [Self.instance("1-a"), override]
        #expect(ReleaseChoice.order(of: instances, bucket: bucket) == ["1-own", "1-a"])
        for other in [nil, 7, bucket + 1] {
            #expect(ReleaseChoice.order(of: instances, bucket: other) == ["1-a"])
            #expect(ReleaseChoice.order(of: [override], bucket: other) == [])
        }
        #expect(!ReleaseChoice.isCandidate("1-own", among: instances))
        override.status = .down
        #expect(ReleaseChoice.order(of: [Self.instance("1-a"), override], bucket: bucket) == ["1-a"])
    }

    @Test(arguments: ["0", "9999", "10000", "9007199254740991", "4611686018427387904", "-1", "x"])
    func whatIsNoOverridesBucketIsNone(text: String) {
        #expect(ReleaseChoice.overrideBucket(text) == nil)
        #expect(ReleaseChoice.overrideBucket("9007199254740992") == 1 << 53)
    }
}
