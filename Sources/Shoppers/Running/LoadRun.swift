import Synchronization
import Wire

/// Shoppers' traffic on a running shop: open-loop, every answer checked, with honest accounts.
package final class LoadRun: Sendable {
    /// Shoppers come one after the other, because each fetches most at first; the rate is full from the start.
    private static let longestRamp = Duration.seconds(20)

    private let plan: LoadPlan
    private let schedule: ArrivalSchedule
    private let ledger: Ledger
    private let pool: ShopperPool
    private let isStopped = Mutex(false)

    package init(_ plan: LoadPlan) {
        self.plan = plan
        schedule = ArrivalSchedule(rate: plan.rate, duration: plan.duration)
        ledger = Ledger(start: .now)
        pool = ShopperPool(plan, ledger: ledger)
    }

    /// Sends the traffic, waits for what is under way, looks at every order once more, and reports.
    ///
    /// It ends at the plan's end, by ``stop()``, or when its task is cancelled; there is a report in any case.
    /// - Parameter progress: called once a second.
    package func run(progress: @escaping @Sendable (LoadSecond) -> Void = { _ in }) async -> LoadReport {
        let (begin, processorTime) = (ContinuousClock.now, ProcessorTime.now)
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.tell(progress) }
                await self.shop(from: begin)
                group.cancelAll()
                _ = self.ledger.closeSecond()
            }
        } onCancel: {
            stop()
        }
        let cores = (ProcessorTime.now - processorTime) / begin.duration(to: .now)
        let orders = await OrderReview(plan: plan, ledger: ledger).run()
        await pool.close()
        return LoadReport(ledger.current, plan: plan, start: ledger.start, cores: cores, orders)
    }

    /// Ends the traffic early; what is under way is waited for.
    package func stop() {
        isStopped.withLock { $0 = true }
        ledger.hurry()
    }

    /// Marks a stretch of time, from now until the answer is called: latencies in it are reported by themselves.
    package func mark(_ label: String) -> @Sendable () -> Void { ledger.openWindow(label) }

    /// Marks the time that `body` takes.
    package func marking<Value>(_ label: String, _ body: () async throws -> Value) async rethrows -> Value {
        let end = mark(label)
        defer { end() }
        return try await body()
    }

    // MARK: Traffic

    private func shop(from begin: ContinuousClock.Instant) async {
        await withDiscardingTaskGroup { group in
            let ramp = min(Self.longestRamp, plan.duration / 3)
            for number in 0..<schedule.count {
                let due = begin + schedule.due(number)
                guard await wait(until: due) else { break }
                let present = ArrivalSchedule.present(
                    of: plan.shoppers, after: begin.duration(to: due), ramp: ramp)
                if let shopper = pool.take(due: due, present: present) {
                    group.addTask { await self.serve(with: shopper, due: due) }
                }
            }
            if await wait(until: begin + plan.duration) { await patience() }
            let dropped = pool.dropWaiting()
            if !isStopped.withLock(\.self) {
                for _ in 0..<dropped { ledger.failed(Failure(.neverSent, "", at: "/"), of: .home) }
            }
        }
    }

    /// False when the run is to end.
    private func wait(until instant: ContinuousClock.Instant) async -> Bool {
        while !isStopped.withLock(\.self), !Task.isCancelled {
            guard instant > .now else { return true }
            let next = min(instant, .now + .milliseconds(100))
            try? await Task.sleep(until: next, tolerance: .zero, clock: .continuous)
        }
        return false
    }

    /// Gives those who wait for a free shopper a last while.
    private func patience() async {
        let end = ContinuousClock.now + plan.patience
        while pool.isAnythingWaiting, await wait(until: min(end, .now + .milliseconds(50))), .now < end {}
    }

    /// The shopper does what is due, and what else has waited by then.
    private func serve(with shopper: Shopper, due: ContinuousClock.Instant) async {
        var due = due
        while true {
            await shopper.act(due: due)
            guard let next = pool.giveBack(shopper) else { return }
            due = next
        }
    }

    private func tell(_ progress: @Sendable (LoadSecond) -> Void) async {
        var next = ContinuousClock.now + .seconds(1)
        while (try? await Task.sleep(until: next, clock: .continuous)) != nil {
            progress(ledger.closeSecond())
            next += .seconds(1)
        }
    }
}
