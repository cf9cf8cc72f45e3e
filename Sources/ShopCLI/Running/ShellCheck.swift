import Fleet
import ShellAPI
import Wire

/// A fragment server's release beside what the shop needs of it: the shell compares its manifest and renders its
/// samples.
///
/// Where no shell is ready nobody is served, and this release may be what the shell waits for: then it may start.
struct ShellCheck: ReleaseChecking {
    /// Less than a rollout gives its checks, so that the reason is the shell's.
    private static let patience = Duration.seconds(7)

    func complaints(
        about process: ProcessSpecification, release: String, at address: Address, fleet: FleetState
    ) async -> [String] {
        guard process.servesFragments,
            let shell = fleet.processes.first(where: { $0.name == "shell-server" && $0.phase == .ready }),
            let place = Address(shell.address)
        else { return [] }
        do {
            let request = ReleaseCheckRequest(server: process.name, address: address, release: release)
            let report = try await ShellClient(place).check(request, within: Self.patience)
            return report.complaints.map { "\($0.who) \($0.what)" }
        } catch {
            return ["\(shell.name) could not check it: \(error)"]
        }
    }
}
