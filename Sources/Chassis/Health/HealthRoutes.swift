import Hummingbird
import Wire

/// `/health/live`: the process answers. `/health/ready`: it can do its work, so traffic may come; from the moment that
/// it is on its way out none may. Liveness never depends on anybody else.
struct HealthRoutes: Sendable {
    let name: String
    let release: String
    let checks: [ReadinessCheck]
    let lifecycle: Lifecycle

    struct Report: Encodable {
        var status: String
        var process: String
        var release: String
        var complaints: [String: String]?
    }

    func add(to router: Router<ShopContext>) {
        router.get("/health/live") { _, _ in try Response.json(report(status: "live")) }
        router.get("/health/ready") { _, _ in
            var complaints: [String: String] = [:]
            for check in checks { complaints[check.name] = await check.complaint() }
            if lifecycle.state != .serving { complaints["lifecycle"] = "it is on its way out" }
            guard !complaints.isEmpty else { return try Response.json(report(status: "ready")) }
            return try Response.json(report(status: "not ready", complaints), status: .serviceUnavailable)
        }
    }

    private func report(status: String, _ complaints: [String: String]? = nil) -> Report {
        Report(status: status, process: name, release: release, complaints: complaints)
    }
}
