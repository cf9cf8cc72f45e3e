import Fleet
import FoundationEssentials
import Glibc
import Testing

/// What is left when staging or recording fails, or is killed.
@Suite struct ReleaseFailureTests {
    @Test func whatIsNotBuiltIsNamed() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            unlink(workshop.build.executable)
            let missing = ReleaseError.missingExecutable(process: "kites", path: workshop.build.executable)
            #expect(throws: missing) { try workshop.store.stage(workshop.build, at: workshop.start) }
            #expect(workshop.folders == [])
        }
    }

    @Test func aMissingFileIsNamed() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            unlink(folder + "/project/openapi.json")
            #expect(throws: ReleaseError.missingFile(process: "kites", path: "openapi.json")) {
                try workshop.store.stage(workshop.build, at: workshop.start)
            }
            #expect(workshop.folders == [])
        }
    }

    @Test func whatAKilledStagingLeftIsSweptByTheNext() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            try workshop.write("home/releases/kites/.draft-1/bin/kites", "half")
            try workshop.write("home/releases/kites/.pruned-0-x/bin/kites", "half")
            #expect(workshop.store.releases(of: "kites").isEmpty)
            #expect(try workshop.stage("one").version == "1-a31d074")
            #expect(workshop.folders == ["1-a31d074"])
        }
    }

    /// Killed between the rename and the history.
    @Test func aReleaseThatWasNotNotedIsNotedByTheNextStaging() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            let release = try workshop.stage("one")
            unlink(workshop.releases + "/history.json")
            #expect(try workshop.store.stage(workshop.build, at: workshop.start) == .unchanged(release))
            #expect(try workshop.store.history(of: "kites")[version: release.version]?.outcome == .staged)
        }
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            try workshop.write("home/releases", "not a folder")
            let error = #expect(throws: ReleaseError.self) { try workshop.stage("one") }
            guard case .unwritable(let path, let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(path.hasPrefix(folder + "/home/releases") && reason == "Not a directory")
        }
    }

    /// The device `/dev/full` answers every write as a full disk does (full(4)).
    @Test func aFullDiskLeavesTheHistoryAsItWas() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            let release = try workshop.stage("one")
            let file = workshop.releases + "/history.json"
            let before = workshop.text(file)
            try FileManager.default.createSymbolicLink(
                atPath: file + ".draft", withDestinationPath: "/dev/full")
            #expect(throws: ReleaseError.noSpace(path: file + ".draft")) {
                try workshop.store.updateHistory(of: "kites") { history throws(ReleaseError) in
                    try history.serve(release.version, of: "kites", at: workshop.start)
                }
            }
            #expect(before != nil && workshop.text(file) == before)
            #expect(workshop.folders == ["1-a31d074"])
        }
    }

    @Test func aDamagedHistoryIsNotOverwritten() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            try workshop.write("home/releases/kites/history.json", "{")
            let error = #expect(throws: ReleaseError.self) { try workshop.stage("one") }
            #expect(error?.description.contains("history.json is damaged") == true)
            #expect(workshop.text(workshop.releases + "/history.json") == "{")
            #expect(workshop.folders == [])
        }
    }

    @Test func twoCommandsDoNotStageAtOnce() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            try workshop.stage("one")
            let lock = open(workshop.releases + "/staging.lock", O_RDWR)
            try #require(flock(lock, LOCK_EX) == 0)
            #expect(throws: ReleaseError.busy(process: "kites")) { try workshop.stage("two") }
            close(lock)
            #expect(try workshop.stage("two").number == 2)
        }
    }

    @Test func changesOfTheHistoryDoNotOverwriteEachOther() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            let versions = try (0..<20).map { try workshop.stage("\($0)").version }
            await withDiscardingTaskGroup { group in
                for version in versions {
                    group.addTask {
                        try? workshop.store.updateHistory(of: "kites") { history in
                            history.reject(version, .refused(reason: "x"), at: workshop.start)
                        }
                    }
                }
            }
            let entries = try workshop.store.history(of: "kites").entries
            #expect(entries.count == 20 && entries.allSatisfy { $0.outcome == .refused(reason: "x") })
        }
    }
}
