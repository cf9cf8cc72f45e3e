import OrderAPI
import OrderService
import Testing

@Suite struct OrderMachineTests {
    struct Row: Sendable {
        var state: Order.State
        var event: OrderMachine.Event
        var step: OrderMachine.Step

        init(
            _ state: Order.State, _ event: OrderMachine.Event, _ next: Order.State,
            _ actions: [OrderMachine.Action] = []
        ) {
            (self.state, self.event, step) = (state, event, OrderMachine.Step(next, actions))
        }
    }

    static let table: [Row] = [
        Row(.pending, .asked, .pending, [.takeStock]),
        Row(.pending, .stockTaken, .received, [.emptyCart]),
        Row(.pending, .stockRefused, .rejected, [.releaseKeys]),
        Row(.pending, .unanswered, .pending),
        Row(.received, .asked, .received),
        Row(.received, .stockTaken, .received),
        Row(.received, .stockRefused, .received, [.raiseAlarm]),
        Row(.received, .unanswered, .received),
        Row(.rejected, .asked, .rejected),
        Row(.rejected, .stockTaken, .rejected, [.raiseAlarm]),
        Row(.rejected, .stockRefused, .rejected),
        Row(.rejected, .unanswered, .rejected),
    ]

    @Test(arguments: table)
    func everyStepIsAsWritten(_ row: Row) {
        #expect(OrderMachine.step(row.state, on: row.event) == row.step)
    }

    @Test func theTableHoldsEveryPairOnce() {
        let pairs = Set(Self.table.map { "\($0.state) \($0.event)" })
        #expect(pairs.count == Self.table.count)
        #expect(pairs.count == 3 * OrderMachine.Event.allCases.count)
    }

    /// Whatever happens in whatever order, the first answer stands.
    @Test func settledOrdersStaySettled() {
        for first in [OrderMachine.Event.stockTaken, .stockRefused] {
            let settled = OrderMachine.step(.pending, on: first).state
            for event in OrderMachine.Event.allCases {
                #expect(OrderMachine.step(settled, on: event).state == settled)
            }
        }
    }
}
