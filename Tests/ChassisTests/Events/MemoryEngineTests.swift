import TestSupport
import Testing

/// The engine that other tests stand on keeps the contract of the real ones.
@Suite struct MemoryEngineTests {
    @Test(arguments: EventEngineContract.claims) func keepsItsPromise(_ claim: EventEngineClaim) async throws {
        let engine = MemoryEngine()
        try await claim.check(EngineBench(EventEngineContract.uniqueName()) { engine })
    }

    @Test(arguments: EventFollowingContract.claims) func canBeFollowed(_ claim: EventEngineClaim) async throws {
        let engine = MemoryEngine()
        try await claim.check(EngineBench(EventEngineContract.uniqueName()) { engine })
    }
}
