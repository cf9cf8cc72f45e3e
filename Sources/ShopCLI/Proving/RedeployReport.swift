import Fleet
import Shoppers

/// What a proof of redeploys came to.
package struct RedeployReport: Codable, Sendable {
    package struct Redeploy: Codable, Sendable {
        package let number: Int
        package let process: String
        package let release: String
        /// Whether it went in steps, not at once.
        package let isStepwise: Bool
        /// `done`, `refused`, `rolledBack` or `failed`.
        package let outcome: ControlReply.Kind
        /// What the supervisor said in the end.
        package let text: String
        package let seconds: Double

        package init(
            _ entry: RedeploySchedule.Entry, release: String, _ reply: ControlReply, taking duration: Duration
        ) {
            number = entry.number
            process = entry.process.name
            self.release = release
            isStepwise = !entry.pace.isAtOnce
            outcome = reply.kind
            text = reply.text
            seconds = (duration / .seconds(1) * 1_000).rounded() / 1_000
        }

        /// The stretch of the traffic's report in which it happened.
        package static func label(_ number: Int, _ process: String) -> String { "\(number) \(process)" }
        package var label: String { Self.label(number, process) }
    }

    package let seed: UInt64
    /// How many there were to be.
    package let planned: Int
    package let redeploys: [Redeploy]
    package let load: LoadReport
    /// The processes of the fleet, in its order.
    package let processes: [String]
    /// Milliseconds that the 99th percentile is higher during redeploys than between them.
    package let addedLatency: Double
    /// All redeploys were done, nothing failed, and no kept connection was cut under a request.
    package let isProven: Bool

    package init(
        seed: UInt64, planned: Int, processes: [String], _ redeploys: [Redeploy], _ load: LoadReport
    ) {
        self.seed = seed
        self.planned = planned
        self.processes = processes
        self.redeploys = redeploys
        self.load = load
        let added = load.insideWindows.p99 - load.outsideWindows.p99
        addedLatency = (added * 100).rounded() / 100
        isProven =
            redeploys.count == planned && redeploys.allSatisfy { $0.outcome == .done } && load.isClean
            && load.retries == 0
    }

    package func count(of process: String? = nil, _ outcome: ControlReply.Kind? = nil) -> Int {
        redeploys.count { (process ?? $0.process) == $0.process && (outcome ?? $0.outcome) == $0.outcome }
    }
}
