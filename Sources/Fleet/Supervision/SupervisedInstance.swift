import FoundationEssentials
import Glibc

/// One instance under supervision: started, probed, and started again after it ended by itself, until it is told to
/// end or the task that runs this is cancelled.
struct SupervisedInstance: Sendable {
    let plan: InstancePlan
    let control: InstanceControl
    let board: FleetBoard
    let backoff: RestartPolicy.Backoff
    let chance: @Sendable () -> Double
    /// Called with each process of it that has ended, before anybody else can know.
    let ended: @Sendable (_ pid: Int32) -> Void

    /// - Returns: how its last process ended.
    @discardableResult
    func run() async -> String {
        var policy = RestartPolicy(backoff)
        var exit = ""
        while !Task.isCancelled {
            let readyAt: ContinuousClock.Instant?
            (exit, readyAt) = await runOnce()
            guard !Task.isCancelled, control.restarts() else { break }
            if let readyAt { policy.becameReady(at: readyAt) }
            let pause = policy.ended(at: .now, chance: chance())
            board.update(plan.id) { [exit] state in
                state.phase = .waiting
                state.pid = nil
                state.readyMilliseconds = nil
                state.lastExit = exit
                state.restarts += 1
            }
            try? await Task.sleep(for: pause)
            guard control.farewell == nil else { break }
        }
        board.update(plan.id) { [exit] state in
            state.phase = .stopped
            state.pid = nil
            state.lastExit = exit
        }
        return exit
    }

    private enum Event: Sendable {
        case ended(String)
        case probingEnded(readyAt: ContinuousClock.Instant?)
    }

    /// One run of the process, from its start to its end, with its readiness probed beside it.
    private func runOnce() async -> (exit: String, readyAt: ContinuousClock.Instant?) {
        let started = ContinuousClock.now
        return await withTaskGroup(of: Event.self) { group in
            group.addTask { .ended(await execute()) }
            group.addTask { .probingEnded(readyAt: await probe(since: started)) }
            var result: (exit: String, readyAt: ContinuousClock.Instant?) = ("", nil)
            for await event in group {
                switch event {
                case .ended(let exit):
                    result.exit = exit
                    group.cancelAll()
                case .probingEnded(let readyAt):
                    result.readyAt = readyAt
                }
            }
            return result
        }
    }

    /// Runs the executable until it ends; on cancellation asks it to stop.
    private func execute() async -> String {
        do {
            let lifeline = try Lifeline()
            defer { lifeline.cut() }
            let pid = try start(lifeline)
            control.began(pid, plan.socket == nil ? nil : lifeline)
            board.update(plan.id) { state in
                state.phase = .starting
                state.pid = pid
                state.started = Date()
            }
            let exit = await withTaskCancellationHandler {
                await ChildExit.of(pid, forget: control.ended).description
            } onCancel: {
                control.end(.stop)
            }
            ended(pid)
            return exit
        } catch {
            return "not started: \(error)"
        }
    }

    private func start(_ lifeline: Lifeline) throws -> Int32 {
        let output = try plan.log.open()
        defer { close(output) }
        return try ChildProcess(
            executable: plan.executable, environment: plan.environment, workingDirectory: plan.root,
            input: lifeline.readEnd, output: output, inherited: plan.socket.map { [$0.descriptor] } ?? [],
            leadsSession: true
        ).spawn()
    }

    /// Asks often until the process is ready the first time, then now and then. Returns when it was first ready.
    private func probe(since started: ContinuousClock.Instant) async -> ContinuousClock.Instant? {
        guard let probe = ReadinessProbe(address: plan.address, path: plan.process.health) else { return nil }
        var readyAt: ContinuousClock.Instant?
        var interval = Duration.milliseconds(10)
        while !Task.isCancelled {
            let isReady = await probe.isReady()
            if Task.isCancelled { break }
            if isReady, readyAt == nil {
                let now = ContinuousClock.now
                readyAt = now
                let milliseconds = Int(started.duration(to: now) / .milliseconds(1))
                board.update(plan.id) { $0.readyMilliseconds = milliseconds }
                interval = .seconds(1)
            } else if readyAt == nil {
                interval = min(interval * 1.1, .milliseconds(250))
            }
            if readyAt != nil { show(isReady: isReady) }
            try? await Task.sleep(for: interval)
        }
        return readyAt
    }

    private func show(isReady: Bool) {
        board.update(plan.id) { state in
            if state.phase != .draining { state.phase = isReady ? .ready : .unready }
        }
    }
}
