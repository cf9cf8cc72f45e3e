import Fleet
import FoundationEssentials
import Testing

@Suite struct ReleasePruningTests {
    /// Seven releases; 2 serves, 1 served before it, 7 is being rolled out.
    private func workshop(in folder: String) throws -> ReleaseWorkshop {
        let workshop = try ReleaseWorkshop(in: folder)
        for number in 1...7 { try workshop.stage("\(number)") }
        try workshop.store.updateHistory(of: "kites") { history throws(ReleaseError) in
            try history.serve("1-a31d074", of: "kites", at: workshop.start)
            try history.serve("2-a31d074", of: "kites", at: workshop.start + 1)
            try history.begin("7-a31d074", of: "kites", at: workshop.start + 2)
        }
        return workshop
    }

    @Test(
        arguments: [
            (7, [], []), (5, [], []), (4, [], [3]), (2, [], [3, 4, 5]), (1, [], [3, 4, 5, 6]), (0, [], [3, 4, 5, 6]),
            (1, [4], [3, 5, 6]), (1, [3, 4, 5, 6], []),
        ] as [(Int, [Int], [Int])])
    func theOldestGoButNoneThatIsNeeded(keeping: Int, running: [Int], gone: [Int]) async throws {
        try await withScratchFolder { folder in
            let workshop = try workshop(in: folder)
            let used = Set(running.map { "\($0)-a31d074" })
            let versions = try workshop.store.prune("kites", keeping: keeping, used: used)
            #expect(versions == gone.map { "\($0)-a31d074" })
            #expect(workshop.folders == (1...7).filter { !gone.contains($0) }.map { "\($0)-a31d074" })
        }
    }

    @Test func aPrunedReleaseIsStillRecognisedAndItsNumberStaysItsOwn() async throws {
        try await withScratchFolder { folder in
            let workshop = try workshop(in: folder)
            let release = try workshop.store.release(of: "kites", version: "3-a31d074")
            try workshop.store.updateHistory(of: "kites") { history in
                history.reject("3-a31d074", .refused(reason: "never ready"), at: workshop.start)
            }
            try workshop.store.prune("kites", keeping: 1, used: [])
            let history = try workshop.store.history(of: "kites")
            #expect(history.rejection(of: release.fingerprint)?.version == "3-a31d074")
            #expect(try workshop.stage("3").version == "8-a31d074")
        }
    }

    @Test func aSharedExecutableOutlivesTheReleaseThatBroughtIt() async throws {
        try await withScratchFolder { folder in
            let workshop = try workshop(in: folder)
            try workshop.store.prune("kites", keeping: 1, used: [])
            let text = workshop.text(workshop.store.executable(of: "kites", version: "7-a31d074"))
            #expect(text?.contains("echo one") == true)
        }
    }

    @Test func aProcessWithoutReleasesHasNothingToPrune() async throws {
        try await withScratchFolder { folder in
            let store = try ReleaseWorkshop(in: folder).store
            #expect(try store.prune("kites", used: []).isEmpty)
        }
    }
}
