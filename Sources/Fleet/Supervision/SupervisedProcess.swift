import FoundationEssentials
import Glibc
import Subprocess

/// One process of the fleet under supervision: started, probed, and started again after it ended, until the task that
/// runs this is cancelled.
struct SupervisedProcess: Sendable {
    let specification: ProcessSpecification
    let address: String
    let executable: String
    let environment: [String: String]
    let workingDirectory: String
    let log: ProcessLog
    let board: FleetBoard
    let backoff: RestartPolicy.Backoff
    let chance: @Sendable () -> Double

    private var name: String { specification.name }

    func run() async {
        var policy = RestartPolicy(backoff)
        while !Task.isCancelled {
            let (exit, readyAt) = await runOnce()
            if Task.isCancelled { break }
            if let readyAt { policy.becameReady(at: readyAt) }
            let pause = policy.ended(at: .now, chance: chance())
            board.update(name) { state in
                state.phase = .waiting
                state.pid = nil
                state.readyMilliseconds = nil
                state.lastExit = exit
                state.restarts += 1
            }
            try? await Task.sleep(for: pause)
        }
        board.update(name) { state in
            state.phase = .stopped
            state.pid = nil
        }
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

    /// Runs the executable until it ends; on cancellation asks it to stop, and ends it after its time to stop.
    private func execute() async -> String {
        do {
            let lifeline = try Lifeline()
            defer { lifeline.cut() }
            let output = try log.open()
            defer { close(output) }
            var options = PlatformOptions()
            options.processGroupID = 0
            options.teardownSequence = [
                .gracefulShutDown(
                    toProcessGroup: true,
                    allowedDurationToNextStep: .seconds(specification.timeouts.stopSeconds))
            ]
            let variables = environment.map { (Environment.Key(rawValue: $0.key), $0.value) }
            let result = try await Subprocess.run(
                .path(.init(executable)),
                environment: .custom(variables.reduce(into: [:]) { if let key = $1.0 { $0[key] = $1.1 } }),
                workingDirectory: .init(workingDirectory),
                platformOptions: options,
                input: .fileDescriptor(.init(rawValue: lifeline.readEnd), closeAfterSpawningProcess: true),
                output: .fileDescriptor(.init(rawValue: output), closeAfterSpawningProcess: false),
                error: .combinedWithOutput
            ) { execution in
                let pid = execution.processIdentifier.value
                board.update(name) { state in
                    state.phase = .starting
                    state.pid = pid
                    state.started = Date()
                }
            }
            return Self.words(for: result.terminationStatus)
        } catch {
            return "not started: \(error)"
        }
    }

    /// Asks often until the process is ready the first time, then now and then. Returns when it was first ready.
    private func probe(since started: ContinuousClock.Instant) async -> ContinuousClock.Instant? {
        guard let probe = ReadinessProbe(address: address, path: specification.health) else { return nil }
        var readyAt: ContinuousClock.Instant?
        var interval = Duration.milliseconds(20)
        while !Task.isCancelled {
            let isReady = await probe.isReady()
            if Task.isCancelled { break }
            if isReady, readyAt == nil {
                let now = ContinuousClock.now
                readyAt = now
                let milliseconds = Int(started.duration(to: now) / .milliseconds(1))
                board.update(name) { $0.readyMilliseconds = milliseconds }
                interval = .seconds(1)
            } else if readyAt == nil {
                interval = min(interval * 1.1, .milliseconds(250))
            }
            if readyAt != nil { board.update(name) { $0.phase = isReady ? .ready : .unready } }
            try? await Task.sleep(for: interval)
        }
        return readyAt
    }

    static func words(for status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "exit \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }
}
