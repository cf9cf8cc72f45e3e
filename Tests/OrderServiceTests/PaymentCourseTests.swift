import OrderService
import Testing

@Suite struct PaymentCourseTests {
    typealias State = PaymentCourse.State
    typealias Event = PaymentCourse.Event
    typealias Step = PaymentCourse.Step

    private static let columns: [Event] = [.wanted, .authorised, .declined, .captured, .voided, .due, .dropped]
    private static let no = Step.isRefused

    static let table: [(state: State, steps: [Step])] = [
        (.awaiting, [.moves(.requested), no, no, no, no, no, .moves(.voided)]),
        (.requested, [.stays, .moves(.authorised), .moves(.declined), no, no, no, .moves(.voiding)]),
        (.authorised, [.stays, .stays, no, no, no, .moves(.capturing), .moves(.voiding)]),
        (.declined, [.stays, no, .stays, no, no, no, .stays]),
        (.capturing, [.stays, .stays, no, .moves(.captured), no, .stays, no]),
        (.captured, [.stays, .stays, no, .stays, no, .stays, no]),
        (.voiding, [.stays, .stays, .stays, no, .moves(.voided), no, .stays]),
        (.voided, [.stays, .stays, .stays, no, .stays, no, .stays]),
    ]

    @Test func everyStepIsAsWritten() {
        for (state, steps) in Self.table {
            for (event, step) in zip(Self.columns, steps) {
                #expect(PaymentCourse.step(state, on: event) == step, "\(state) on \(event)")
            }
        }
    }

    @Test func theTableHoldsEveryPair() {
        #expect(Set(Self.columns) == Set(Event.allCases))
        #expect(Set(Self.table.map(\.state)) == Set(State.allCases) && Self.table.count == State.allCases.count)
        #expect(Self.table.allSatisfy { $0.steps.count == Event.allCases.count })
    }
}
