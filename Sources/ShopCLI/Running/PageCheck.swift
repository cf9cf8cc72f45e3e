import Fleet
import Wire

/// A shell's release composes the home page, several times over: the first time its caches are empty and its
/// connections not made, and no visitor should be the one to wait for that.
struct PageCheck: ReleaseChecking {
    private static let times = 5

    func complaints(
        about process: ProcessSpecification, release: String, at address: Address, fleet: FleetState
    ) async -> [String] {
        guard process.name == "shell-server" else { return [] }
        var last = ""
        for _ in 0..<Self.times {
            do {
                let page = WireRequest(target: "/", headers: [.accept: "text/html"])
                let answer = try await WireClient.shared.send(page, to: address, deadline: .after(.seconds(1)))
                last = answer.status == .ok ? "" : "its home page answers \(answer.status.code)"
            } catch {
                last = "its home page does not come: \(error)"
            }
        }
        return last.isEmpty ? [] : [last]
    }
}
