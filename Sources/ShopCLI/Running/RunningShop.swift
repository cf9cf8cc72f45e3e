import Fleet

/// The shop that runs in a project's home, seen from another process.
struct RunningShop {
    private let home: FleetHome

    init(_ project: Project) {
        home = project.home
    }

    /// - Throws: `ShopError` with `notRunning`, when no supervisor lives.
    func state() throws -> FleetState {
        guard let state = home.recordedState() else {
            throw ShopError(
                "No shop runs here", why: "nothing was started in \(home.path)", mend: "./shop up",
                status: .notRunning)
        }
        guard state.supervisor.isAlive else {
            throw ShopError(
                "The shop is not supervised any more", why: "process \(state.supervisor.pid) was killed",
                mend: "./shop down (cleans up), or ./shop up (does so itself)", status: .notRunning)
        }
        return state
    }
}
