import Chassis
import HTTPTypes
import Hummingbird
import Wire

/// Takes browsers' reports of what the page policy forbade, and counts them.
struct PolicyReports: Sendable {
    static let path = "/csp-report"
    /// Bytes; browsers send a list in parts if it is longer.
    private static let bodyLimit = 16 << 10

    let reports = Counter("shop_csp_reports_total", help: "Reports of what the page policy forbade, by directive.")
    /// The same by the releases that the visitor has of services on trial: by this such a release is judged.
    let complaints = Counter(
        "shop_csp_complaints_total", help: "Reports of visitors to a service that has several releases, by release.")
    let discovery: any Discovery
    private let allowance = Allowance(perSecond: 20, burst: 100)

    /// - Throws: ``Problem``: 429 for too many at once, else what is wrong with this one.
    func take(_ request: Request) async throws -> ForwardedAnswer {
        guard allowance.take() else { throw Problem(.tooManyRequests, detail: "Too many reports at once.") }
        let body = try await request.bytes(limit: Self.bodyLimit)
        for directive in try PolicyReport.directives(in: body, contentType: request.headers[.contentType]) {
            reports.increment(["directive": directive])
            blame(RequestScope.current?.bucket)
        }
        return ForwardedAnswer(status: .noContent, headers: [.cacheControl: "no-store"], body: .none)
    }

    private func blame(_ bucket: Int?) {
        for (service, instances) in discovery.directory.services {
            let releases = ReleaseChoice.order(of: instances, bucket: bucket)
            guard releases.count > 1 else { continue }
            complaints.increment(["service": service, "release": releases[0]])
        }
    }
}
