import FoundationEssentials
import Glibc
import Synchronization

/// Keeps the instances of a fleet running until it is stopped, or the task that runs it is cancelled; then stops them
/// all, from the edge inwards. Instances come and go while it runs.
///
/// All start at once: each waits for its own needs by not being ready, so that no order is needed.
package final class Supervisor: Sendable {
    /// What there is to know of the fleet while it runs.
    package let board: FleetBoard
    package let plan: FleetPlan
    package let releases: ReleaseStore
    /// The sockets that processes share with their successors, by process.
    let sockets: [String: PublicSocket]

    private let lock: FleetLock
    /// Nil for a fleet without a registry.
    private let obituaries: Obituaries?
    private let backoff: RestartPolicy.Backoff
    private let chance: @Sendable () -> Double
    private let stopping = AsyncStream.makeStream(of: Void.self)
    private let arrivals = AsyncStream.makeStream(of: Member.self)
    private let crew = Mutex<[String: Member]>([:])
    private let ledger = Mutex(Ledger())

    private struct Ledger {
        /// How instances ended that are gone.
        var exits: [String: String] = [:]
        var lastNumber = 1
    }

    private struct Member: Sendable {
        let plan: InstancePlan
        let control: InstanceControl

        init(_ plan: InstancePlan) {
            self.plan = plan
            control = InstanceControl(plan)
        }
    }

    /// Makes the home ready for the fleet: takes the lock, ends what an earlier supervisor left behind, stages the
    /// releases, chooses the addresses, and writes the fleet's file and state.
    ///
    /// - Throws: `FleetError` or `ReleaseError`.
    package init(
        preparing plan: FleetPlan, backoff: RestartPolicy.Backoff = RestartPolicy.Backoff(),
        chance: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) async throws {
        try plan.home.prepare()
        let lock = try await FleetLock.take(plan.home)
        let instances: [InstancePlan]
        do {
            try plan.checkExecutables()
            try await FleetCleaner(home: plan.home).endOrphans()
            _ = await LoopbackPorts.becomesFree(plan.port)
            plan.home.removeRunFiles()
            let releases = ReleaseStore(home: plan.home)
            let start = try await FleetStart(plan: plan, releases: releases)
            let board = FleetBoard(try plan.initialState(of: start.instances, notes: start.notes))
            try plan.home.write(start.running.encoded(), to: plan.home.fleetFile)
            try plan.home.write(FleetState.encoder().encode(board.state), to: plan.home.stateFile)
            if let url = plan.settings["SHOP_BROKER"] { try plan.home.writeSecret(url, to: plan.home.brokerFile) }
            try plan.home.rememberEngine(plan.engine)
            self.board = board
            self.releases = releases
            sockets = start.sockets
            instances = start.instances
        } catch {
            plan.home.removeRunFiles()
            lock.release()
            throw error
        }
        self.plan = plan
        self.lock = lock
        obituaries = InstanceBuilder(plan: plan, releases: releases, sockets: sockets).registry.map(Obituaries.init)
        self.backoff = backoff
        self.chance = chance
        for instance in instances { enrol(Member(instance)) }
    }

    /// Returns after `stop()` or cancellation, when every process has ended and the run files are gone.
    package func run() async {
        await withTaskGroup { group in
            group.addTask { await self.record() }
            group.addTask { await self.rotateLogs() }
            group.addTask { await self.obituaries?.run() }
            group.addTask { await self.runInstances() }
            for await _ in stopping.stream {}
            board.update { $0.phase = .stopping }
            await stopFromTheEdge()
            arrivals.continuation.finish()
            group.cancelAll()
        }
        for socket in sockets.values { socket.close() }
        plan.home.removeRunFiles()
        lock.release()
    }

    /// Asks every process to stop; `run()` returns when they have.
    package func stop() {
        stopping.continuation.finish()
    }

    /// Ends every process at once, for a person who does not want to wait for them to stop.
    package func kill() {
        for member in crew.withLock(\.self).values { member.control.end(.kill) }
    }

    // MARK: Instances

    /// Adds an instance to the fleet and starts it.
    package func start(_ instance: InstancePlan) {
        board.add(instance.initialState)
        enrol(Member(instance))
    }

    /// From here on the instance can be ended, whether its process has begun or not.
    private func enrol(_ member: Member) {
        crew.withLock { $0[member.plan.id] = member }
        arrivals.continuation.yield(member)
    }

    /// Asks an instance to end; it leaves the board when it has.
    package func end(_ id: String, _ farewell: Farewell) {
        if farewell == .drain { board.update(id) { $0.phase = .draining } }
        crew.withLock { $0[id] }?.control.end(farewell)
    }

    /// From now on the instance is started again when it ends by itself.
    /// - Returns: false if it has ended already, or is about to.
    package func keepAlive(_ id: String) -> Bool {
        crew.withLock { $0[id] }?.control.keepAlive() ?? false
    }

    /// From now on the instance has its full part of the processors.
    func bringForward(_ id: String) async {
        await crew.withLock { $0[id] }?.control.bringForward()
    }

    /// From now on the instance takes connections from the socket that it shares.
    func giveTurn(_ id: String) {
        crew.withLock { $0[id] }?.control.giveTurn()
    }

    /// How an instance ended that is gone, such as `exit 1`.
    func exit(of id: String) -> String? { board.state[id: id]?.lastExit ?? ledger.withLock { $0.exits[id] } }

    /// A number that no other instance of this fleet has had.
    func nextNumber() -> Int {
        ledger.withLock { ledger in
            ledger.lastNumber += 1
            return ledger.lastNumber
        }
    }

    /// Shows a rollout to those who follow the fleet; nil when it has ended.
    func show(_ rollout: FleetState.RolloutState?, for process: String) {
        board.update { state in
            var rollouts = (state.rollouts ?? []).filter { $0.process != process }
            if let rollout { rollouts.append(rollout) }
            state.rollouts = rollouts.isEmpty ? nil : rollouts
        }
    }

    /// The plans of the instances that there are of a process.
    package func instances(of process: String) -> [InstancePlan] {
        crew.withLock { crew in
            board.state.processes.filter { $0.name == process }.compactMap { crew[$0.id]?.plan }
        }
    }

    private func runInstances() async {
        await withDiscardingTaskGroup { group in
            for await member in arrivals.stream {
                let plan = member.plan
                group.addTask {
                    let instance = SupervisedInstance(
                        plan: plan, control: member.control, board: self.board, backoff: self.backoff,
                        chance: self.chance, ended: { self.noteEnd(of: plan, pid: $0) })
                    let exit = await instance.run()
                    self.ledger.withLock { $0.exits[plan.id] = exit }
                    _ = self.crew.withLock { $0.removeValue(forKey: plan.id) }
                    if self.board.state.phase != .stopping { self.board.remove(plan.id) }
                }
            }
        }
        board.finish()
    }

    /// A fleet that stops has nobody left who would wait.
    private func noteEnd(of plan: InstancePlan, pid: Int32) {
        if board.state.phase != .stopping { obituaries?.note(plan, process: pid) }
    }

    /// Stops process by process, callers before those whom they call: none is left with a call that nobody answers.
    private func stopFromTheEdge() async {
        for process in plan.fleet.processes.reversed().map(\.name) + board.state.processes.map(\.name) {
            let members = crew.withLock { crew in crew.values.filter { $0.plan.process.name == process } }
            guard !members.isEmpty else { continue }
            for member in members { member.control.end(.stop) }
            let ids = Set(members.map(\.plan.id))
            _ = await board.state { state in
                state.processes.allSatisfy { !ids.contains($0.id) || $0.phase == .stopped }
            }
        }
    }

    // MARK: The record

    /// The only writer of the state's file, so that states appear there in their order.
    private func record() async {
        for await state in board.changes() {
            if let data = try? FleetState.encoder().encode(state) {
                try? plan.home.write(data, to: plan.home.stateFile)
            }
        }
    }

    private func rotateLogs() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(5))
            for member in crew.withLock(\.self).values { member.plan.log.rotate() }
        }
    }
}
