import Logging
import RabbitEvents
import TestSupport
import Testing
import Wire

/// The distributed engine over a real RabbitMQ: the claims of every engine.
@Suite(.enabled(if: RabbitServer.isThereOrRequired, RabbitServer.absence)) struct RabbitEngineTests {
    static func engine(_ server: RabbitServer) throws -> RabbitEngine { try engine(server.url) }

    static func engine(_ url: String) throws -> RabbitEngine {
        try RabbitEngine(url, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: EventEngineContract.claims) func keepsItsPromise(_ claim: EventEngineClaim) async throws {
        let server = try await RabbitServer.shared()
        try await claim.check(EngineBench(EventEngineContract.uniqueName()) { try Self.engine(server) })
    }

    @Test(arguments: EventFollowingContract.claims) func canBeFollowed(_ claim: EventEngineClaim) async throws {
        let server = try await RabbitServer.shared()
        try await claim.check(EngineBench(EventEngineContract.uniqueName()) { try Self.engine(server) })
    }
}
