import Testing
import Wire

@Suite struct TraceContextTests {
    @Test(arguments: [
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true),
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", false),
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03", true),
    ])
    func wellFormedHeaderIsRead(_ header: String, _ isSampled: Bool) throws {
        let trace = try #require(TraceContext(traceparent: header))
        #expect(trace.traceID == "0af7651916cd43dd8448eb211c80319c")
        #expect(trace.spanID == "b7ad6b7169203331")
        #expect(trace.isSampled == isSampled)
    }

    @Test(arguments: [
        "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319cc-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-zz",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
    ])
    func malformedHeaderIsNot(_ header: String) {
        #expect(TraceContext(traceparent: header) == nil)
    }

    @Test func rootsDifferAndAreWellFormed() {
        let roots = (0..<1_000).map { _ in TraceContext.root() }
        #expect(Set(roots.map(\.traceID)).count == 1_000)
        #expect(roots.allSatisfy { TraceContext(traceparent: $0.traceparent) == $0 })
    }

    @Test func childStaysInItsTrace() {
        let root = TraceContext.root()
        let child = root.child()
        #expect(child.traceID == root.traceID)
        #expect(child.spanID != root.spanID)
        #expect(child.isSampled == root.isSampled)
    }
}

@Suite struct DeadlineTests {
    @Test func headerRoundTrips() throws {
        let deadline = Deadline.after(.milliseconds(5_000))
        let copy = try #require(Deadline(headerValue: deadline.headerValue))
        #expect((4_000...5_000).contains(copy.remaining.milliseconds))
    }

    @Test func passedDeadlineIsZero() {
        let deadline = Deadline.after(.seconds(-3))
        #expect(deadline.headerValue == "0")
        #expect(deadline.hasPassed)
    }

    @Test(arguments: ["", "x", "-1", "600001", "1.5", "99999999999999999999"])
    func malformedHeaderIsNoDeadline(_ header: String) {
        #expect(Deadline(headerValue: header) == nil)
    }

    @Test func soonerOfTwo() {
        let early = Deadline.after(.seconds(1))
        let late = Deadline.after(.seconds(2))
        #expect(early.sooner(late) == early)
        #expect(late.sooner(early) == early)
        #expect(late.sooner(nil) == late)
    }

    @Test(arguments: [(Duration.seconds(1), 1_000, 1_000_000), (.microseconds(1_999), 1, 1_999), (.zero, 0, 0)])
    func durationsAreRoundedDown(_ duration: Duration, _ milliseconds: Int, _ microseconds: Int) {
        #expect(duration.milliseconds == milliseconds)
        #expect(duration.microseconds == microseconds)
    }
}
