import FoundationEssentials
import HTTPTypes
import Wire

/// Asks one shell, by its address.
package struct ShellClient: Sendable {
    package static let releaseCheckPath = "/internal/release-check"
    package static let recentPagesPath = "/internal/recent-pages"

    private let address: Address
    private let client: WireClient

    package init(_ address: Address, client: WireClient = .shared) {
        self.address = address
        self.client = client
    }

    /// Whether a release may take traffic. It takes as long as rendering every fragment a few times.
    /// - Throws: the shell's ``Problem``; ``WireError`` if there is no answer.
    package func check(
        _ release: ReleaseCheckRequest, within timeout: Duration = .seconds(20)
    ) async throws -> ReleaseCheckReport {
        try await send(
            WireRequest(
                method: .post, target: Self.releaseCheckPath,
                headers: [.accept: "application/json", .contentType: "application/json"],
                body: try StrictJSON.encode(release)),
            within: timeout)
    }

    /// The pages that its visitors asked for last, of those that are the same for everybody.
    /// - Throws: the shell's ``Problem``; ``WireError`` if there is no answer.
    package func recentPages(within timeout: Duration = .seconds(2)) async throws -> RecentPagesList {
        try await send(
            WireRequest(target: Self.recentPagesPath, headers: [.accept: "application/json"]), within: timeout)
    }

    private func send<Answer: Decodable>(_ request: WireRequest, within timeout: Duration) async throws -> Answer {
        let deadline = Deadline.after(timeout)
        let response = try await client.send(
            request.carrying(RequestScope.current, deadline: deadline), to: address, deadline: deadline)
        guard response.status.code < 400 else { throw Problem(from: response) }
        return try JSONDecoder().decode(Answer.self, from: Data(response.body.readableBytesView))
    }
}
