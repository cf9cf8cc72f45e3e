import Fleet
import FoundationEssentials
import Synchronization
import Wire

/// One fragment server that runs here and takes part in a shop elsewhere, for the browser of whoever develops it.
///
/// It is a fleet of one process, with a home of its own, so that edits become releases as in any fleet; only that its
/// registry is the other shop's.
struct OverrideSession: Sendable {
    private let project: Project
    private let terminal: Terminal
    private let process: ProcessSpecification
    private let shop: RemoteShop
    private let plan: FleetPlan
    private let override: OverridePlan

    init(
        project: Project, terminal: Terminal, process: ProcessSpecification, binaries: String, shop: RemoteShop,
        reachAt: Address?
    ) throws {
        self.project = project
        self.terminal = terminal
        self.process = process
        self.shop = shop
        let home = FleetHome(path: "\(project.home.path)/against/\(process.name)")
        if let state = home.recordedState(), state.supervisor.isAlive {
            throw ShopError(
                "\(process.name) is developed so already", why: "process \(state.supervisor.pid) does",
                mend: "end that one, or SHOP_HOME=/tmp/second ./shop dev \(process.name) --against \(shop.url)",
                status: .alreadyRunning)
        }
        // What one left behind that was killed.
        try? FileManager.default.removeItem(atPath: home.path)
        guard let port = LoopbackPorts.anyFree(besides: []) else { throw FleetError.noFreePort(process: process.name) }
        override = OverridePlan(
            registry: shop.registry, bucket: .random(in: ReleaseChoice.overrideBuckets), reachAt: reachAt)
        // No release of the other shop has such a name.
        let label = "own" + String(UInt32.random(in: 0x1000_0000...0xffff_ffff), radix: 16)
        var plan = FleetPlan(
            fleet: FleetFile(processes: [process]), home: home, root: project.root, binaries: binaries, port: port,
            release: label, settings: project.environment)
        plan.override = override
        self.plan = plan
    }

    /// Until the task is cancelled; then nothing of it is left, here or there.
    func run() async throws {
        defer { try? FileManager.default.removeItem(atPath: plan.home.path) }
        let supervisor = try await Supervisor(preparing: plan)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await supervisor.run() }
            group.addTask { try await FleetOperator(supervisor, checks: []).run() }
            group.addTask { await check(supervisor) }
            let result: Result<Void, any Error>
            do {
                try await start(supervisor)
                let session = try DevSession(
                    project: project, home: plan.home, terminal: terminal, process: process, binaries: plan.binaries,
                    label: plan.release)
                result = .success(try await session.run())
            } catch {
                result = .failure(error)
            }
            supervisor.stop()
            _ = await supervisor.board.state { _ in false }
            group.cancelAll()
            while await group.nextResult() != nil {}
            try result.get()
        }
    }

    private func start(_ supervisor: Supervisor) async throws {
        if let failure = await StartWatch(plan.fleet).watch(supervisor.board) {
            throw ShopError(
                "\(process.name) did not start", why: failure.reason,
                mend: "LOG_LEVEL=debug ./shop dev \(process.name) --against \(shop.url)")
        }
        try Task.checkCancellation()
        terminal.line("Your browser alone, of all of \(shop.url), gets \(process.name) from here:")
        terminal.line("  " + terminal.paint(shop.entrance(override.bucket), .bold))
    }

    /// Has the other shop look at each release that comes to serve: it would not take one in that it cannot use, and
    /// its visitor would see the usual pages.
    private func check(_ supervisor: Supervisor) async {
        var checked: Set<String> = []
        for await state in supervisor.board.changes() {
            let ready = state.processes.filter { $0.phase == .ready && !checked.contains($0.release) }
            for instance in ready {
                checked.insert(instance.release)
                guard let address = Address(instance.address) else { continue }
                let complaints = await shop.complaints(
                    about: process.name, release: instance.release, at: override.reachable(address))
                guard !complaints.isEmpty else { continue }
                terminal.errorLine(
                    terminal.paint("! ", .yellow) + "That shop has something against \(instance.release):")
                for complaint in complaints { terminal.errorLine("  \(complaint)") }
            }
        }
    }
}
