import Contracts
import Fleet
import FoundationEssentials
import Wire

/// A service's release beside what its consumers wrote down to expect of it, in `Expectations/` of their own folders.
struct ContractsCheck: ReleaseChecking {
    /// The project's root.
    let root: String

    func complaints(
        about process: ProcessSpecification, release: String, at address: Address, fleet: FleetState
    ) async -> [String] {
        let sources = "\(root)/Sources"
        let files = (try? FileManager.default.subpathsOfDirectory(atPath: sources)) ?? []
        var complaints: [String] = []
        for file in files.sorted() where file.hasSuffix("/Expectations/\(process.name).json") {
            do {
                let contract = try ContractCheck.read("\(sources)/\(file)")
                // The candidate may stand on data that others use.
                complaints += await ContractCheck(contract).breaches(at: address, mayChangeData: false)
            } catch {
                complaints.append("Sources/\(file) cannot be read: \(error)")
            }
        }
        return complaints
    }
}
