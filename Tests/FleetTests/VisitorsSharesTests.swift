import Fleet
import FoundationEssentials
import ShopCLI
import Testing

/// What people are shown of a process that has several releases at once.
@Suite struct VisitorsSharesTests {
    struct Shown: Sendable {
        let release: String
        let share: Int
        var phase = ProcessState.Phase.ready
        /// Of the visitors, in percent.
        let visitors: Int
    }

    private static func state(_ instances: [Shown]) throws -> FleetState {
        FleetState(
            phase: .up, supervisor: try #require(ProcessIdentity.current), url: "http://127.0.0.1:1", release: "dev",
            started: Date(timeIntervalSince1970: 1_000),
            processes: instances.enumerated().map { index, shown in
                ProcessState(
                    id: "\(index)", name: "kites", team: "t", address: "127.0.0.1:\(index)", release: shown.release,
                    share: shown.share, phase: shown.phase)
            } + [ProcessState(name: "other", team: "t", address: "127.0.0.1:9", release: "1-a", phase: .waiting)])
    }

    @Test(arguments: [
        [Shown(release: "1-a", share: 100, visitors: 100)],
        [Shown(release: "1-a", share: 100, phase: .waiting, visitors: 100)],
        [Shown(release: "1-a", share: 100, visitors: 100), Shown(release: "1-a", share: 100, visitors: 100)],
        [Shown(release: "1-a", share: 100, visitors: 95), Shown(release: "2-b", share: 5, visitors: 5)],
        [
            Shown(release: "1-a", share: 100, visitors: 75), Shown(release: "1-a", share: 100, visitors: 75),
            Shown(release: "2-b", share: 25, visitors: 25),
        ],
        // A candidate that starts, one that has everybody, and a writer's that stands by.
        [
            Shown(release: "1-a", share: 100, visitors: 100),
            Shown(release: "2-b", share: 0, phase: .starting, visitors: 0),
        ],
        [Shown(release: "1-a", share: 100, visitors: 0), Shown(release: "2-b", share: 100, visitors: 100)],
        [
            Shown(release: "1-a", share: 100, visitors: 100),
            Shown(release: "2-b", share: 100, phase: .starting, visitors: 0),
        ],
        [
            Shown(release: "1-a", share: 100, phase: .draining, visitors: 0),
            Shown(release: "2-b", share: 100, visitors: 100),
        ],
    ])
    func theSharesAreThoseOfTheVisitors(instances: [Shown]) throws {
        let state = try Self.state(instances)
        let shown = state.withVisitorsShares
        #expect(shown.processes.map(\.share) == instances.map(\.visitors) + [100])
        let table = FleetTable(state: state).lines(on: .silent(hasColour: false))
        for (line, shown) in zip(table.dropFirst(), instances) {
            #expect(line.contains(" \(shown.visitors) %"), "\(line)")
        }
    }
}
