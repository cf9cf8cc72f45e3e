import OrderService
import TestSupport
import Testing

/// Expand, then contract: see ``ReleasedSchemas``.
@Suite struct ReleasedSchemasTests {
    @Test func theReleaseBeforeRunsOnTheSchemaOfEachMigration() throws {
        let schemas = ReleasedSchemas(folder: ProjectRoot.path + "/Tests/OrderServiceTests/Releases") {
            try OrderDatabase.migrate($0)
        }
        #expect(try schemas.faults() == [])
    }
}
