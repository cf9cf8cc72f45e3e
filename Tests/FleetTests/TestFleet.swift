import Fleet
import FoundationEssentials
import Glibc
import Testing

/// Fleets of shell scripts, for what no honest process does.
enum TestFleet {
    struct NotInTime: Error {
        let what: String
    }

    /// A fleet whose processes `p0`, `p1`… are these scripts; the first one is the public one.
    static func plan(in folder: String, scripts: [String]) throws -> FleetPlan {
        let binaries = folder + "/bin"
        try FileManager.default.createDirectory(atPath: binaries, withIntermediateDirectories: true)
        for (index, script) in scripts.enumerated() {
            let path = "\(binaries)/p\(index)"
            try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        let processes = scripts.indices.map { index in
            ProcessSpecification(
                name: "p\(index)", team: "test", isPublic: index == 0,
                timeouts: .init(readySeconds: 20, stopSeconds: 1))
        }
        return FleetPlan(
            fleet: FleetFile(processes: processes), home: FleetHome(path: folder + "/home"), root: folder,
            binaries: binaries, port: try #require(LoopbackPorts.firstFree(of: scripts.count)), release: "test",
            settings: ["PATH": "/usr/bin:/bin"])
    }

    /// Runs a fleet of scripts around the body, and sees to it that nothing of it is left but its data and its logs.
    ///
    /// - Parameter afterwards: called when all has ended.
    static func run<Result: Sendable>(
        _ scripts: [String], afterwards: @Sendable (FleetPlan) throws -> Void = { _ in },
        _ body: @escaping @Sendable (Supervisor, FleetPlan) async throws -> Result
    ) async throws -> Result {
        try await withScratchFolder { folder in
            let plan = try TestFleet.plan(in: folder, scripts: scripts)
            let supervisor = try await Supervisor(preparing: plan)
            let result = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await supervisor.run() }
                defer { supervisor.stop() }
                return try await body(supervisor, plan)
            }
            #expect(FleetCleaner(home: plan.home).processes().isEmpty)
            #expect(try plan.runFiles.isEmpty)
            try afterwards(plan)
            return result
        }
    }

    /// A process that says of itself that it belongs to the plan's home, and that nobody supervises.
    static func orphan(of plan: FleetPlan) throws -> ProcessIdentity {
        var environment: [UnsafeMutablePointer<CChar>?] = [
            strdup("SHOP_HOME=\(plan.home.path)"), strdup("SHOP_PROCESS=p0"), nil,
        ]
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sleep"), strdup("60"), nil]
        defer { for text in environment + arguments { free(text) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var pid: Int32 = 0
        guard posix_spawn(&pid, "/bin/sleep", nil, &attributes, &arguments, &environment) == 0 else {
            throw NotInTime(what: "the orphan")
        }
        // A process that has just begun does not show its environment yet.
        let deadline = ContinuousClock.now + .seconds(5)
        while ProcessTable.environment(of: pid)?["SHOP_PROCESS"] == nil {
            guard ContinuousClock.now < deadline else { throw NotInTime(what: "the orphan's environment") }
        }
        return try #require(ProcessIdentity(pid))
    }
}

extension Supervisor {
    /// The first state for which the condition holds.
    func state(_ condition: (FleetState) -> Bool) async throws -> FleetState {
        for await state in board.changes() where condition(state) { return state }
        throw TestFleet.NotInTime(what: "the state")
    }
}

extension FleetPlan {
    /// The content of a log, as soon as the condition holds for it.
    func log(of process: String, _ condition: (String) -> Bool) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            let bytes = FileManager.default.contents(atPath: home.log(of: process)) ?? Data()
            let text = String(decoding: bytes, as: UTF8.self)
            if condition(text) { return text }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TestFleet.NotInTime(what: "the log of \(process)")
    }

    /// The names of what lies in the home's `run` folder.
    var runFiles: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: home.run) }
    }
}
