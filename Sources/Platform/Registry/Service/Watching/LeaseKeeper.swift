import Chassis
import ServiceLifecycle
import Wire

/// Ends leases when they run out, though nobody asks, and ends the registry's warming up.
struct LeaseKeeper: Service {
    let board: RegistryBoard
    let lifecycle: Lifecycle
    let warmth: Duration

    /// The longest pause between two looks, in milliseconds.
    private static let longest = 250

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Before that nobody can say that he is there.
            await lifecycle.hasTurn()
            try? await Task.sleep(for: warmth)
            if Task.isCancelled { return }
            board.endWarming()
            while !Task.isCancelled {
                let left = board.expire().map { $0 - board.clock.now() } ?? Self.longest
                // A lease that is kept though it has run out is no reason to hurry.
                try? await Task.sleep(for: .milliseconds(left > 0 ? min(left, Self.longest) : Self.longest))
            }
        }
    }
}
