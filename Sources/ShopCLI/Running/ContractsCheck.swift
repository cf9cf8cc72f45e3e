import Contracts
import Fleet
import FoundationEssentials
import Wire

/// A release beside what consumers wrote down to expect of a service, in `Expectations/` of their own folders: a
/// service's release is asked whether it gives its consumers that, and what a consumer's own release expects is held
/// against what the services say of themselves.
///
/// A consumer runs with what it expected when it was deployed, whatever its sources say by now. So every release of it
/// that has visitors is asked, by the files that were staged with it. One that was staged without any says nothing of
/// itself, and is taken to expect what the project's folder says. A service is what the release of it says that has
/// visitors: it is not called, since it may be ill, or have other data than a consumer's examples.
package struct ContractsCheck: ReleaseChecking {
    /// The project's root.
    private let root: String
    private let releases: ReleaseStore

    package init(root: String, releases: ReleaseStore) {
        self.root = root
        self.releases = releases
    }

    package func complaints(
        about process: ProcessSpecification, release: String, at address: Address, fleet: FleetState
    ) async -> [String] {
        let candidate = ServedRelease(name: process.name, release: release)
        let others = ServedRelease.all(in: fleet).filter { $0.name != process.name }
        return await broken(by: candidate, at: address, for: others) + unmet(of: candidate, by: others)
    }

    /// What consumers would miss.
    private func broken(
        by candidate: ServedRelease, at address: Address, for others: [ServedRelease]
    ) async -> [String] {
        var complaints: [String] = []
        /// Whose releases expect the same are asked once.
        var consumers: [ConsumerContract: [String]] = [:]
        for consumer in others {
            do {
                for contract in try contracts(of: consumer, with: candidate.name) {
                    consumers[contract, default: []].append(consumer.release)
                }
            } catch {
                complaints.append("what \(consumer) expects cannot be read: \(error)")
            }
        }
        for (contract, releases) in consumers.sorted(by: { $0.key.consumer < $1.key.consumer }) {
            var contract = contract
            contract.consumer += " " + releases.joined(separator: " and ")
            // The candidate may stand on data that others use.
            complaints += await ContractCheck(contract).breaches(at: address, mayChangeData: false)
        }
        return complaints
    }

    /// What the candidate would miss itself.
    private func unmet(of candidate: ServedRelease, by others: [ServedRelease]) -> [String] {
        others.flatMap { provider -> [String] in
            do {
                let contracts = try self.contracts(of: candidate, with: provider.name)
                guard !contracts.isEmpty, let description = try self.description(of: provider) else { return [] }
                return contracts.flatMap { contract in
                    var contract = contract
                    contract.consumer = "\(candidate)"
                    return DescriptionCheck(contract, with: "\(provider)").breaches(in: description)
                }
            } catch {
                return ["what \(candidate) expects of \(provider) cannot be read: \(error)"]
            }
        }
    }

    private func contracts(of consumer: ServedRelease, with provider: String) throws -> [ConsumerContract] {
        let own = Self.expectations(below: folder(of: consumer))
        let files = own.isEmpty ? Self.expectations(below: root) : own
        return try files.filter { $0.hasSuffix("/\(provider).json") }.map(ContractCheck.read)
            .filter { $0.consumer == consumer.name }
    }

    /// What a release says of its answers; nil if it does not say anything.
    private func description(of provider: ServedRelease) throws -> ServiceDescription? {
        try Self.sources(below: folder(of: provider)).first { $0.hasSuffix("/openapi.json") }
            .map(ServiceDescription.read)
    }

    private func folder(of release: ServedRelease) -> String {
        releases.folder(of: release.name, version: release.release)
    }

    private static func expectations(below root: String) -> [String] {
        sources(below: root).filter { $0.contains("/Expectations/") }
    }

    private static func sources(below root: String) -> [String] {
        let files = (try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/Sources")) ?? []
        return files.sorted().map { "\(root)/Sources/\($0)" }
    }
}

/// A release that has visitors, or is about to.
private struct ServedRelease: Hashable, CustomStringConvertible {
    let name: String
    let release: String

    var description: String { "\(name) \(release)" }

    /// One that is being drained has nobody left who could miss anything.
    static func all(in fleet: FleetState) -> [ServedRelease] {
        let serving = fleet.processes.filter { $0.share > 0 && $0.phase != .draining && $0.phase != .stopped }
        return Set(serving.map { ServedRelease(name: $0.name, release: $0.release) })
            .sorted { $0.description < $1.description }
    }
}
