import FoundationEssentials

/// A fleet that is to be run: which, where, from which executables, with which settings.
package struct FleetPlan: Sendable {
    package var fleet: FleetFile
    package var home: FleetHome
    /// The project's root, from which releases take their files.
    package var root: String
    /// The folder of the executables.
    package var binaries: String
    package var port: Int
    /// A short text that names the build.
    package var release: String
    /// The environment of the person who starts the fleet.
    package var settings: [String: String]
    /// Programs that are not among the executables, by process.
    package var programs: [String: String] = [:]
    /// Ports that are settled already, by process.
    package var ports: [String: Int] = [:]
    /// Nil for a shop of its own.
    package var override: OverridePlan?

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

    /// The process that says where the others are.
    static let registry = "registry"

    /// The process that carries events, unless something else does.
    static let broker = "broker"

    func executable(of process: String) -> String { programs[process] ?? "\(binaries)/\(process)" }

    /// Puts another process in the place of the one that carries events, or none: then nobody waits for it.
    package mutating func replaceBroker(with other: ProcessSpecification?) {
        fleet.processes = fleet.processes.compactMap { process in
            if process.name == Self.broker { return other }
            var process = process
            process.needs.removeAll { $0 == Self.broker }
            return process
        }
    }

    /// What a release of the process is made of now.
    package func build(of process: ProcessSpecification) -> ReleaseBuild {
        ReleaseBuild(
            name: process.name, executable: executable(of: process.name), root: root, files: process.files,
            commit: release)
    }

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
        var taken = Set(plan.ports.values)
        for index in running.processes.indices {
            let process = running.processes[index]
            var number = ports[process.name] ?? plan.ports[process.name]
            // The public port is a socket that it shares with its successors; its own is only for those who know it.
            if process.isPublic, process.strategy == .socket { number = LoopbackPorts.anyFree(besides: taken) }
            if let override { number = override.port(besides: taken) }
            guard let number else { throw FleetError.noFreePort(process: process.name) }
            taken.insert(number)
            running.processes[index].address = "127.0.0.1:\(number)"
        }
        return running
    }

    func initialState(of instances: [InstancePlan], notes: [String]) throws -> FleetState {
        guard let supervisor = ProcessIdentity.current else {
            throw FleetError.fileFailed("/proc/self/stat", reason: "it cannot be read")
        }
        return FleetState(
            phase: .starting, supervisor: supervisor, url: "http://127.0.0.1:\(port)", release: release,
            started: Date(), processes: instances.map(\.initialState), notes: notes)
    }
}
