import Fleet
import FoundationEssentials
import ShopCLI
import Testing
import Wire

/// A Swift file that is saved while `./shop dev` watches.
extension RealFleets {
    @Suite(.serialized) struct SwiftEditTests {
        private static let source = "Sources/Fragments/Decide/Main/main.swift"
        private static let template = "Sources/Fragments/Decide/Templates/product.mustache"
        private static let page = "/product/KT-001"

        @Test func aSwiftEditIsBuiltAndSwappedInAndOneThatDoesNotCompileIsToldOf() async throws {
            try await withScratchFolder { folder in
                let root = folder + "/project"
                try InnerLoopTests.copyProject(to: root)
                try Self.makeQuickToBuild(root)
                let binaries = try await Self.build(root, beside: folder)
                let fleet = RunningFleet(
                    home: FleetHome(path: folder + "/home"),
                    port: try #require(LoopbackPorts.firstFree(of: RunningFleet.size)),
                    root: root)
                let said = Lines()
                let command = Task { try await InnerLoopTests.develop(fleet, said, binaries: binaries) }
                do {
                    try await fleet.state("the shop") { $0.phase == .up }
                    try await Self.line("Watching", of: said)
                    let visitors = Task { try await Self.visit(fleet) }
                    try await Self.edit(fleet, said)
                    visitors.cancel()
                    let answers = try await visitors.value
                    #expect(answers.count > 50)
                    #expect(answers.filter { $0 != 200 }.isEmpty, "\(answers.filter { $0 != 200 })")
                } catch {
                    command.cancel()
                    _ = await command.result
                    throw error
                }
                command.cancel()
                try await command.value
            }
        }

        private static func edit(_ fleet: RunningFleet, _ said: Lines) async throws {
            let first = try #require(try fleet.state[name: "decide-fragments"]?.release)
            #expect(try wind(of: first, in: fleet) == "3")
            try save("let wind: Int = gale", in: fleet)
            try await line("cannot find 'gale' in scope", of: said)
            #expect(said.all.contains { $0.contains("What was built last goes on serving") })
            try await browser(of: fleet, isTold: "cannot find 'gale' in scope")
            #expect(try fleet.state[name: "decide-fragments"]?.release == first)
            #expect(try await fleet.get(page).text.contains("data-release=\"\(first)\""))

            // A template is swapped in meanwhile, and what does not build is not forgotten over it.
            try Data("<p>Saved</p>".utf8).write(to: URL(filePath: "\(fleet.root)/\(template)"))
            try await line("product.mustache: 2-dev after", of: said)
            try await line("cannot find 'gale' in scope", of: said, times: 2)
            try await browser(of: fleet, isTold: "cannot find 'gale' in scope")
            #expect(try wind(of: "2-dev", in: fleet) == "3")

            try save("let wind = 7", in: fleet)
            try await line("main.swift: 3-dev after", of: said)
            try await fleet.state("the new release") { $0[name: "decide-fragments"]?.release == "3-dev" }
            // A browser that comes now is not told of what is mended.
            #expect(try await fleet.get(page).text.contains("data-release=\"3-dev\""))
            #expect(try wind(of: "3-dev", in: fleet) == "7", "an executable from before the edit serves")
        }

        /// What the program of a release that runs was compiled with.
        private static func wind(of release: String, in fleet: RunningFleet) throws -> String? {
            let instance = try fleet.state.processes.first { $0.name == "decide-fragments" && $0.release == release }
            return ProcessTable.environment(of: try #require(instance?.pid))?["WIND"]
        }

        /// What is built is a program of one file, by the real compiler; it says how it was compiled, and becomes the
        /// real server.
        private static func text(_ declaration: String) -> String {
            """
            import Glibc

            \(declaration)
            setenv("WIND", "\\(wind)", 1)
            execv("\(ProjectFolder.binaries)/decide-fragments", CommandLine.unsafeArgv)

            """
        }

        /// Builds it once. Returns a folder where it lies with the project's other executables.
        private static func build(_ root: String, beside folder: String) async throws -> String {
            let status = try await ToolRun(
                "swift", ["build", "-c", "release"], environment: ProcessInfo.processInfo.environment, in: root
            ).lines { _ in }
            try #require(status == 0)
            let binaries = folder + "/bin"
            try FileManager.default.createDirectory(atPath: binaries, withIntermediateDirectories: true)
            for process in try FleetFile(contentsOf: "\(root)/compose/fleet.json").processes {
                let own = process.name == "decide-fragments" ? "\(root)/.build/release" : ProjectFolder.binaries
                try FileManager.default.createSymbolicLink(
                    atPath: "\(binaries)/\(process.name)", withDestinationPath: "\(own)/\(process.name)")
            }
            return binaries
        }

        private static func makeQuickToBuild(_ root: String) throws {
            let package = """
                // swift-tools-version: 6.0
                import PackageDescription

                func process(_ name: String, at path: String) -> Target {
                    .executableTarget(name: name, path: "Sources/\\(path)", sources: ["Main"])
                }

                let package = Package(name: "project", targets: [process("decide-fragments", at: "Fragments/Decide")])
                """
            try Data(package.utf8).write(to: URL(filePath: root + "/Package.swift"))
            try Data(text("let wind = 3").utf8).write(to: URL(filePath: "\(root)/\(source)"))
        }

        private static func save(_ declaration: String, in fleet: RunningFleet) throws {
            try Data(text(declaration).utf8).write(to: URL(filePath: "\(fleet.root)/\(source)"))
        }

        // MARK: What is seen

        private static func line(_ text: String, of said: Lines, times: Int = 1) async throws {
            let deadline = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < deadline {
                if said.all.count(where: { $0.contains(text) }) >= times { return }
                try await Task.sleep(for: .milliseconds(20))
            }
            throw RunningFleet.NotInTime(what: "\(text) in \(said.all)")
        }

        private static func browser(of fleet: RunningFleet, isTold wanted: String) async throws {
            let events = try await WireClient.shared.stream(
                WireRequest(target: "/dev/events"), to: Address(host: "127.0.0.1", port: fleet.port),
                deadline: .after(.seconds(5)), pause: .seconds(10))
            var text = ""
            for try await part in events.body {
                text += String(decoding: part.readableBytesView, as: UTF8.self)
                if text.contains("event: message"), text.contains(wanted) { return }
            }
            throw RunningFleet.NotInTime(what: "\(wanted) in \(text)")
        }

        /// Looks at the page until the task is cancelled. Returns the statuses.
        private static func visit(_ fleet: RunningFleet) async throws -> [Int] {
            var answers: [Int] = []
            while !Task.isCancelled {
                // Not cancelled with the task, which would fail a request that the shop answers.
                answers.append(await Task.detached { (try? await fleet.status(of: page)) ?? 0 }.value)
                try? await Task.sleep(for: .milliseconds(10))
            }
            return answers
        }
    }
}
