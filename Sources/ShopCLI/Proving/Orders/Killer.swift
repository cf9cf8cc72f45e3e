import Fleet
import Glibc
import Shoppers
import Synchronization

/// Ends processes of one fleet at once, without a word to them: `kill -9`.
final class Killer: Sendable {
    private let home: FleetHome
    private let state: Mutex<(random: SeededGenerator, kills: [String: Int])>

    /// Between looks for somebody who is alive.
    private static let pause = Duration.milliseconds(20)

    init(home: FleetHome, seed: UInt64) {
        self.home = home
        state = Mutex((SeededGenerator(seed: seed), [:]))
    }

    /// By process.
    var kills: [String: Int] { state.withLock(\.kills) }

    /// Kills one of the fleet's processes, whichever chance chooses. If nothing is alive it waits.
    func kill() async {
        while !Task.isCancelled {
            let candidates = (home.recordedState()?.processes ?? []).filter { $0.pid != nil }
            let victim = state.withLock { candidates.randomElement(using: &$0.random) }
            if let victim, let pid = victim.pid, isOurs(pid, victim.name), Glibc.kill(pid, SIGKILL) == 0 {
                state.withLock { $0.kills[victim.name, default: 0] += 1 }
                return
            }
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// The state is a moment old: the number may be somebody else's by now.
    private func isOurs(_ pid: Int32, _ name: String) -> Bool {
        let environment = ProcessTable.environment(of: pid)
        return environment?["SHOP_HOME"] == home.path && environment?["SHOP_PROCESS"] == name
    }
}
