import FoundationEssentials
import Logging
import RegistryAPI
import ServiceLifecycle
import Synchronization
import Wire

/// Keeps this process in the registry: registers it when it listens, says whether it is well, renews its lease, and
/// takes it out again before it drains.
package final class Registration: Service {
    private struct State {
        var address: Address?
        /// The registry does not know what this process would say now.
        var mustRegister = true
        var isTalking = false
        var hasLeft = false
        var afterTalk: [AsyncStream<Void>.Continuation] = []
    }

    private let registry: RegistryClient
    private let instance: Instance
    private let reachable: Address?
    private let discovery: any Discovery
    private let renewal: Duration
    private let readiness: [ReadinessCheck]
    private let logger: Logger
    private let state = Mutex(State())
    private let occasions = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// How often readiness is looked at, before and after the process is ready for the first time.
    private static let pauses = (starting: Duration.milliseconds(50), running: Duration.seconds(1))
    /// Renewals that may be missed before the lease ends.
    private static let renewalsInLease = 3

    /// - Parameters:
    ///   - instance: this process; its address and status are found out here.
    ///   - reachable: where others reach this process, if that is not where it listens.
    ///   - discovery: where an operator's share and status for this instance are found, which it keeps when it
    ///     registers again.
    ///   - renewal: how often the lease is renewed.
    package init(
        _ registry: RegistryClient, as instance: Instance, reachable: Address? = nil, discovery: any Discovery,
        renewal: Duration = .seconds(5), readiness: [ReadinessCheck], logger: Logger
    ) {
        self.registry = registry
        self.instance = instance
        self.reachable = reachable
        self.discovery = discovery
        self.renewal = renewal
        self.readiness = readiness
        self.logger = logger
    }

    // MARK: What happens to the process

    /// The process listens here: from now on it can be found.
    package func listens(at address: Address) {
        // Nobody can call an address that means all interfaces.
        let host = address.host == "0.0.0.0" ? "127.0.0.1" : address.host
        state.withLock { $0.address = reachable ?? Address(host: host, port: address.port) }
        occasions.continuation.yield()
    }

    /// The registry has forgotten this process.
    package func registerAnew() {
        state.withLock { $0.mustRegister = true }
        occasions.continuation.yield()
    }

    /// Takes the process out of the registry for good; call it before draining. It is no error if the registry is away:
    /// the lease ends by itself.
    package func leave() async {
        let (talkEnds, continuation) = AsyncStream.makeStream(of: Void.self)
        let (isFirst, isTalking) = state.withLock { state in
            defer { state.hasLeft = true }
            if state.isTalking { state.afterTalk.append(continuation) }
            return (!state.hasLeft && state.address != nil, state.isTalking)
        }
        occasions.continuation.yield()
        if isTalking { for await _ in talkEnds {} }
        guard isFirst else { return }
        do {
            try await registry.cancel(instance.service, instance.id)
        } catch {
            logger.info("registration not cancelled", metadata: ["error": "\(error)"])
        }
    }

    // MARK: Living

    package func run() async throws {
        var judgement = StatusJudgement()
        var renewAt = ContinuousClock.now
        var alarm: Alarm?
        for await _ in occasions.stream.cancelOnGracefulShutdown() {
            alarm?.cancel()
            guard let address = state.withLock({ $0.hasLeft ? nil : $0.address }) else { continue }
            let before = judgement.status
            judgement.note(isReady: await isReady())
            if judgement.status != before { state.withLock { $0.mustRegister = true } }
            if state.withLock(\.mustRegister) || renewAt <= .now {
                if await speak(of: judgement.status, at: address) { renewAt = .now + renewal }
            }
            let pause = judgement.status == .starting ? Self.pauses.starting : Self.pauses.running
            alarm = Alarm.set(at: .after(min(pause, renewal))) { [occasions] in occasions.continuation.yield() }
        }
        alarm?.cancel()
        await leave()
    }

    private func isReady() async -> Bool {
        for check in readiness where await check.complaint() != nil { return false }
        return true
    }

    /// Registers if there is something to say, else renews.
    /// - Returns: whether the registry knows.
    private func speak(of status: Instance.Status, at address: Address) async -> Bool {
        let mustRegister: Bool? = state.withLock { state in
            guard !state.hasLeft else { return nil }
            state.isTalking = true
            defer { state.mustRegister = false }
            return state.mustRegister
        }
        guard let mustRegister else { return false }
        defer { endTalk() }
        do {
            if mustRegister {
                try await registry.register(document(status, address))
            } else {
                try await registry.renew(instance.service, instance.id)
            }
            return true
        } catch {
            if let problem = error as? Problem, problem.status != 404 {
                logger.error("registration refused", metadata: ["error": "\(problem.detail ?? problem.title)"])
            }
            state.withLock { $0.mustRegister = true }
            return false
        }
    }

    private func endTalk() {
        let waiting = state.withLock { state in
            state.isTalking = false
            defer { state.afterTalk = [] }
            return state.afterTalk
        }
        for waiting in waiting { waiting.finish() }
    }

    private func document(_ status: Instance.Status, _ address: Address) -> InstanceDocument {
        var instance = instance
        instance.address = address
        instance.status = status
        var isTakenOut = false
        if let known = discovery.directory.instances(of: instance.service).first(where: { $0.id == instance.id }) {
            instance.share = known.share
            isTakenOut = known.status == .outOfService
        }
        let seconds = max(1, renewal.milliseconds / 1_000)
        var document = InstanceDocument(
            instance, renewalSeconds: seconds, leaseSeconds: seconds * Self.renewalsInLease,
            dirtySince: Int(Date().timeIntervalSince1970 * 1_000))
        if isTakenOut { document.overriddenStatus = .outOfService }
        return document
    }
}
