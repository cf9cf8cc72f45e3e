import Fleet
import Wire

/// A release of the shell or of the public entry answers with the home page, several times over: the first time its
/// caches are empty and its connections not made, and no visitor should be the one to wait for that.
package struct PageCheck: ReleaseChecking {
    private static let times = 5

    package init() {}

    package func complaints(
        about process: ProcessSpecification, release: String, at address: Address, fleet: FleetState
    ) async -> [String] {
        guard process.name == "shell-server" || process.isPublic else { return [] }
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
