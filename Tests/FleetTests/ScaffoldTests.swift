import Fleet
import FoundationEssentials
import ShopCLI
import Testing

@Suite struct ScaffoldTests {
    @Test(arguments: [
        ("care-guide", "CareGuide", "care-guide-fragments", "Care guide"),
        ("kites4all", "Kites4all", "kites4all-fragments", "Kites4all"),
    ])
    func everythingIsCalledAfterTheTeam(name: String, folder: String, process: String, title: String) throws {
        let team = try TeamName(name)
        #expect((team.folder, team.process, team.title) == (folder, process, title))
    }

    @Test(arguments: [
        ("", "small letter"), ("4kites", "small letter"), ("Care", "small letter"), ("care_guide", "hyphens only"),
        ("care guide", "hyphens only"), ("../care", "small letter"), ("pflegé", "hyphens only"),
        ("care--guide", "between"),
        ("care-", "between"), (String(repeating: "a", count: 41), "40 characters"), ("care-fragments", "by itself"),
    ])
    func aBadNameIsRefusedWithItsRule(name: String, rule: String) {
        let error = #expect(throws: ShopError.self) { try TeamName(name) }
        #expect(error?.why?.contains(rule) == true, "\(String(describing: error))")
        #expect(error?.mend?.hasPrefix("./shop new fragment care") == true)
    }

    @Test func whatItsOwnerHasToReadAreFortyLines() throws {
        let files = Scaffold(try TeamName("care-guide")).files
        let read = files.filter { $0.path.hasPrefix("Sources/") }
        #expect(read.count == 3)
        #expect(
            read.map { $0.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }.reduce(0, +) <= 40)
    }

    /// The server that is deployed in ``NewTeamTests``.
    @Test func theServerThatIsBuiltAheadIsTheOneThatIsWritten() throws {
        let sources = Scaffold(try TeamName("flight-school")).files.filter {
            $0.path.hasPrefix("Sources/") && $0.path.hasSuffix(".swift")
        }
        #expect(sources.count == 2)
        for file in sources {
            #expect(try Self.text("\(ProjectFolder.root)/Tests/Scaffold/\(file.path)") == file.text, "\(file.path)")
        }
    }

    @Test func theProjectKnowsTheTeamAndThenNothingOfItAnyMore() async throws {
        try await Self.withProject { root in
            let before = try Self.contents(of: root)
            let work = ScaffoldWork(Scaffold(try TeamName("care-guide")), root: root)
            try work.add()
            let fleet = try FleetFile(contentsOf: "\(root)/compose/fleet.json")
            let process = try #require(fleet[name: "care-guide-fragments"])
            #expect(process.servesFragments && process.strategy == .canary)
            for file in process.files { #expect(FileManager.default.fileExists(atPath: "\(root)/\(file)")) }
            let package = try Self.text("\(root)/Package.swift")
            #expect(
                package.contains(
                    #"process("care-guide-fragments", of: "CareGuideFragments", at: "Fragments/CareGuide")"#))
            #expect(package.contains(#"tests("CareGuideTests""#))
            try work.remove()
            #expect(try Self.contents(of: root) == before)
        }
    }

    @Test(arguments: ["care-guide", "decide", "search", "flight-school", "product", "health"])
    func aNameThatIsTakenIsRefused(name: String) async throws {
        try await Self.withProject { root in
            try ScaffoldWork(Scaffold(try TeamName("care-guide")), root: root).add()
            let before = try Self.contents(of: root)
            let error = #expect(throws: ShopError.self) {
                try ScaffoldWork(Scaffold(try TeamName(name)), root: root).add()
            }
            #expect(error?.status == .usage && error?.why != nil)
            #expect(try Self.contents(of: root) == before)
        }
    }

    @Test(arguments: ["Package.swift", "compose/fleet.json"])
    func aSharedFileThatLooksOtherwiseIsLeftAlone(file: String) async throws {
        try await Self.withProject { root in
            let text = try Self.text("\(root)/\(file)")
            try Self.write(
                text.replacing("let platform", with: "let base").replacing("shell-server", with: "shell"),
                to: "\(root)/\(file)")
            let before = try Self.contents(of: root)
            let error = #expect(throws: ShopError.self) {
                try ScaffoldWork(Scaffold(try TeamName("care-guide")), root: root).add()
            }
            #expect(error?.why?.hasPrefix(file) == true, "\(String(describing: error))")
            #expect(try Self.contents(of: root) == before)
        }
    }

    /// The last write fails: its folder cannot be written in.
    @Test func whatFailsHalfWayIsTakenBack() async throws {
        try await Self.withProject { root in
            let before = try Self.contents(of: root)
            var changes = FileChanges()
            changes.write("\(root)/new/deep/a.txt", "a")
            changes.write("\(root)/Package.swift", "b")
            changes.write("/proc/no-such-file", "c")
            #expect(throws: ShopError.self) { try changes.apply() }
            #expect(try Self.contents(of: root) == before)
            #expect(!FileManager.default.fileExists(atPath: "\(root)/new"))
        }
    }

    @Test(arguments: [
        "Sources/Fragments/CareGuide/Templates/care-guide.mustache", "Sources/Fragments/CareGuide/Seasons.swift",
        "compose/fleet.json",
    ])
    func whatPeopleHaveWorkedOnIsTheirsToRemove(file: String) async throws {
        try await Self.withProject { root in
            let work = ScaffoldWork(Scaffold(try TeamName("care-guide")), root: root)
            try work.add()
            let text = (try? Self.text("\(root)/\(file)")) ?? ""
            let edited = text.replacing("\"Care guide\"", with: "\"how a kite lasts\"")
            try Self.write(edited == text ? text + "\n" : edited, to: "\(root)/\(file)")
            let before = try Self.contents(of: root)
            let error = #expect(throws: ShopError.self) { try work.remove() }
            #expect(error?.why?.contains(file) == true, "\(String(describing: error))")
            #expect(error?.mend?.contains("care-guide-fragments") == true)
            #expect(try Self.contents(of: root) == before)
        }
    }

    @Test func whatIsNotThereCannotBeRemoved() async throws {
        try await Self.withProject { root in
            let error = #expect(throws: ShopError.self) {
                try ScaffoldWork(Scaffold(try TeamName("care-guide")), root: root).remove()
            }
            #expect(error?.status == .usage)
        }
    }

    // MARK: A project

    /// The shared files and the sources of this project.
    private static func withProject(_ body: (String) async throws -> Void) async throws {
        try await withScratchFolder { root in
            for path in ["Package.swift", "Sources", "compose"] {
                try FileManager.default.copyItem(atPath: "\(ProjectFolder.root)/\(path)", toPath: "\(root)/\(path)")
            }
            try await body(root)
        }
    }

    private static func contents(of root: String) throws -> [String: Data] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root)
        return paths.reduce(into: [:]) { $0[$1] = FileManager.default.contents(atPath: "\(root)/\($1)") ?? Data() }
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }
}
