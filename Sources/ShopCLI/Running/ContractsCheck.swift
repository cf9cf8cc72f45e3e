import Contracts
import Fleet
import FoundationEssentials
import Wire

/// A service's release beside what its consumers wrote down to expect of it, in `Expectations/` of their own folders.
///
/// A consumer runs with what it expected when it was deployed, whatever its sources say by now. So every release of it
/// that has visitors is asked, by the files that were staged with it. One that was staged without any says nothing of
/// itself, and is taken to expect what the project's folder says.
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
        var complaints: [String] = []
        /// Whose releases expect the same are asked once.
        var consumers: [ConsumerContract: [String]] = [:]
        for consumer in Consumer.all(in: fleet) where consumer.name != process.name {
            do {
                for contract in try contracts(of: consumer, with: process.name) {
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

    private func contracts(of consumer: Consumer, with provider: String) throws -> [ConsumerContract] {
        let own = Self.expectations(below: releases.folder(of: consumer.name, version: consumer.release))
        let files = own.isEmpty ? Self.expectations(below: root) : own
        return try files.filter { $0.hasSuffix("/\(provider).json") }.map(ContractCheck.read)
            .filter { $0.consumer == consumer.name }
    }

    private static func expectations(below root: String) -> [String] {
        let files = (try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/Sources")) ?? []
        return files.filter { $0.contains("/Expectations/") }.sorted().map { "\(root)/Sources/\($0)" }
    }
}

/// A release that calls others for somebody.
private struct Consumer: Hashable, CustomStringConvertible {
    let name: String
    let release: String

    var description: String { "\(name) \(release)" }

    /// One that is being drained has nobody left who could miss anything.
    static func all(in fleet: FleetState) -> [Consumer] {
        let serving = fleet.processes.filter { $0.share > 0 && $0.phase != .draining && $0.phase != .stopped }
        return Set(serving.map { Consumer(name: $0.name, release: $0.release) })
            .sorted { $0.description < $1.description }
    }
}
