import Fleet
import Testing

@Suite struct ScaleOutcomeTests {
    @Test(arguments: [
        (ScaleOutcome(process: "kites", wanted: 1), ControlReply(.done, "kites has 1 instance")),
        (ScaleOutcome(process: "kites", wanted: 3), ControlReply(.done, "kites has 3 instances")),
        (
            ScaleOutcome(process: "kites", wanted: 3, homeless: 2),
            ControlReply(.failed, "kites has 1 instance, not 3: there is no free port for 2 instances")
        ),
        (
            ScaleOutcome(process: "kites", wanted: 4, homeless: 1, unready: 1, readySeconds: 8),
            ControlReply(
                .failed,
                "kites has 2 instances, not 4: there is no free port for 1 instance; 1 instance was not ready within 8 s, "
                    + "and stopped")
        ),
    ])
    func itSaysWhatThereIsAndWhyThereIsNoMore(outcome: ScaleOutcome, reply: ControlReply) {
        #expect(outcome.reply == reply)
    }
}
