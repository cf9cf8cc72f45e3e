import Fleet
import FoundationEssentials
import ShopCLI
import Synchronization
import Testing
import Wire

@Suite struct CommandTests {
    private let plain = Terminal.silent(hasColour: false)
    private let colourful = Terminal.silent(hasColour: true)

    @Test(arguments: [
        ("", "/", "/"), ("/a/b/", "/x", "/a/b"), ("a", "/x", "/x/a"), ("../a/./b", "/x/y", "/x/a/b"), ("..", "/", "/"),
    ])
    func pathsBecomeAbsolute(path: String, directory: String, expected: String) {
        #expect(Project.absolute(path, in: directory) == expected)
    }

    @Test func theHomeIsTheEnvironmentsOrTheProjects() throws {
        let given = try Project.find(environment: ["SHOP_ROOT": "/p", "SHOP_HOME": "x"], directory: "/d")
        #expect(given.home.path == "/d/x")
        #expect(try Project.find(environment: ["SHOP_ROOT": "/p"], directory: "/d").home.path == "/p/.shop")
    }

    @Test func theProjectIsFoundFromAFolderInside() throws {
        let found = try Project.find(environment: [:], directory: ProjectFolder.root + "/Sources/Fleet")
        #expect(found.root == ProjectFolder.root)
        #expect(throws: ShopError.self) { try Project.find(environment: [:], directory: "/") }
    }

    @Test func colourIsOnlyForThoseWhoSeeIt() {
        #expect(plain.paint("word", .bold, .red) == "word")
        #expect(colourful.paint("word", .bold, .red) == "\u{1B}[1;31mword\u{1B}[0m")
    }

    @Test(arguments: [
        ("abc", 5, "abc"), ("abcdef", 4, "abc…"), ("\u{1B}[1mabcdef\u{1B}[0m", 4, "\u{1B}[1mabc\u{1B}[0m…"),
    ])
    func linesAreCutToTheTerminal(text: String, width: Int, expected: String) {
        #expect(DisplayWidth.fit(text, to: width) == expected)
    }

    @Test func columnsLineUpWhateverTheirColours() {
        var table = TextTable([.init(title: "NAME"), .init(title: "MS", isRightAligned: true), .init(title: "LAST")])
        table.rows = [[colourful.paint("a", .red), "5", "x"], ["longer", "1000", "y"]]
        let red = "\u{1B}[31ma\u{1B}[0m"
        #expect(table.lines(on: plain) == ["NAME      MS  LAST", "\(red)          5  x", "longer  1000  y"])
    }

    @Test func whatRunsSideBySideIsShownInItsOrder() {
        let shown = Mutex<[String]>([])
        let output = OutputInTurn { line in shown.withLock { $0.append(line) } }
        output.line("b1", of: 1)
        output.line("a1", of: 0)
        output.line("c1", of: 2)
        output.end(of: 1)
        output.line("a2", of: 0)
        #expect(shown.withLock(\.self) == ["a1", "a2"])
        output.end(of: 0)
        #expect(shown.withLock(\.self) == ["a1", "a2", "b1", "c1"])
        output.line("c2", of: 2)
        #expect(shown.withLock(\.self).last == "c2")
    }

    @Test func endsAndReturnsAreNews() throws {
        var before = FleetState(
            phase: .up, supervisor: try #require(ProcessIdentity.current), url: "", release: "", started: Date(),
            processes: [ProcessState(name: "a", team: "t", address: "", release: "", phase: .ready)])
        var after = before
        after.processes[0].phase = .waiting
        after.processes[0].restarts = 1
        after.processes[0].lastExit = "signal 9"
        #expect(FleetNews.between(before, after).map(\.text) == ["a ended (signal 9) and is started again (1)"])
        before = after
        after.processes[0].phase = .starting
        #expect(FleetNews.between(before, after).isEmpty)
        after.processes[0].phase = .ready
        #expect(FleetNews.between(before, after).map(\.text) == ["a is ready again"])
    }

    private func state(_ processes: ProcessState...) throws -> FleetState {
        FleetState(
            phase: .up, supervisor: try #require(ProcessIdentity.current), url: "", release: "", started: Date(),
            processes: processes)
    }

    @Test func instancesThatComeAndGoAreNotTakenForEachOther() throws {
        let one = ProcessState(id: "a-1", name: "a", team: "t", address: "", release: "", phase: .ready)
        let two = ProcessState(id: "a-2", name: "a", team: "t", address: "", release: "", phase: .ready, restarts: 2)
        #expect(FleetNews.between(try state(one, two), try state(two)).isEmpty)
        #expect(FleetNews.between(try state(one), try state(two, one)).isEmpty)
        #expect(FleetNews.between(try state(two), try state(one, two)).isEmpty)
    }

    @Test(arguments: [
        (
            Problem.FieldError(field: "products[3].price", detail: "must be positive", line: 12),
            "kites.json:12: products[3].price: must be positive"
        ),
        (Problem.FieldError(field: "body", detail: "is empty"), "kites.json: body: is empty"),
    ])
    func aMistakeInACatalogueIsShownAsEditorsReadIt(error: Problem.FieldError, expected: String) {
        #expect(CatalogueImport.line(for: error, in: "kites.json") == expected)
    }

    @Test func aProgramIsFoundInThePath() {
        #expect(Prerequisite.isProgram("env", environment: ["PATH": "/nowhere:/usr/bin"]))
        #expect(!Prerequisite.isProgram("env", environment: ["PATH": "/nowhere"]))
        #expect(!Prerequisite.isProgram("no-such-program", environment: ["PATH": "/usr/bin:/bin"]))
    }

    @Test func aBenchmarkSaysWhatItMeasuresInItsFirstComment() {
        #expect(Benchmark.summary(of: "#!/bin/sh\n# Pages a second.\n# More.\nset -e\n") == "Pages a second.")
        #expect(Benchmark.summary(of: "#!/bin/sh\nset -e\n") == "")
    }

    @Test func everyErrorOfAFleetSaysWhatMendsIt() {
        let holder = PortHolder(port: 8080, owner: .process(pid: 7, command: "nginx", fleetHome: nil))
        let errors: [(FleetError, ShopCLI.ExitStatus)] = [
            (.alreadySupervised(by: 7, url: "http://127.0.0.1:8080"), .alreadyRunning),
            (.portTaken(port: 8080, holder: holder), .portInUse),
            (.noFreePort(process: "a"), .portInUse),
            (.missingExecutable(process: "a", path: "/a"), .failed),
            (.fileFailed("/a", reason: "r"), .failed),
            (.cannotStop(pid: 7), .failed),
        ]
        for (error, status) in errors {
            let shown = ShopError(error)
            #expect(shown.why != nil || error == .noFreePort(process: "a"))
            #expect(shown.mend != nil)
            #expect(shown.status == status)
        }
        #expect(ShopError(errors[1].0).why == "process 7 (nginx) listens on port 8080")
        #expect(ShopError(errors[1].0).mend == "./shop up --port 8090")
    }
}
