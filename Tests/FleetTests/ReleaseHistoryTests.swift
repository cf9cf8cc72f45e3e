import Fleet
import FoundationEssentials
import Testing

@Suite struct ReleaseHistoryTests {
    private static let start = Date(timeIntervalSince1970: 1_700_000_000)

    private static func release(_ number: Int, _ print: String? = nil) -> Release {
        Release(
            name: "kites", number: number, commit: "c", built: start, staged: start,
            fingerprint: ReleaseFingerprint(executable: print ?? "\(number)", files: "f"))
    }

    /// A history in which the releases 1 to `count` served, one after the other.
    private static func history(of count: Int) throws -> ReleaseHistory {
        var history = ReleaseHistory()
        for number in 1...count {
            history.add(release(number))
            try history.serve("\(number)-c", of: "kites", at: start + Double(number))
        }
        return history
    }

    @Test func theLastCompletedReleaseServes() throws {
        let history = try Self.history(of: 3)
        #expect(history.current?.version == "3-c")
        #expect(history.previous?.version == "2-c")
        #expect(history.entries.map(\.outcome) == [.retired, .retired, .serving])
        #expect(history.lastNumber == 3)
    }

    /// Each step of a rollout, as the file holds it: whoever reads it then starts the same release.
    @Test(arguments: 0...3)
    func aSupervisorKilledAtAnyStepLeavesOneAnswer(step: Int) async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            let old = try workshop.stage("one").version
            try workshop.store.updateHistory(of: "kites") { history throws(ReleaseError) in
                try history.serve(old, of: "kites", at: workshop.start)
            }
            var new = ""
            if step >= 1 { new = try workshop.stage("two").version }
            if step >= 2 {
                try workshop.store.updateHistory(of: "kites") { history throws(ReleaseError) in
                    try history.begin(new, of: "kites", at: workshop.start + 1)
                }
            }
            if step >= 3 {
                try workshop.store.updateHistory(of: "kites") { history throws(ReleaseError) in
                    try history.serve(new, of: "kites", at: workshop.start + 2)
                }
            }
            try workshop.write("home/releases/kites/history.json.draft", "{ half")
            let again = ReleaseStore(home: FleetHome(path: folder + "/home"))
            var history = try again.history(of: "kites")
            #expect(history.current?.version == (step >= 3 ? new : old))
            #expect(history.abandonRollout() == (step == 2 ? new : nil))
            #expect(history.current?.version == (step >= 3 ? new : old))
            #expect(history.rollout == nil)
            if step == 2 { #expect(history[version: new]?.outcome == .staged) }
        }
    }

    @Test(arguments: [
        ReleaseHistory.Outcome.refused(reason: "crashed"), .rolledBack(reason: "10 of 10 requests failed"),
    ])
    func aBadBuildIsRecognised(outcome: ReleaseHistory.Outcome) throws {
        var history = try Self.history(of: 1)
        history.add(Self.release(2))
        try history.begin("2-c", of: "kites", at: Self.start)
        history.reject("2-c", outcome, at: Self.start + 9)
        #expect(history.rollout == nil)
        #expect(history.current?.version == "1-c")
        #expect(history.rejection(of: Self.release(2).fingerprint)?.outcome == outcome)
        #expect(history.rejection(of: Self.release(1).fingerprint) == nil)
        #expect(history.rejection(of: Self.release(3).fingerprint) == nil)
    }

    /// Its supervisor may be killed while everything is undone.
    @Test func aBadBuildIsRecognisedThoughItsRolloutDoesNotEnd() throws {
        var history = try Self.history(of: 1)
        history.add(Self.release(2))
        try history.begin("2-c", of: "kites", at: Self.start)
        history.condemn("2-c", .rolledBack(reason: "slow"), at: Self.start + 9)
        #expect(history.abandonRollout() == "2-c" && history.current?.version == "1-c")
        #expect(history.rejection(of: Self.release(2).fingerprint)?.version == "2-c")
    }

    @Test func whatIsUnderwayIsSaidSo() throws {
        var history = try Self.history(of: 1)
        history.add(Self.release(2))
        func words() -> String { history.entries.last.map { history.words(for: $0) } ?? "" }
        #expect(words() == "is staged")
        try history.begin("2-c", of: "kites", at: Self.start)
        #expect(words() == "is being rolled out")
        history.condemn("2-c", .rolledBack(reason: "slow"), at: Self.start)
        #expect(words() == "is being taken back: slow")
        history.reject("2-c", .rolledBack(reason: "slow"), at: Self.start)
        #expect(words() == "was rolled back: slow")
    }

    @Test func aBadBuildThatServesAfterAllIsGood() throws {
        var history = try Self.history(of: 2)
        history.add(Self.release(3))
        history.reject("3-c", .refused(reason: "x"), at: Self.start)
        try history.serve("3-c", of: "kites", at: Self.start + 9)
        #expect(history.rejection(of: Self.release(3).fingerprint) == nil)
    }

    @Test func theReleaseThatServesCannotBeRejected() throws {
        var history = try Self.history(of: 1)
        history.reject("1-c", .refused(reason: "x"), at: Self.start)
        #expect(history.current?.version == "1-c")
    }

    @Test func aRollbackGoesFurtherBackEachTime() throws {
        var history = try Self.history(of: 3)
        try history.serve("2-c", of: "kites", at: Self.start + 10, takenBack: "the operator went back")
        #expect(history.current?.version == "2-c")
        #expect(history[version: "3-c"]?.outcome == .rolledBack(reason: "the operator went back"))
        #expect(history.rejection(of: Self.release(3).fingerprint)?.version == "3-c")
        #expect(history.previous?.version == "1-c")
    }

    /// Whoever names a newer release goes forward again.
    @Test func aRollbackToANewerReleaseBlamesNone() throws {
        var history = try Self.history(of: 3)
        try history.serve("2-c", of: "kites", at: Self.start + 10, takenBack: "the operator went back")
        try history.serve("3-c", of: "kites", at: Self.start + 11, takenBack: "the operator went back")
        #expect(history.current?.version == "3-c" && history.previous?.version == "2-c")
        #expect(history.entries.map(\.outcome) == [.retired, .retired, .serving])
    }

    @Test func servingAgainChangesNothing() throws {
        var history = try Self.history(of: 2)
        let before = history
        try history.serve("2-c", of: "kites", at: Self.start + 99)
        #expect(history == before)
    }

    @Test func anUnknownReleaseNeitherBeginsNorServes() throws {
        var history = try Self.history(of: 1)
        let before = history
        let unknown = ReleaseError.unknownRelease(process: "kites", version: "9-c")
        #expect(throws: unknown) { try history.begin("9-c", of: "kites", at: Self.start) }
        #expect(throws: unknown) { try history.serve("9-c", of: "kites", at: Self.start) }
        #expect(history == before)
    }

    @Test func itForgetsTheOldestButNeverWhatItNeeds() throws {
        var history = try Self.history(of: 2)
        for number in 3...200 { history.add(Self.release(number)) }
        #expect(history.entries.count == 50)
        #expect(history.current?.version == "2-c" && history.previous?.version == "1-c")
        #expect(history.lastNumber == 200)
    }
}
