import FoundationEssentials

/// What a fleet begins with: a release and an instance for each process, and the sockets that outlive them.
struct FleetStart {
    /// The topology with addresses and releases.
    let running: FleetFile
    let instances: [InstancePlan]
    let sockets: [String: PublicSocket]
    /// What the person who starts the fleet should know.
    let notes: [String]

    /// - Throws: `FleetError` or `ReleaseError`; then no socket is left open.
    init(plan: FleetPlan, releases: ReleaseStore) async throws {
        var running = try plan.runningFleet()
        var sockets: [String: PublicSocket] = [:]
        var notes: [String] = []
        do {
            for process in running.processes where process.strategy == .socket {
                sockets[process.name] = try await Self.socket(of: process, plan)
            }
            let choices = try await Self.choices(for: running.processes, plan, releases)
            for (index, choice) in choices.enumerated() {
                running.processes[index].release = choice.version
                notes += choice.note.map { [$0] } ?? []
            }
            let builder = InstanceBuilder(plan: plan, releases: releases, sockets: sockets)
            instances = running.processes.map { process in
                builder.instance(
                    of: process, release: process.release ?? "", number: 1, address: process.address ?? "",
                    share: 100, isKeptAlive: true)
            }
        } catch {
            for socket in sockets.values { socket.close() }
            throw error
        }
        self.running = running
        self.sockets = sockets
        self.notes = notes
    }

    private static func socket(
        of process: ProcessSpecification, _ plan: FleetPlan
    ) async throws -> PublicSocket {
        guard process.isPublic else {
            guard let port = LoopbackPorts.anyFree(besides: []), let socket = PublicSocket(port: port) else {
                throw FleetError.noFreePort(process: process.name)
            }
            return socket
        }
        // A process that was begun as its supervisor died is in no list, and ends by itself a moment later.
        let deadline = ContinuousClock.now + .seconds(1)
        repeat {
            if let socket = PublicSocket(port: plan.port) { return socket }
            try await Task.sleep(for: .milliseconds(50))
        } while ContinuousClock.now < deadline
        throw FleetError.portTaken(port: plan.port, holder: PortHolder.find(port: plan.port))
    }

    private struct Choice: Sendable {
        let version: String
        let note: String?
    }

    /// Each process's release, all staged at once: it is copying that takes the time of a first start.
    private static func choices(
        for processes: [ProcessSpecification], _ plan: FleetPlan, _ releases: ReleaseStore
    ) async throws -> [Choice] {
        try await withThrowingTaskGroup(of: (index: Int, choice: Choice).self) { group in
            for (index, process) in processes.enumerated() {
                group.addTask { (index, try choose(process, plan, releases)) }
            }
            let choices = try await group.reduce(into: [:]) { $0[$1.index] = $1.choice }
            return processes.indices.compactMap { choices[$0] }
        }
    }

    /// The release to start with: of what was just built, unless a release like it was refused or rolled back; then the
    /// last good one.
    private static func choose(
        _ process: ProcessSpecification, _ plan: FleetPlan, _ releases: ReleaseStore
    ) throws -> Choice {
        let name = process.name
        let staged = try releases.stage(plan.build(of: process), at: Date()).release
        var note: String?
        var version = staged.version
        try releases.updateHistory(of: name) { history throws(ReleaseError) in
            history.abandonRollout()
            if let current = history.current, let rejected = history.rejection(of: staged.fingerprint) {
                version = current.version
                note = "\(name) stays with \(current.version): \(rejected.version) \(rejected.outcome.words)"
                return
            }
            try history.serve(staged.version, of: name, at: Date())
        }
        return Choice(version: version, note: note)
    }
}
