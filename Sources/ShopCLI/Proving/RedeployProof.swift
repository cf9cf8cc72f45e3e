import Fleet
import FoundationEssentials
import Shoppers
import Wire

/// Proves that no redeploy loses anything: shoppers shop, and each process is replaced under them, again and again.
struct RedeployProof: Sendable {
    let fleet: ProofFleet
    let rate: Double
    let redeploys: Int
    /// Between two redeploys, so that there is a meanwhile to compare with.
    let pause: Duration
    let seed: UInt64
    let progress: RedeployProgress

    /// Shoppers are there before the first redeploy, so that there is a before.
    private static let warmUp = Duration.seconds(8)
    /// The traffic lasts as long as the redeploys, and no longer than this.
    private static let longest = Duration.seconds(6 * 3_600)

    /// - Throws: `ShopError`, if the shop's address is none.
    func run(on state: FleetState) async throws -> RedeployReport {
        guard let shop = LoadPlan.shop(at: state.url) else { throw ShopError("\(state.url) is no shop's address") }
        var plan = LoadPlan(shop: shop, rate: rate, duration: Self.longest)
        plan.seed = seed
        let load = LoadRun(plan)
        async let traffic = load.run { progress.show($0) }
        let done = await untilSignalled { await redeployAll(under: load) }
        progress.review()
        load.stop()
        let report = await traffic
        progress.clear()
        return RedeployReport(
            seed: seed, planned: redeploys, processes: fleet.plan.fleet.processes.map(\.name), done, report)
    }

    /// Runs what ends early when its task is cancelled, and has it cancelled by the first signal.
    private func untilSignalled(
        _ work: @escaping @Sendable () async -> [RedeployReport.Redeploy]
    ) async -> [RedeployReport.Redeploy] {
        await withTaskGroup(of: [RedeployReport.Redeploy].self) { group in
            group.addTask { await work() }
            group.addTask {
                for await _ in Signals.stream() { break }
                return []
            }
            var done = await group.next() ?? []
            group.cancelAll()
            for await others in group { done += others }
            return done
        }
    }

    // MARK: Redeploys

    /// - Returns: what was done until the end, or until the task was cancelled.
    private func redeployAll(under load: LoadRun) async -> [RedeployReport.Redeploy] {
        var done: [RedeployReport.Redeploy] = []
        guard (try? await Task.sleep(for: Self.warmUp)) != nil else { return done }
        let schedule = RedeploySchedule(of: fleet.plan.fleet.processes, count: redeploys, seed: seed)
        for entry in schedule.entries {
            progress.begin(entry)
            let label = RedeployReport.Redeploy.label(entry.number, entry.process.name)
            let redeploy = await load.marking(label) { await self.redeploy(entry) }
            guard !Task.isCancelled else { break }
            progress.end(redeploy)
            done.append(redeploy)
            guard (try? await Task.sleep(for: pause)) != nil else { break }
        }
        return done
    }

    /// As `./shop redeploy` does it, without the build.
    private func redeploy(_ entry: RedeploySchedule.Entry) async -> RedeployReport.Redeploy {
        let begin = ContinuousClock.now
        var version = ""
        let reply: ControlReply
        do {
            let staging = try ReleaseStore(home: fleet.plan.home).stage(
                fleet.plan.build(of: entry.process), at: Date(), evenIfUnchanged: true)
            version = staging.release.version
            let request = ControlRequest(.redeploy, process: entry.process, version: version, pace: entry.pace)
            reply =
                try await ControlChannel.ask(fleet.plan.home, request) { _ in }
                ?? ControlReply(.failed, "the supervisor does not answer any more")
        } catch {
            reply = ControlReply(.failed, "\(error)")
        }
        return RedeployReport.Redeploy(entry, release: version, reply, taking: begin.duration(to: .now))
    }
}
