import Fleet
import FoundationEssentials
import Glibc
import ShopCLI
import Testing
import Wire

/// A whole fleet of real processes, started by the real command on ports and in a home of its own.
struct RunningFleet: Sendable {
    struct NotInTime: Error {
        let what: String
    }

    /// How many processes the fleet's file has.
    static let size = 9

    let home: FleetHome
    let port: Int
    /// Where the processes find templates and public files.
    var root = ProjectFolder.root
    /// What the processes are told besides.
    var settings: [String: String] = [:]

    /// Starts a fleet around the body. Whatever the body does, afterwards nothing of the fleet runs.
    static func with<Result>(
        root: String = ProjectFolder.root, options: [String] = [], settings: [String: String] = [:],
        isolation: isolated (any Actor)? = #isolation,
        _ body: (RunningFleet) async throws -> Result
    ) async throws -> Result {
        try await withScratchFolder { folder in
            let fleet = RunningFleet(
                home: FleetHome(path: folder + "/home"), port: try #require(LoopbackPorts.firstFree(of: size)),
                root: root, settings: settings)
            do {
                try await fleet.up(options: options)
                let result = try await body(fleet)
                try await fleet.end()
                return result
            } catch {
                try? await fleet.end()
                throw error
            }
        }
    }

    func up(binaries: String = ProjectFolder.binaries, options: [String] = []) async throws {
        let (status, output) = try await shop(
            ["up", "--detach", "--port", "\(port)", "--binaries", binaries] + options)
        try #require(status == 0, "up ended with \(status): \(output)")
    }

    private func end() async throws {
        _ = try await shop("down")
        let left = FleetCleaner(home: home).processes()
        for process in left { process.send(SIGKILL) }
        #expect(left.isEmpty, "processes were left behind")
    }

    /// Of all its processes together.
    var residentBytes: Int {
        get throws { try processes.compactMap { ProcessTable.residentBytes(of: $0.pid) }.reduce(0, +) }
    }

    /// Runs the command on this fleet. The output is that of standard error too.
    func shop(_ arguments: String...) async throws -> (status: Int32, output: String) { try await shop(arguments) }

    func shop(
        _ arguments: [String], settings extra: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        var environment = ProcessInfo.processInfo.environment
        environment["SHOP_HOME"] = home.path
        environment["SHOP_ROOT"] = root
        environment.merge(settings) { $1 }
        environment.merge(extra) { $1 }
        var lines: [String] = []
        let status = try await ToolRun(ProjectFolder.shop, arguments, environment: environment)
            .lines { lines.append($0) }
        return (status, lines.joined(separator: "\n"))
    }

    /// Looks at this fleet with a real browser, by one file of the project's browser tests.
    func look(with file: String, settings: [String: String] = [:]) async throws -> (status: Int32, output: String) {
        let entry = "http://127.0.0.1:\(port)"
        let chosen = ["-s", "Tests/EndToEnd/\(file)", "-k", file.replacing(".py", with: "")]
        return try await shop(
            ["test", "e2e", "--base-url", entry, "--"] + chosen,
            settings: settings.merging(["SHOP_ROOT": ProjectFolder.root]) { $1 })
    }

    /// Runs a script in the project's folder as a person would who works on this fleet.
    func bash(_ script: String) async throws -> (status: Int32, output: String) {
        var environment = ProcessInfo.processInfo.environment
        environment["SHOP_HOME"] = home.path
        environment["SHOP_AS_BUILT"] = "1"
        var lines: [String] = []
        let status = try await ToolRun(
            "/bin/bash", ["-euo", "pipefail", "-c", script], environment: environment, in: ProjectFolder.root
        ).lines { lines.append($0) }
        return (status, lines.joined(separator: "\n"))
    }

    // MARK: What is seen

    var state: FleetState {
        get throws { try #require(home.recordedState()) }
    }

    /// The first recorded state for which the condition holds.
    @discardableResult
    func state(_ what: String, _ condition: (FleetState) -> Bool) async throws -> FleetState {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if let state = home.recordedState(), condition(state) { return state }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NotInTime(what: what)
    }

    func process(_ name: String) throws -> ProcessIdentity {
        let pid = try #require(try state[name: name]?.pid)
        return try #require(ProcessIdentity(pid))
    }

    var processes: [ProcessIdentity] {
        get throws { try state.processes.compactMap { $0.pid.flatMap { ProcessIdentity($0) } } }
    }

    /// The status that the shop's public entry answers a path with.
    func status(of path: String) async throws -> Int { try await get(path).status.code }

    /// What the shop's public entry answers a path with.
    func get(_ path: String) async throws -> WireResponse {
        let request = WireRequest(target: path, headers: [.accept: "text/html"])
        let address = Address(host: "127.0.0.1", port: port)
        return try await WireClient.shared.send(request, to: address, deadline: .after(.seconds(5)))
    }
}
