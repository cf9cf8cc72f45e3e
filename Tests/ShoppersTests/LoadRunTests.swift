import Shoppers
import Synchronization
import Testing
import Wire

/// Whole runs against a shop that is well but for one thing: each fault is seen, and nothing else.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LoadRunTests {
    private static func run(
        _ fault: MisbehavingShop.Fault, rate: Double = 400, duration: Duration = .milliseconds(500)
    ) async throws -> LoadReport {
        try await MisbehavingShop.run(fault) { address in
            var plan = LoadPlan(shop: address, rate: rate, duration: duration, shoppers: 1)
            plan.patience = [.hangs, .neverConfirms].contains(fault) ? .milliseconds(100) : .seconds(5)
            plan.slowShare = 0
            plan.seed = 5
            return await LoadRun(plan).run()
        }
    }

    @Test func shopThatIsWellHasNoFailures() async throws {
        let report = try await Self.run(.none)
        #expect(report.isClean, "\(report.examples)")
        #expect(report.requests == 200 && report.latency.count == 200)
        #expect(report.orders.placed > 0 && report.orders.confirmed == report.orders.placed)
        #expect(report.assets.count >= 2 && report.retries == 0)
    }

    @Test(
        arguments: [
            (.closes, [.closed]), (.resets, [.reset, .closed]), (.breaksOff, [.truncated]),
            (.breaksOffChunked, [.truncated]),
            (.hangs, [.timeout, .neverSent]), (.talksNonsense, [.malformed]), (.packsBadly, [.malformed]),
            (.failsWith503, [.status]),
            (.sendsText, [.notHTML]), (.doesNotEnd, [.cutOff]), (.missesAFragment, [.fragmentMissing]),
            (.sendsAway, [.redirect]), (.assetNotFound, [.assetStatus]), (.assetOfAnotherType, [.assetType]),
            (.assetTampered, [.assetIntegrity]), (.assetBreaksOff, [.assetBroken]),
            (.pictureDoesNotEnd, [.assetBroken]),
            (.losesTheCart, [.cartLost]), (.cannotTakeOrders, [.unavailable]), (.losesOrders, [.orderLost, .status]),
            (.takesOrdersTwice, [.orderDoubled]),
            (.neverConfirms, [.orderUnsettled]),
        ] as [(MisbehavingShop.Fault, Set<FailureKind>)])
    func eachFaultIsCountedAsWhatItIs(fault: MisbehavingShop.Fault, kinds: Set<FailureKind>) async throws {
        let report = try await Self.run(fault)
        #expect(Set(report.failures.keys).isSubset(of: kinds), "\(report.examples)")
        #expect(!report.isClean)
        #expect(!report.examples.isEmpty && report.examples.count <= 5 * kinds.count)
    }

    @Test func getOnAKeptConnectionThatClosesIsSentAgainAndAPostIsNot() async throws {
        let report = try await Self.run(.closesKeptConnections)
        #expect(report.retries > 0)
        #expect(Set(report.failures.keys) == [.closed], "\(report.examples)")
        #expect(
            report.examples.allSatisfy {
                [.addToCart, .changeQuantity, .removeFromCart, .placeOrder].contains($0.step)
            })
    }

    @Test func shopThatIsNotThereIsUnreachable() async throws {
        let address = try await MisbehavingShop.run(.none) { $0 }
        var plan = LoadPlan(shop: address, rate: 50, duration: .milliseconds(200), shoppers: 2)
        plan.patience = .seconds(1)
        let report = await LoadRun(plan).run()
        #expect(Set(report.failures.keys) == [.unreachable])
        #expect(report.failedRequests == 10)
    }

    /// The measure of an open loop: one shopper, a shop that takes its time, and requests that are due all the same.
    @Test func waitingForAFreeShopperCountsAsLatency() async throws {
        let report = try await MisbehavingShop.run(.hangs) { address in
            var plan = LoadPlan(shop: address, rate: 100, duration: .milliseconds(100), shoppers: 1)
            plan.patience = .milliseconds(100)
            plan.slowShare = 0
            return await LoadRun(plan).run()
        }
        #expect(report.latency.max >= 150)
    }

    @Test func slowReadersGetTheirPagesToo() async throws {
        let report = try await MisbehavingShop.run(.none) { address in
            var plan = LoadPlan(shop: address, rate: 20, duration: .milliseconds(500), shoppers: 4)
            plan.slowShare = 1
            return await LoadRun(plan).run()
        }
        #expect(report.isClean, "\(report.examples)")
        #expect(report.slowReaders.count == 10 && report.latency.count == 0)
    }

    @Test func stopEndsARunEarlyWithItsReport() async throws {
        let report = try await MisbehavingShop.run(.none) { address in
            let plan = LoadPlan(shop: address, rate: 50, duration: .seconds(3_600), shoppers: 2)
            let run = LoadRun(plan)
            return await run.run { _ in run.stop() }
        }
        #expect(report.isClean && report.requests >= 40 && report.timeline.count <= 2)
    }

    @Test func markedStretchesAreReportedByThemselves() async throws {
        let report = try await MisbehavingShop.run(.none) { address in
            let run = LoadRun(LoadPlan(shop: address, rate: 50, duration: .seconds(3), shoppers: 2))
            let end = Mutex<(@Sendable () -> Void)?>(nil)
            return await run.run { second in
                if Int(second.at) == 1 { end.withLock { $0 = run.mark("switch") } }
                if Int(second.at) == 2 { end.withLock(\.self)?() }
            }
        }
        #expect(report.windows.map(\.label) == ["switch"])
        #expect(report.insideWindows.count >= 30 && report.outsideWindows.count >= 60)
        #expect(report.windows.first?.latency.count == report.insideWindows.count)
        #expect(report.insideWindows.count + report.outsideWindows.count == report.latency.count)
    }
}
