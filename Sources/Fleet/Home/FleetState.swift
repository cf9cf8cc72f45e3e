import FoundationEssentials
import Wire

/// A running fleet, as its supervisor last recorded it in `$SHOP_HOME/run/state.json`.
package struct FleetState: Codable, Sendable, Equatable {
    package enum Phase: String, Codable, Sendable {
        /// Not all processes have been ready yet.
        case starting
        /// All processes were ready once.
        case up
        case stopping
    }

    package var format = 1
    package var phase: Phase
    package var supervisor: ProcessIdentity
    /// Where the shop is, such as `http://127.0.0.1:8080`.
    package var url: String
    package var release: String
    package var started: Date
    /// All instances, in the order of the fleet's file.
    package var processes: [ProcessState]
    /// What whoever started the fleet should know.
    package var notes: [String]?
    /// Rollouts under way, one line each.
    package var rollouts: [RolloutState]?

    package init(
        phase: Phase, supervisor: ProcessIdentity, url: String, release: String, started: Date,
        processes: [ProcessState], notes: [String] = []
    ) {
        self.notes = notes.isEmpty ? nil : notes
        self.phase = phase
        self.supervisor = supervisor
        self.url = url
        self.release = release
        self.started = started
        self.processes = processes
    }

    /// An instance of the process: of several, one that serves.
    package subscript(name name: String) -> ProcessState? {
        let instances = processes.filter { $0.name == name }
        return instances.first { $0.phase == .ready } ?? instances.first
    }

    package subscript(id id: String) -> ProcessState? { processes.first { $0.id == id } }

    /// Whether every process is ready now.
    package var isReady: Bool {
        processes.allSatisfy { $0.phase == .ready || $0.phase == .draining }
    }

    /// The same with the share of the visitors that each instance's release really has, as callers choose: what a
    /// candidate has the release before has not.
    package var withVisitorsShares: FleetState {
        var shown = self
        for (name, instances) in Dictionary(grouping: processes, by: \.name) {
            let serving = instances.filter { $0.phase == .ready || $0.phase == .unready }
            guard Set(instances.map(\.release)).count > 1, !serving.isEmpty else { continue }
            let shares = ReleaseChoice.shares(Dictionary(serving.map { ($0.release, $0.share) }, uniquingKeysWith: max))
            for index in shown.processes.indices where shown.processes[index].name == name {
                let isServing = serving.contains { $0.id == shown.processes[index].id }
                shown.processes[index].share = isServing ? shares[shown.processes[index].release] ?? 0 : 0
            }
        }
        return shown
    }

    /// A rollout as people follow it.
    package struct RolloutState: Codable, Sendable, Equatable {
        package var process: String
        /// The release that is being rolled out, and the one that serves.
        package var candidate: String
        package var serving: String?
        /// The percentage of visitors that the candidate has.
        package var share: Int
        /// What is being done, in a few words.
        package var step: String
    }

    package static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    package static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }
}
