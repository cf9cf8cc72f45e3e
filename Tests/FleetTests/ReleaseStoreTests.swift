import Fleet
import FoundationEssentials
import Glibc
import Testing

@Suite struct ReleaseStoreTests {
    @Test func aReleaseHoldsWhatItsProcessNeeds() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            let staging = try workshop.store.stage(workshop.build, at: workshop.start)
            let release = staging.release
            #expect(staging == .new(release))
            #expect(release.version == "1-a31d074")
            #expect(release.staged == workshop.start)
            let home = workshop.store.folder(of: release)
            #expect(home == workshop.releases + "/1-a31d074")
            #expect(workshop.text(home + "/Templates/parts/row.mustache") == "<td></td>")
            #expect(workshop.text(home + "/Public/kites/kites.css") == "p { }")
            #expect(workshop.text(home + "/openapi.json") == "{}")
            #expect(workshop.text(workshop.store.executable(of: release))?.contains("echo one") == true)
            #expect(try workshop.store.release(of: "kites", version: "1-a31d074") == release)
            #expect(workshop.store.releases(of: "kites") == [release])
            #expect(try workshop.store.history(of: "kites")[version: "1-a31d074"]?.outcome == .staged)
        }
    }

    @Test func aReleasesFilesAreReadOnlyAndItsExecutableRuns() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            let release = try workshop.stage("one")
            let home = workshop.store.folder(of: release)
            for file in ["Templates/page.mustache", "release.json", "openapi.json"] {
                #expect(try ReleaseWorkshop.status("\(home)/\(file)").st_mode & 0o777 == 0o444)
            }
            #expect(try ReleaseWorkshop.status(workshop.store.executable(of: release)).st_mode & 0o777 == 0o555)
        }
    }

    @Test func theBuildMayBeWrittenIntoAfterwards() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            let release = try workshop.stage("one")
            let descriptor = open(workshop.build.executable, O_WRONLY)
            #expect(write(descriptor, "garbage", 7) == 7)
            close(descriptor)
            #expect(workshop.text(workshop.store.executable(of: release))?.hasPrefix("#!/bin/sh") == true)
        }
    }

    @Test func anUnchangedBuildIsTheSameRelease() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            let release = try workshop.stage("one")
            var build = workshop.build
            build.commit = "another"
            #expect(try workshop.store.stage(build, at: workshop.start + 5) == .unchanged(release))
            #expect(workshop.folders == ["1-a31d074"])
        }
    }

    @Test(arguments: [
        ("project/Templates/parts/row.mustache", "<td>!</td>"), ("project/Templates/new.mustache", ""),
        ("project/openapi.json", "[]"), ("build/kites", "#!/bin/sh\necho two\n"),
    ])
    func anyChangeMakesANewRelease(path: String, text: String) async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            try workshop.stage("one")
            try workshop.write(path, text, mode: 0o755)
            #expect(try workshop.stage("one").version == "2-a31d074")
        }
    }

    @Test(arguments: ["project/Templates/.page.swp", "project/Templates/page.mustache~", "project/elsewhere.txt"])
    func whatDoesNotBelongToItChangesNothing(path: String) async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            try workshop.stage("one")
            try workshop.write(path, "x")
            #expect(try workshop.stage("one").version == "1-a31d074")
        }
    }

    @Test func releasesOfOneExecutableShareIt() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            let files = try [workshop.stage("one"), workshop.stage("two")].map(workshop.store.executable(of:))
            #expect(try ReleaseWorkshop.status(files[0]).st_ino == ReleaseWorkshop.status(files[1]).st_ino)
            #expect(
                try ReleaseWorkshop.status(files[0]).st_ino
                    != ReleaseWorkshop.status(workshop.build.executable).st_ino)
            try workshop.write("build/kites", "#!/bin/sh\necho three\n", mode: 0o755)
            let third = try workshop.store.executable(of: workshop.stage("two"))
            #expect(try ReleaseWorkshop.status(files[0]).st_ino != ReleaseWorkshop.status(third).st_ino)
        }
    }

    @Test func numbersAreNeverUsedAgain() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            for text in ["one", "two", "three"] { try workshop.stage(text) }
            try FileManager.default.removeItem(atPath: workshop.releases + "/3-a31d074")
            #expect(try workshop.stage("four").version == "4-a31d074")
            try FileManager.default.removeItem(atPath: workshop.releases + "/history.json")
            #expect(try workshop.stage("five").version == "5-a31d074")
        }
    }

    @Test(arguments: [
        ("a31d074-dirty", "1-a31d074-dirty"), ("../../etc", "1-....etc"), ("", "1-dev"), ("v1.2/ä", "1-v1.2"),
    ])
    func aVersionIsTheNameOfOneFolder(commit: String, expected: String) async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            var build = workshop.build
            build.commit = commit
            #expect(try workshop.store.stage(build, at: workshop.start).release.version == expected)
            #expect(workshop.folders == [expected])
        }
    }

    @Test(arguments: ["", "1", "x-1", "0-a", "01-a", "-1-a", "1-../../x", ".draft-1"])
    func whatNamesNoReleaseIsUnknown(version: String) async throws {
        try await withScratchFolder { folder in
            let store = try ReleaseWorkshop(in: folder).store
            #expect(throws: ReleaseError.unknownRelease(process: "kites", version: version)) {
                try store.release(of: "kites", version: version)
            }
        }
    }

    @Test func processesCountForThemselves() async throws {
        try await withScratchFolder { folder in
            let workshop = try ReleaseWorkshop(in: folder)
            try workshop.stage("one")
            var other = workshop.build
            other.name = "birds"
            #expect(try workshop.store.stage(other, at: workshop.start).release.version == "1-a31d074")
        }
    }
}
