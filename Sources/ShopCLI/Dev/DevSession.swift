import Fleet
import FoundationEssentials

/// Watches one fragment server's files, and brings each saved edit into the running shop.
struct DevSession: Sendable {
    private let project: Project
    private let home: FleetHome
    /// What the releases are called after their number.
    private let label: String
    private let terminal: Terminal
    private let process: ProcessSpecification
    private let binaries: String
    private let sources: String
    private let shell: DevShell

    /// - Parameters:
    ///   - home: of the fleet that the process is part of.
    ///   - label: what its releases are called after their number.
    init(
        project: Project, home: FleetHome, terminal: Terminal, process: ProcessSpecification, binaries: String,
        label: String = "dev"
    ) throws {
        self.project = project
        self.home = home
        self.label = label
        self.terminal = terminal
        self.process = process
        self.binaries = binaries
        sources = try Self.sources(of: process.name, in: project.root)
        shell = DevShell(home)
    }

    /// The folder of a process, as Package.swift has it.
    private static func sources(of name: String, in root: String) throws -> String {
        let package = FileManager.default.contents(atPath: root + "/Package.swift") ?? Data()
        let lines = String(decoding: package, as: UTF8.self).split(separator: "\n")
        guard let line = lines.first(where: { $0.contains("process(\"\(name)\"") }),
            let place = line.firstRange(of: "at: \"")
        else {
            throw ShopError(
                "The sources of \(name) are not found", why: "Package.swift has no line process(\"\(name)\", …)",
                mend: "write it as the other processes' lines")
        }
        return "Sources/" + line[place.upperBound...].prefix { $0 != "\"" }
    }

    /// Until the task is cancelled.
    func run() async throws {
        let paths = Set(process.files + [sources]).sorted().map { "\(project.root)/\($0)" }
        var watch = try FolderWatch(paths)
        say("Watching \(process.files.joined(separator: ", ")) and \(sources). Ctrl-C ends it.")
        /// Why the Swift files as they are do not build.
        var errors: String?
        while true {
            let changed = try await watch.changes()
            let saved = ContinuousClock.now
            let names = changed.map { String($0.dropFirst(project.root.count + 1)) }.filter(isPart).sorted()
            guard !names.isEmpty else { continue }
            if names.contains(where: { $0.hasSuffix(".swift") }) {
                errors = try await build(names)
                if let errors { await complain([errors]) }
                guard errors == nil else { continue }
            }
            let fault = try await swap(names, saved)
            await complain([fault, errors].compactMap(\.self))
        }
    }

    /// Whether a file belongs to the server: not an editor's backup beside it.
    private func isPart(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return !name.hasPrefix(".") && !name.hasSuffix("~")
            && (name.hasSuffix(".swift") || process.files.contains { path.hasPrefix($0) })
    }

    // MARK: An edit

    /// - Returns: what keeps the edit from being a release that serves; nil if it does.
    private func swap(_ names: [String], _ saved: ContinuousClock.Instant) async throws -> String? {
        let releases = ReleaseStore(home: home)
        let build = ReleaseBuild(
            name: process.name, executable: "\(binaries)/\(process.name)", root: project.root, files: process.files,
            commit: label)
        var log = LogFile(process: process.name, path: home.log(of: process.name))
        log.skipToEnd()
        do {
            let release = try releases.stage(build, at: Date(), evenIfUnchanged: true).release
            let request = ControlRequest(
                .redeploy, process: process, version: release.version, pace: .init(isUnjudged: true))
            let reply = try await ControlChannel.ask(home, request) { news in
                // All who call it have answered that they do so with the new release.
                if news.text.hasPrefix("100 %") { said(names, release, saved) }
            }
            guard let reply else {
                throw ShopError(
                    "The shop went away", why: "its supervisor does not answer", mend: "./shop dev \(process.name)")
            }
            return reply.kind == .done ? nil : ([reply.text] + Self.faults(in: &log)).joined(separator: "\n")
        } catch let error as ReleaseError {
            return error.description
        }
    }

    /// Why the process could not run, in its own words.
    private static func faults(in log: inout LogFile) -> [String] {
        let process = log.process
        return log.newLines().map { LogLine($0, process: process) }.filter { $0.level == "critical" }
            .map { $0.metadata["error"] ?? $0.message }
    }

    private func said(_ names: [String], _ release: Release, _ saved: ContinuousClock.Instant) {
        let milliseconds = Int(saved.duration(to: .now) / .milliseconds(1))
        say(
            terminal.paint("✔ ", .green)
                + "\(names.joined(separator: ", ")): \(release.version) after \(milliseconds) ms")
    }

    /// - Returns: the compiler's errors; nil if there is something to swap in.
    private func build(_ names: [String]) async throws -> String? {
        let start = ContinuousClock.now
        say("Building \(process.name) (\(names.joined(separator: ", "))) …")
        var progress = BuildProgress()
        let status = try await ToolRun(
            "swift", ["build", "-c", "release", "--product", process.name], environment: project.environment,
            in: project.root
        ).lines { progress.take($0) }
        guard status == 0 else { return progress.errors.joined(separator: "\n") }
        say("Built in \(Words.seconds(since: start))")
        return nil
    }

    /// Here and on the open pages, where this takes the place of what was said before.
    private func complain(_ faults: [String]) async {
        let text = faults.joined(separator: "\n")
        if !text.isEmpty {
            say(terminal.paint("✘ ", .red) + "What was built last goes on serving:")
            terminal.errorLine(text)
        }
        await shell.say(text)
    }

    // MARK: Lines

    private func say(_ text: String) {
        let now = Date().timeIntervalSince1970
        let second = Int(now) % 86_400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
        terminal.line(terminal.paint("\(time) ", .dim) + text)
    }
}
