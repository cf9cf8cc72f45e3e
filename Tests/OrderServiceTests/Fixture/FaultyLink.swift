import Chassis
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import TestSupport
import Wire

/// The line between order-service and the real catalog-service, which can lose what passes over it. Only stock
/// withdrawals are ever lost, so that orders get as far as they can.
final class FaultyLink: Sendable {
    enum Fault: Sendable {
        case none
        /// The question never arrives.
        case losesQuestions
        /// The question arrives and is acted on; the answer is lost.
        case losesAnswers
        /// The answer is held back until ``release()``.
        case isSilent
    }

    private let state = Mutex((fault: Fault.none, withdrawals: 0))
    private let silence = AsyncStream.makeStream(of: Void.self)
    private let catalog: RouterClient

    init(to catalog: RouterClient) {
        self.catalog = catalog
    }

    func set(_ fault: Fault) { state.withLock { $0.fault = fault } }

    func release() { silence.continuation.finish() }

    /// How often catalog-service was asked to take stock, counting lost questions.
    var withdrawals: Int { state.withLock { $0.withdrawals } }

    /// What order-service talks to.
    func application(on chassis: Chassis) -> ShopApplication {
        let router = chassis.router()
        for method: HTTPRequest.Method in [.get, .post, .put] {
            router.on("**", method: method) { request, _ in
                let answer = try await self.pass(
                    WireRequest(
                        method: method, target: request.uri.string, headers: request.headers,
                        body: try await request.bytes(limit: 1 << 20)))
                return Response(
                    status: answer.status, headers: answer.headers, body: ResponseBody(byteBuffer: answer.body))
            }
        }
        return ShopApplication(router: router)
    }

    private func pass(_ request: WireRequest) async throws -> WireResponse {
        guard request.method == .put else { return try await catalog.send(request) }
        let fault = state.withLock { state in
            state.withdrawals += 1
            return state.fault
        }
        switch fault {
        case .none: return try await catalog.send(request)
        case .losesQuestions: throw Problem(.badGateway)
        case .losesAnswers:
            _ = try await catalog.send(request)
            throw Problem(.badGateway)
        case .isSilent:
            for await _ in silence.stream {}
            return try await catalog.send(request)
        }
    }
}
