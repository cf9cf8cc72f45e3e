import FoundationEssentials

/// A fleet that is to be run: which, where, from which executables, with which settings.
package struct FleetPlan: Sendable {
    package var fleet: FleetFile
    package var home: FleetHome
    /// The project's root, where processes find templates and public files.
    package var root: String
    /// The folder of the executables.
    package var binaries: String
    package var port: Int
    /// A short text that names the build.
    package var release: String
    /// The environment of the person who starts the fleet.
    package var settings: [String: String]

    package init(
        fleet: FleetFile, home: FleetHome, root: String, binaries: String, port: Int, release: String,
        settings: [String: String]
    ) {
        self.fleet = fleet
        self.home = home
        self.root = root
        self.binaries = binaries
        self.port = port
        self.release = release
        self.settings = settings
    }

    func executable(of process: String) -> String { "\(binaries)/\(process)" }

    func checkExecutables() throws {
        for process in fleet.processes {
            let path = executable(of: process.name)
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw FleetError.missingExecutable(process: process.name, path: path)
            }
        }
    }

    /// The fleet with an address and a release for every process.
    func runningFleet() throws -> FleetFile {
        let plan: PortPlan
        do {
            plan = try PortPlan(
                for: fleet, publicPort: port, isFree: LoopbackPorts.isFree, anyFree: LoopbackPorts.anyFree)
        } catch PortPlanError.publicPortTaken(let port) {
            throw FleetError.portTaken(port: port, holder: PortHolder.find(port: port))
        } catch PortPlanError.noFreePort(let process) {
            throw FleetError.noFreePort(process: process)
        }
        var running = fleet
        for index in running.processes.indices {
            let name = running.processes[index].name
            running.processes[index].address = "127.0.0.1:\(plan.ports[name] ?? 0)"
            running.processes[index].release = release
        }
        return running
    }

    func initialState(of running: FleetFile) throws -> FleetState {
        guard let supervisor = ProcessIdentity.current else {
            throw FleetError.fileFailed("/proc/self/stat", reason: "it cannot be read")
        }
        let processes = running.processes.map { process in
            ProcessState(
                name: process.name, team: process.team, address: process.address ?? "", release: release)
        }
        return FleetState(
            phase: .starting, supervisor: supervisor, url: "http://127.0.0.1:\(port)", release: release,
            started: Date(), processes: processes)
    }

    func processes(
        of running: FleetFile, board: FleetBoard, backoff: RestartPolicy.Backoff,
        chance: @escaping @Sendable () -> Double
    ) -> [SupervisedProcess] {
        let environment = ChildEnvironment(home: home, root: root, release: release, settings: settings)
        return running.processes.map { process in
            let address = process.address ?? ""
            return SupervisedProcess(
                specification: process, address: address, executable: executable(of: process.name),
                environment: environment.variables(for: process.name, address: address), workingDirectory: root,
                log: ProcessLog(path: home.log(of: process.name)), board: board, backoff: backoff, chance: chance)
        }
    }
}
