import Fleet
import FoundationEssentials
import Testing

@Suite struct FleetFileTests {
    private static let process = """
        {"name": "gateway", "team": "g", "does": "", "needs": [], "health": "/health/ready", "public": true,
         "timeouts": {"readySeconds": 20, "stopSeconds": 10}}
        """

    private static func file(_ processes: String...) -> String {
        #"{"format": 1, "processes": ["# + processes.joined(separator: ",") + "]}"
    }

    private static func changed(_ text: String, to replacement: String) -> String {
        file(process.replacing(text, with: replacement))
    }

    private func decode(_ text: String) throws -> FleetFile {
        try FleetFile(decoding: Data(text.utf8), file: "fleet.json")
    }

    @Test func theProjectsOwnFileIsSound() throws {
        let fleet = try FleetFile(contentsOf: ProjectFolder.root + "/compose/fleet.json")
        #expect(fleet.publicProcess?.name == "gateway")
        #expect(fleet.processes.count >= 7)
        #expect(fleet.processes.filter(\.servesFragments).map(\.name).allSatisfy { $0.hasSuffix("-fragments") })
    }

    @Test func aReleaseCanBeStagedForEveryProcess() throws {
        let fleet = try FleetFile(contentsOf: ProjectFolder.root + "/compose/fleet.json")
        for file in fleet.processes.flatMap(\.files) {
            #expect(FileManager.default.fileExists(atPath: "\(ProjectFolder.root)/\(file)"), "\(file)")
        }
        #expect(fleet.publicProcess?.strategy == .socket)
        #expect(fleet[name: "order-service"]?.strategy == .writer)
        #expect(fleet[name: "decide-fragments"]?.strategy == .canary)
    }

    @Test func encodingAndDecodingAgree() throws {
        var fleet = try decode(Self.file(Self.process))
        fleet.processes[0].address = "127.0.0.1:8080"
        fleet.processes[0].release = "abc1234"
        #expect(try FleetFile(decoding: fleet.encoded(), file: "again") == fleet)
    }

    @Test(arguments: [
        ("{", "fleet.json: not valid JSON"),
        (#"{"format": 1}"#, "processes: the field is missing"),
        (#"{"format": 2, "processes": []}"#, "format: 2 is not a format"),
        (#"{"format": 1, "processes": []}"#, "the fleet has no process"),
        (#"{"format": 1, "processes": {}}"#, "processes: the value is not a list"),
        (#"{"format": 1, "processes": [], "extra": 1}"#, "extra: unknown field"),
        (changed(#""team": "g", "#, to: ""), "processes[0].team: the field is missing"),
        (changed(#""public""#, to: #""publick""#), "processes[0].publick: unknown field"),
        (changed("20", to: #""long""#), "processes[0].timeouts.readySeconds: the value is not a whole number"),
        (changed("20", to: "0"), "processes[0].timeouts.readySeconds: 0 is not between 1 and 600"),
        (changed("readySeconds", to: "readySecond"), "processes[0].timeouts.readySecond: unknown field"),
        (changed("gateway", to: "Gate Way"), "processes[0].name: 'Gate Way' is not a name"),
        (changed(#""/health"#, to: #""health"#), "processes[0].health: 'health/ready' is not a path"),
        (changed("[]", to: #"["nobody"]"#), "processes[0].needs: 'gateway' needs 'nobody'"),
        (changed("[]", to: #"["gateway"]"#), "needs go round in a circle: gateway → gateway"),
        (changed("[]", to: #"[], "files": ["/etc"]"#), "processes[0].files: '/etc' is not a path from the project's"),
        (changed("[]", to: #"[], "files": ["a/../b"]"#), "processes[0].files: 'a/../b' is not a path"),
        (changed("[]", to: #"[], "files": ["a/"]"#), "processes[0].files: 'a/' is not a path"),
        (changed("[]", to: #"[], "files": ["bin/x"]"#), "processes[0].files: 'bin/x' is a name that every release"),
        (changed("[]", to: #"[], "files": ["a", "a/b"]"#), "processes[0].files: 'a/b' is there twice"),
        (changed("[]", to: #"[], "strategy": "slowly""#), "processes[0].strategy: 'slowly' is not one of canary, "),
        (changed("[]", to: #"[], "strategy": "canary""#), "'gateway' is public, so its strategy is socket, not canary"),
        (changed("true", to: "false"), "exactly one process must be public; none is"),
        (file(process, process), "processes[1].name: 'gateway' is there twice"),
    ])
    func aMistakeIsNamedWithItsPlace(text: String, expected: String) {
        let error = #expect(throws: FleetFileError.self) { try decode(text) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }

    /// As the registry does, which must be found while it is replaced.
    @Test func whoIsNotPublicMayShareASocketToo() throws {
        let other = Self.process.replacing("gateway", with: "b")
            .replacing("true", with: #"false, "strategy": "socket""#)
        let fleet = try decode(Self.file(Self.process, other))
        #expect(fleet[name: "b"]?.strategy == .socket)
        #expect(fleet.publicProcess?.name == "gateway")
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: FleetFileError.self) { try FleetFile(contentsOf: "/nowhere/fleet.json") }
        #expect(error?.description == "/nowhere/fleet.json: the file cannot be read")
    }
}
