import Broker
import TestSupport
import Testing

/// Expand, then contract: see ``ReleasedSchemas``.
@Suite struct ReleasedSchemasTests {
    @Test func theReleaseBeforeRunsOnTheSchemaOfEachMigration() throws {
        let schemas = ReleasedSchemas(folder: ProjectRoot.path + "/Tests/BrokerTests/Releases") {
            try BrokerSchema.migrate($0)
        }
        #expect(try schemas.faults() == [])
    }
}
