import Wire

/// Looks at every order once more, when the traffic is over: those that shoppers were thanked for must be there.
struct OrderReview: Sendable {
    let plan: LoadPlan
    let ledger: Ledger

    /// How long until an order that is not decided yet, or whose page did not come, is looked at again; after the
    /// plan's patience no more.
    private static let pause = Duration.milliseconds(500)
    private static let atOnce = 4

    func run() async -> LoadReport.Orders {
        var orders = LoadReport.Orders()
        var open = ledger.current.orders.values.sorted { $0.number < $1.number }
        orders.placed = open.count
        let browser = Browser(shop: plan.shop, pace: .usual, patience: plan.patience, ledger: ledger)
        let end = ContinuousClock.now + plan.patience
        var unreadable: [String: String] = [:]
        while !open.isEmpty {
            var pending: [PlacedOrder] = []
            unreadable = [:]
            for (order, state) in await states(of: open, browser) {
                switch state {
                case .confirmed: orders.confirmed += 1
                case .rejected: orders.rejected += 1
                case .pending: pending.append(order)
                case .unreadable(let reason):
                    unreadable[order.number] = reason
                    pending.append(order)
                }
            }
            open = pending
            guard !open.isEmpty, .now < end, (try? await Task.sleep(for: Self.pause)) != nil else { break }
        }
        for order in open {
            let failure =
                unreadable[order.number].map { Failure(.orderLost, "\(order.number): \($0)", at: order.target) }
                ?? Failure(.orderUnsettled, order.number, at: order.target)
            ledger.failed(failure, of: .readOrder)
        }
        browser.close()
        return orders
    }

    private func states(
        of orders: [PlacedOrder], _ browser: Browser
    ) async -> [(PlacedOrder, PlacedOrder.State)] {
        var rest = orders[...]
        return await withTaskGroup(of: (PlacedOrder, PlacedOrder.State).self) { group in
            var states: [(PlacedOrder, PlacedOrder.State)] = []
            for _ in 0..<Self.atOnce {
                if let order = rest.popFirst() { group.addTask { (order, await self.state(of: order, browser)) } }
            }
            for await state in group {
                states.append(state)
                if let order = rest.popFirst() { group.addTask { (order, await self.state(of: order, browser)) } }
            }
            return states
        }
    }

    private func state(of order: PlacedOrder, _ browser: Browser) async -> PlacedOrder.State {
        do {
            let answer = try await browser.fetch(WebRequest(target: order.target))
            guard answer.status == 200 else { return .unreadable("status \(answer.status)") }
            let facts = PageReader.read(answer.body)
            guard answer.body.readableBytesView.firstRange(of: "Order \(order.number)".utf8) != nil else {
                return .unreadable("its page does not name it")
            }
            return PlacedOrder.state(facts)
        } catch {
            return .unreadable("\((error as? Failure)?.kind.meaning ?? "\(error)")")
        }
    }
}
