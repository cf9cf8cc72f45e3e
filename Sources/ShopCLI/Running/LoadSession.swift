import Shoppers
import Wire

/// A run of shoppers' traffic that somebody watches, and may end early.
struct LoadSession: Sendable {
    let plan: LoadPlan
    let terminal: Terminal
    let isSilent: Bool

    /// - Throws: `ShopError`, if nobody listens at the shop's address.
    func run() async throws -> LoadReport {
        try await findShop()
        let load = LoadRun(plan)
        let report = await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in Signals.stream() { load.stop() }
            }
            defer { group.cancelAll() }
            return await load.run(progress: show)
        }
        if terminal.isInteractive, !isSilent { terminal.raw("\r\u{1B}[K") }
        return report
    }

    private func findShop() async throws {
        let request = WireRequest(target: "/")
        do {
            _ = try await WireClient.shared.send(request, to: plan.shop, deadline: .after(.seconds(5)))
        } catch {
            throw ShopError(
                "Nobody answers at http://\(plan.shop)", why: "\(error)", mend: "./shop up, or another --url")
        }
    }

    /// A line that is written anew each second; where nobody watches, a line each ten.
    @Sendable private func show(_ second: LoadSecond) {
        guard !isSilent else { return }
        let line = """
            \(Words.seconds(.seconds(second.at)))  \(second.begun)/s  \(second.inFlight) in flight  \
            \(second.assets) assets/s  p50 \(second.p50) ms  p99 \(second.p99) ms  \
            \(second.failed == 0 ? "0 failed" : terminal.paint("\(second.failed) failed", .red))
            """
        if terminal.isInteractive {
            terminal.raw("\r\u{1B}[K" + DisplayWidth.fit(line, to: terminal.width))
        } else if Int(second.at.rounded()) % 10 == 0 || second.failed > 0 {
            terminal.line(line)
        }
    }
}
