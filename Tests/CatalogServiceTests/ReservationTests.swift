import CatalogService
import Testing

@Suite struct ReservationTests {
    typealias State = Reservation.State
    typealias Event = Reservation.Event
    typealias Step = Reservation.Step

    private static let columns: [Event] = [.placed, .confirmed, .rejected]

    static let table: [(state: State?, steps: [Step])] = [
        (nil, [.tries, .isRefused, .forestalls]),
        (.reserved, [.stays, .sells, .releases]),
        (.sold, [.stays, .stays, .isRefused]),
        (.released, [.repeats(.refused), .isRefused, .stays]),
        (.refused, [.stays, .isRefused, .stays]),
        (.withdrawn, [.repeats(.reserved), .sells, .releases]),
    ]

    @Test func everyStepIsAsWritten() {
        for (state, steps) in Self.table {
            for (event, step) in zip(Self.columns, steps) {
                #expect(Reservation.step(state, on: event) == step, "\(state?.rawValue ?? "none") on \(event)")
            }
        }
    }

    @Test func theTableHoldsEveryPair() {
        #expect(Set(Self.columns) == Set(Event.allCases))
        #expect(Self.table.allSatisfy { $0.steps.count == Self.columns.count })
        #expect(Set(Self.table.map(\.state)) == Set(State.allCases.map(Optional.some) + [nil]))
    }
}
