import FoundationEssentials
import Glibc

/// Stops a fleet from outside its supervisor, and ends what a supervisor that was killed left behind.
package struct FleetCleaner: Sendable {
    package enum Outcome: Sendable, Equatable {
        case nothingRan
        /// The supervisor stopped its fleet.
        case stopped
        /// The supervisor was gone; so many of its processes were still there and were ended.
        case cleaned(orphans: Int)
    }

    private let home: FleetHome
    /// How long processes have to stop before they are killed.
    private let patience: Duration

    package init(home: FleetHome, patience: Duration = .seconds(10)) {
        self.home = home
        self.patience = patience
    }

    /// Stops the fleet of this home, in whichever state it is, and removes its run files.
    ///
    /// - Throws: `FleetError.cannotStop`.
    package func takeDown() async throws -> Outcome {
        let recorded = home.recordedState()
        if let supervisor = recorded?.supervisor, supervisor.send(SIGTERM) {
            if await supervisor.hasEnded(within: patience + .seconds(5)) { return .stopped }
            supervisor.send(SIGKILL)
            guard await supervisor.hasEnded(within: .seconds(2)) else {
                throw FleetError.cannotStop(pid: supervisor.pid)
            }
        }
        guard FileManager.default.fileExists(atPath: home.run) else { return .nothingRan }
        let lock = try await FleetLock.take(home)
        defer { lock.release() }
        let orphans = try await endOrphans()
        home.removeRunFiles()
        return recorded == nil && orphans == 0 ? .nothingRan : .cleaned(orphans: orphans)
    }

    /// Ends the processes of this home that have no supervisor; the caller holds the home's lock. Returns how many
    /// there were.
    @discardableResult
    func endOrphans() async throws -> Int {
        let orphans = processes()
        for orphan in orphans { orphan.send(SIGTERM) }
        let deadline = ContinuousClock.now + patience
        for orphan in orphans {
            if await orphan.hasEnded(within: ContinuousClock.now.duration(to: deadline)) { continue }
            orphan.send(SIGKILL)
            guard await orphan.hasEnded(within: .seconds(2)) else { throw FleetError.cannotStop(pid: orphan.pid) }
        }
        return orphans.count
    }

    /// The running processes that were started for this home.
    package func processes() -> [ProcessIdentity] {
        ProcessTable.identifiers().compactMap { pid in
            guard let environment = ProcessTable.environment(of: pid),
                environment["SHOP_HOME"] == home.path, environment["SHOP_PROCESS"] != nil
            else { return nil }
            return ProcessIdentity(pid)
        }
    }
}
