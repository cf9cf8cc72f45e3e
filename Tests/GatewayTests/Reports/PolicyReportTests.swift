import Gateway
import NIOCore
import TestSupport
import Testing
import Wire

@Suite struct PolicyReportTests {
    private func directives(_ body: String, _ type: String? = "application/csp-report") throws -> [String] {
        try PolicyReport.directives(in: ByteBuffer(string: body), contentType: type)
    }

    @Test(arguments: [
        (#"{"csp-report":{"effective-directive":"img-src","document-uri":"http://a/"}}"#, "img-src"),
        (#"{"csp-report":{"violated-directive":"script-src 'self'"}}"#, "script-src"),
        (#"{"csp-report":{"effective-directive":"made\nup"}}"#, "other"),
        (#"{"csp-report":{}}"#, "other"),
    ])
    func directiveIsRead(_ body: String, _ directive: String) throws {
        #expect(try directives(body) == [directive])
    }

    @Test func listOfReportsIsRead() throws {
        let body = """
            [{"type":"csp-violation","body":{"effectiveDirective":"style-src-elem"}},{"type":"deprecation"},
            {"type":"csp-violation","body":{"effectiveDirective":"x"}}]
            """
        #expect(try directives(body, "application/reports+json") == ["style-src-elem", "other"])
    }

    @Test(
        arguments: [
            ("{}", "application/csp-report"), ("[]", "application/csp-report"), ("{", "application/reports+json"),
            (#"{"csp-report":{"effective-directive":1}}"#, "application/csp-report"),
            (#"{"csp-report":{}}"#, "application/json"), (#"{"csp-report":{}}"#, nil),
        ] as [(String, String?)])
    func othersAreRefused(_ body: String, _ type: String?) {
        #expect(throws: Problem.self) { try directives(body, type) }
    }

    @Test func allowanceIsUsedUpAndComesBack() {
        let start = ContinuousClock.now
        let allowance = Allowance(perSecond: 2, burst: 3, now: start)
        #expect((0..<4).map { _ in allowance.take(now: start) } == [true, true, true, false])
        #expect(!allowance.take(now: start + .milliseconds(499)))
        #expect(allowance.take(now: start + .milliseconds(500)))
        #expect(!allowance.take(now: start + .milliseconds(501)))
    }
}
