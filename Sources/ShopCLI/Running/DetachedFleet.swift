import Fleet
import FoundationEssentials
import Glibc

/// A fleet in the background: this program again, as the leader of a session of its own, with its output in a log.
struct DetachedFleet: Sendable {
    let plan: FleetPlan
    let terminal: Terminal
    /// What the other process is called with.
    let arguments: [String]

    /// POSIX_SPAWN_SETSID, which glibc shows to GNU sources only.
    private static let newSession: Int16 = 0x80

    private var log: String { plan.home.log(of: "shop") }

    /// Starts the fleet, waits until it is up, or has failed, and shows it.
    ///
    /// - Throws: `ExitStatus` of the other process, after its last words were shown.
    func run() async throws {
        let state = try await start()
        let lines = FleetTable(state: state).lines(on: terminal) + FleetTable.hints(url: state.url, on: terminal)
        for line in lines { terminal.line(line) }
    }

    /// The same without a word.
    func start() async throws -> FleetState {
        try plan.home.prepare()
        let start = logSize
        let pid = try spawn()
        do {
            return try await Signals.cancelling { try await waitUntilUp(pid) }
        } catch is CancellationError {
            kill(pid, SIGTERM)
            _ = await ProcessIdentity(pid)?.hasEnded(within: .seconds(15))
            throw ShopError("Interrupted", why: "the shop was still starting; it was stopped")
        } catch let status as ExitStatus {
            showLog(from: start)
            throw status
        }
    }

    private func waitUntilUp(_ pid: Int32) async throws -> FleetState {
        while true {
            try Task.checkCancellation()
            if let state = plan.home.recordedState(), state.supervisor.pid == pid, state.phase == .up { return state }
            var status: Int32 = 0
            if waitpid(pid, &status, WNOHANG) == pid {
                let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : ExitStatus.failed.rawValue
                throw ExitStatus(rawValue: code == 0 ? 1 : code) ?? .failed
            }
            try await Task.sleep(for: .milliseconds(25))
        }
    }

    private func spawn() throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of this process block signals, which the other one must not inherit.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Self.newSession | Int16(POSIX_SPAWN_SETSIGMASK))

        var environment = plan.settings
        environment["SHOP_HOME"] = plan.home.path
        environment["SHOP_ROOT"] = plan.root
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var pid: Int32 = 0
        let error = Self.withCStrings([program] + arguments) { argv in
            Self.withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&pid, program, &actions, &attributes, argv, envp)
            }
        }
        guard error == 0 else { throw FleetError.fileFailed(program, reason: String(cString: strerror(error))) }
        return pid
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a list that ends with nil is not empty") }
            return body(base)
        }
    }

    // MARK: The log

    private var logSize: Int {
        var status = stat()
        return stat(log, &status) == 0 ? Int(status.st_size) : 0
    }

    private func showLog(from start: Int) {
        let bytes = FileManager.default.contents(atPath: log) ?? Data()
        let text = String(decoding: bytes.dropFirst(start), as: UTF8.self)
        for line in text.split(separator: "\n") where !line.hasPrefix("{") { terminal.errorLine(String(line)) }
    }
}
