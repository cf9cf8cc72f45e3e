import RegistryAPI
import Testing
import Wire

/// Instances for one visitor alone.
@Suite struct OverrideTests {
    private static let bucket = ReleaseChoice.overrideBuckets.lowerBound

    private static var document: InstanceDocument {
        var instance = Sample.instance(share: 0)
        instance.overrideBucket = bucket
        return InstanceDocument(instance, renewalSeconds: 1, leaseSeconds: 3, dirtySince: 1)
    }

    @Test func anOverrideIsRefusedWhereTheShopWasNotStartedForIt() async throws {
        let registry = try RegistryFixture()
        let answer = try await registry.register(Self.document)
        #expect(answer.status == .forbidden)
        #expect(try answer.decode(Problem.self).detail?.contains("--allow-overrides") == true)
        #expect(try await registry.directory().services.isEmpty)
    }

    @Test func anOverrideIsKnownWithItsBucketUntilItsLeaseEnds() async throws {
        let registry = try RegistryFixture(allowsOverrides: true)
        #expect(try await registry.register(Self.document).status == .noContent)
        let instances = try await registry.directory().directory.instances(of: "decide-fragments")
        #expect(instances.map(\.overrideBucket) == [Self.bucket])
        registry.clock.advance(milliseconds: 3_001)
        #expect(try await registry.directory().services == ["decide-fragments": []])
    }
}
