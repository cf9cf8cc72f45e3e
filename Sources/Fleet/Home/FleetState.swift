import FoundationEssentials

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
    package var processes: [ProcessState]

    package init(
        phase: Phase, supervisor: ProcessIdentity, url: String, release: String, started: Date,
        processes: [ProcessState]
    ) {
        self.phase = phase
        self.supervisor = supervisor
        self.url = url
        self.release = release
        self.started = started
        self.processes = processes
    }

    package subscript(name name: String) -> ProcessState? {
        processes.first { $0.name == name }
    }

    /// Whether every process is ready now.
    package var isReady: Bool {
        processes.allSatisfy { $0.phase == .ready }
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
