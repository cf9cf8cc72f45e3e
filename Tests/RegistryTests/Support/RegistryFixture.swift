import Chassis
import Foundation
import Hummingbird
import Registry
import RegistryAPI
import Synchronization
import TestSupport
import Wire

/// A registry without a socket, whose time the test sets.
struct RegistryFixture: Sendable {
    let router: RouterClient
    /// Method and path of everything that is served, HEAD aside.
    let routes: [String]
    let clock = TestClock()

    init(allowsOverrides: Bool = false) throws {
        let chassis = Chassis.test("registry", in: try ScratchFolder())
        let shop = try Registry.buildApplication(
            chassis, clock: clock.registryClock, warmth: .zero, allowsOverrides: allowsOverrides)
        router = RouterClient(shop, on: chassis)
        routes = shop.router.routes.filter { $0.method != .head }.map {
            "\($0.method.rawValue.lowercased()) \($0.path)"
        }
    }

    func register(_ document: InstanceDocument = Sample.document()) async throws -> WireResponse {
        let body = String(buffer: try StrictJSON.encode(InstanceEnvelope(document)))
        return try await router.send(.post, "/eureka/apps/\(document.app ?? "")", json: body)
    }

    func send(_ method: HTTPRequest.Method, _ target: String) async throws -> WireResponse {
        try await router.send(WireRequest(method: method, target: target, headers: [.accept: "application/json"]))
    }

    /// The answer's JSON.
    func json(_ target: String) async throws -> [String: Any] {
        let answer = try await send(.get, target)
        let object = try JSONSerialization.jsonObject(with: Data(answer.body.readableBytesView))
        return object as? [String: Any] ?? [:]
    }

    func directory() async throws -> DirectoryAnswer { try await send(.get, "/eureka/watch?wait=0").decode() }
}

/// Time that passes when a test says so.
final class TestClock: Sendable {
    private let time = Mutex(Sample.start)

    func advance(milliseconds: Int) { time.withLock { $0 += milliseconds } }

    var registryClock: RegistryClock { RegistryClock { [self] in time.withLock(\.self) } }
}
