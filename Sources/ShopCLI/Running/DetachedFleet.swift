import Fleet
import FoundationEssentials
import Glibc

/// A fleet in the background: this program again, as the leader of a session of its own, with its output in a log.
struct DetachedFleet: Sendable {
    let plan: FleetPlan
    let terminal: Terminal
    /// What the other process is called with.
    let arguments: [String]
    /// Whether the fleet ends with this process, however that came about; `supervise --dev` sees to it.
    var endsWithThis = false

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
        // Nobody closes a lifeline's other end but the system.
        let input = try endsWithThis ? Lifeline().readEnd : open("/dev/null", O_RDONLY)
        defer { close(input) }
        let output = try open(log, O_WRONLY | O_CREAT | O_APPEND)
        defer { close(output) }
        var environment = plan.settings
        environment["SHOP_HOME"] = plan.home.path
        environment["SHOP_ROOT"] = plan.root
        // Of a RabbitMQ of the fleet's own it chooses the ports, and with them the URL, itself.
        if plan.programs[RabbitPlan.name] != nil { environment["SHOP_BROKER"] = RabbitPlan.name }
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return try ChildProcess(
            executable: program, arguments: arguments, environment: environment, workingDirectory: ".", input: input,
            output: output, leadsSession: true
        ).spawn()
    }

    private func open(_ file: String, _ flags: Int32) throws -> Int32 {
        let descriptor = Glibc.open(file, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FleetError.fileFailed(file, reason: String(cString: strerror(errno))) }
        return descriptor
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
