import Fleet
import FoundationEssentials
import ShopCLI
import TestSupport
import Testing
import Wire

/// What the releases of a fleet expect of the one that is to come.
@Suite struct ContractsCheckTests {
    /// A project, the releases of a fleet, and a candidate of `winds` that answers `{"speed": 7}`.
    private struct Workshop {
        let folder: String
        let releases: ReleaseStore

        init(in folder: String) throws {
            self.folder = folder
            releases = ReleaseStore(home: FleetHome(path: folder + "/home"))
            try write("build/kites", "#!/bin/sh\n", mode: 0o755)
            try write("project/Sources/Kites/Templates/page.mustache", "<p></p>")
        }

        /// The project's folder has it that kites expects this field of winds from now on.
        func expect(_ field: String) throws {
            let contract = """
                {"consumer": "kites", "provider": "winds", "expectations": [{"name": "the wind",
                "request": {"method": "GET", "path": "/wind"}, "response": {"status": 200, "fields": {"\(field)":
                "whole number"}}}]}
                """
            try write("project/Sources/Kites/Expectations/winds.json", contract)
        }

        /// The project's folder has it that winds answers with this field from now on.
        func describe(_ field: String) throws {
            let document = """
                {"paths": {"/wind": {"get": {"responses": {"200": {"content": {"application/json": {"schema":
                {"type": "object", "required": ["\(field)"], "properties": {"\(field)": {"type": "integer"}}}}}}}}}}}
                """
            try write("project/Sources/Winds/openapi.json", document)
        }

        /// A release as the project's folder has it.
        func stage(
            _ name: String = "kites", _ files: [String] = ["Sources/Kites/Templates", "Sources/Kites/Expectations"]
        ) throws -> String {
            let build = ReleaseBuild(
                name: name, executable: folder + "/build/kites", root: folder + "/project", files: files, commit: "a")
            return try releases.stage(build, at: Date(timeIntervalSince1970: 1_000), evenIfUnchanged: true)
                .release.version
        }

        /// What is wrong with a release of kites beside others.
        func complaints(of release: String, beside others: [ProcessState]) async throws -> [String] {
            await ContractsCheck(root: folder + "/project", releases: releases).complaints(
                about: ProcessSpecification(name: "kites", team: "t"), release: release,
                at: Address(host: "127.0.0.1", port: 1), fleet: try fleet(of: others))
        }

        private func fleet(of instances: [ProcessState]) throws -> FleetState {
            FleetState(
                phase: .up, supervisor: try #require(ProcessIdentity.current), url: "http://127.0.0.1:1",
                release: "dev", started: Date(timeIntervalSince1970: 1_000), processes: instances)
        }

        func complaints(_ instances: [ProcessState]) async throws -> [String] {
            let fleet = try fleet(of: instances)
            let check = ContractsCheck(root: folder + "/project", releases: releases)
            let winds = ProcessSpecification(name: "winds", team: "t")
            return try await RawServer.run({ connection in
                while true {
                    _ = try await connection.read(through: "\r\n\r\n")
                    try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"speed\": 7}")
                }
            }) { address in
                await check.complaints(about: winds, release: "2-b", at: address, fleet: fleet)
            }
        }

        private func write(_ path: String, _ text: String, mode: Int = 0o644) throws {
            let file = "\(folder)/\(path)"
            try FileManager.default.createDirectory(
                atPath: String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: file))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        }
    }

    private static func kites(_ release: String, share: Int = 100, _ phase: ProcessState.Phase = .ready) -> ProcessState
    {
        instance("kites", release, share: share, phase)
    }

    private static func instance(
        _ name: String, _ release: String, share: Int = 100, _ phase: ProcessState.Phase = .ready
    ) -> ProcessState {
        ProcessState(
            id: "\(name)-\(release)", name: name, team: "t", address: "127.0.0.1:9", release: release, share: share,
            phase: phase)
    }

    private static func gust(_ releases: String) -> [String] {
        ["kites \(releases) expects `gust` to be a whole number in GET /wind: it is missing"]
    }

    @Test func aReleaseThatRunsIsAskedForWhatItExpectedWhenItWasMade() async throws {
        try await withScratchFolder { folder in
            let workshop = try Workshop(in: folder)
            try workshop.expect("gust")
            let first = try workshop.stage()
            try workshop.expect("speed")
            let second = try workshop.stage()
            #expect(try await workshop.complaints([Self.kites(first)]) == Self.gust(first))
            #expect(try await workshop.complaints([Self.kites(second)]) == [])
            // Both have visitors: the first one's miss something still.
            let both = [Self.kites(first), Self.kites(second, share: 5)]
            #expect(try await workshop.complaints(both) == Self.gust(first))
        }
    }

    @Test func whoeverExpectsTheSameIsNamedTogether() async throws {
        try await withScratchFolder { folder in
            let workshop = try Workshop(in: folder)
            try workshop.expect("gust")
            let releases = [try workshop.stage(), try workshop.stage()]
            let complaints = try await workshop.complaints(releases.map { Self.kites($0) })
            #expect(complaints == Self.gust(releases.joined(separator: " and ")))
        }
    }

    @Test(arguments: [(0, .ready), (100, .draining), (100, .stopped)] as [(Int, ProcessState.Phase)])
    func aReleaseThatNobodyGetsIsNotAsked(share: Int, phase: ProcessState.Phase) async throws {
        try await withScratchFolder { folder in
            let workshop = try Workshop(in: folder)
            try workshop.expect("gust")
            let release = try workshop.stage()
            #expect(try await workshop.complaints([Self.kites(release, share: share, phase)]) == [])
        }
    }

    @Test func aReleaseThatWasMadeWithoutAnyIsTakenToExpectWhatTheProjectSays() async throws {
        try await withScratchFolder { folder in
            let workshop = try Workshop(in: folder)
            let release = try workshop.stage("kites", ["Sources/Kites/Templates"])
            #expect(try await workshop.complaints([Self.kites(release)]) == [])
            try workshop.expect("gust")
            #expect(try await workshop.complaints([Self.kites(release)]) == Self.gust(release))
        }
    }

    @Test func whatCannotBeReadIsAComplaint() async throws {
        try await withScratchFolder { folder in
            let workshop = try Workshop(in: folder)
            try workshop.expect("speed\": 1, \"")
            let release = try workshop.stage()
            let complaints = try await workshop.complaints([Self.kites(release)])
            #expect(complaints.count == 1)
            #expect(complaints.first?.hasPrefix("what kites \(release) expects cannot be read: ") == true)
        }
    }

    // MARK: A consumer's own release

    @Test func aConsumerIsHeldAgainstWhatTheReleasesThatServeSayOfThemselves() async throws {
        try await withScratchFolder { folder in
            let workshop = try Workshop(in: folder)
            try workshop.expect("gust")
            let kites = try workshop.stage()
            #expect(try await workshop.complaints(of: kites, beside: []) == [])
            try workshop.describe("gust")
            let first = Self.instance("winds", try workshop.stage("winds", ["Sources/Winds/openapi.json"]))
            #expect(try await workshop.complaints(of: kites, beside: [first]) == [])
            try workshop.describe("speed")
            let version = try workshop.stage("winds", ["Sources/Winds/openapi.json"])
            let missing = "`gust` to be a whole number in GET /wind of winds \(version): it is missing"
            // A visitor may have both.
            let second = Self.instance("winds", version, share: 5)
            let complaints = try await workshop.complaints(of: kites, beside: [first, second])
            #expect(complaints == ["kites \(kites) expects \(missing)"])
            let gone = [first, Self.instance("winds", version, .draining), Self.instance("winds", version, share: 0)]
            #expect(try await workshop.complaints(of: kites, beside: gone) == [])
        }
    }

    @Test func aServiceThatSaysNothingOfItselfIsBelieved() async throws {
        try await withScratchFolder { folder in
            let workshop = try Workshop(in: folder)
            try workshop.expect("gust")
            let kites = try workshop.stage()
            let winds = Self.instance("winds", try workshop.stage("winds", ["Sources/Kites/Templates"]))
            #expect(try await workshop.complaints(of: kites, beside: [winds]) == [])
        }
    }

    /// Else its releases would be taken to expect what the sources say by now.
    @Test func whoeverExpectsSomethingStagesIt() throws {
        let root = ProjectFolder.root
        let fleet = try FleetFile(contentsOf: root + "/compose/fleet.json")
        let files = try FileManager.default.subpathsOfDirectory(atPath: root + "/Sources")
        let folders = Set(files.filter { $0.hasSuffix("/Expectations") }.map { "Sources/\($0)" })
        #expect(folders == Set(fleet.processes.flatMap(\.files).filter { $0.hasSuffix("/Expectations") }))
        #expect(folders.count >= 4)
    }
}
