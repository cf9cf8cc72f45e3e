import Fleet
import FoundationEssentials

/// A fleet that a proof has to itself: in a home below the project's, on free ports, from the built executables.
struct ProofFleet: Sendable {
    let plan: FleetPlan
    private let arguments: [String]
    private let terminal: Terminal

    /// Builds what is stale, and clears away what an earlier run of the proof left.
    ///
    /// - Parameters:
    ///   - binaries: executables that are taken as they are; nil for the project's, built.
    ///   - settings: what its processes are told besides.
    /// - Throws: `ShopError`, if the proof runs already, or nothing can be built.
    init(
        of proof: String, _ project: Project, binaries: String?, settings: [String: String] = [:], terminal: Terminal
    ) async throws {
        let home = FleetHome(path: "\(project.home.path)/proofs/\(proof)")
        if let state = home.recordedState(), state.supervisor.isAlive {
            throw ShopError(
                "This proof runs already", why: "process \(state.supervisor.pid) supervises its shop at \(state.url)",
                mend: "wait for it; if it was killed: SHOP_HOME=\(home.path) ./shop down", status: .alreadyRunning)
        }
        _ = try await FleetCleaner(home: home).takeDown()
        try? FileManager.default.removeItem(atPath: home.path)

        guard let port = LoopbackPorts.firstFree(of: 20) else {
            throw ShopError("There are no free ports", mend: "ss -ltn shows who listens", status: .portInUse)
        }
        let options = ["--port", "\(port)"] + (binaries.map { ["--binaries", $0] } ?? [])
        let parsed = try FleetOptions.parse(options)
        let own = Project(
            root: project.root, home: home, environment: project.environment.merging(settings) { $1 })
        plan = try await Signals.cancelling { try await parsed.builtPlan(own, terminal: terminal) }
        arguments = ["supervise"] + options
        self.terminal = terminal
    }

    /// Has the fleet up while `body` runs. Whatever it does, afterwards nothing of the fleet runs.
    func running<Result>(_ body: (FleetState) async throws -> Result) async throws -> Result {
        let state = try await DetachedFleet(plan: plan, terminal: terminal, arguments: arguments).start()
        do {
            let result = try await body(state)
            _ = try await FleetCleaner(home: plan.home).takeDown()
            return result
        } catch {
            _ = try? await FleetCleaner(home: plan.home).takeDown()
            throw error
        }
    }

    /// Removes its home, with data, releases and logs.
    func remove() { try? FileManager.default.removeItem(atPath: plan.home.path) }
}
