import Fleet
import FoundationEssentials
import ShopCLI
import TestSupport
import Testing
import Wire

/// What a candidate is asked before it meets visitors.
@Suite struct ReleaseChecksTests {
    private static func complaints(
        of check: any ReleaseChecking, about process: String, isPublic: Bool = false,
        answers: @escaping @Sendable (_ number: Int) -> String
    ) async throws -> [String] {
        let fleet = FleetState(
            phase: .up, supervisor: try #require(ProcessIdentity.current), url: "http://127.0.0.1:1", release: "dev",
            started: Date(timeIntervalSince1970: 1_000), processes: [])
        let process = ProcessSpecification(name: process, team: "t", isPublic: isPublic)
        return try await RawServer.run({ connection in
            for number in 1... {
                _ = try await connection.read(through: "\r\n\r\n")
                let answer = answers(number)
                guard !answer.isEmpty else { return }
                try await connection.send("HTTP/1.1 \(answer)\r\nContent-Length: 0\r\n\r\n")
            }
        }) { address in
            await check.complaints(about: process, release: "2-b", at: address, fleet: fleet)
        }
    }

    @Test(arguments: [
        ("200 OK\r\nshop-release: 2-b", []), ("200 OK\r\nshop-release: 1-a", ["it calls itself release 1-a"]),
        ("200 OK", ["it calls itself release unknown"]),
        ("503 No\r\nshop-release: 2-b", ["/health/ready answers 503"]),
    ])
    func itAnswersAsTheReleaseThatItShouldBe(answer: String, expected: [String]) async throws {
        let complaints = try await Self.complaints(of: AnswerCheck(), about: "kites") { _ in answer }
        #expect(complaints == expected)
    }

    @Test func whoDoesNotAnswerIsRefused() async throws {
        let complaints = try await Self.complaints(of: AnswerCheck(), about: "kites") { _ in "" }
        #expect(complaints.count == 1 && complaints[0].hasPrefix("/health/ready does not answer: "), "\(complaints)")
    }

    @Test(arguments: [
        ("shell-server", false, "200 OK", ""), ("shell-server", false, "503 No", "its home page answers 503"),
        ("shell-server", false, "", "its home page does not come: "),
        ("gateway", true, "502 No", "its home page answers 502"), ("kites", false, "503 No", ""),
    ])
    func whoeverAnswersVisitorsHasAHomePage(
        process: String, isPublic: Bool, answer: String, expected: String
    ) async throws {
        let complaints = try await Self.complaints(of: PageCheck(), about: process, isPublic: isPublic) { _ in answer }
        #expect(complaints.count == (expected.isEmpty ? 0 : 1))
        #expect(complaints.allSatisfy { $0.hasPrefix(expected) }, "\(complaints)")
    }

    /// Its caches are empty and its connections not made.
    @Test func theFirstPagesOfAReleaseMayFail() async throws {
        let complaints = try await Self.complaints(of: PageCheck(), about: "shell-server") { number in
            number < 5 ? "503 No" : "200 OK"
        }
        #expect(complaints == [])
    }
}
