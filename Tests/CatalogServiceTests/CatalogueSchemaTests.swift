import CatalogService
import Chassis
import GRDB
import TestSupport
import Testing

/// The schema guards the data, whatever the code above it does.
@Suite struct CatalogueSchemaTests {
    private func database() async throws -> any DatabaseWriter {
        let database = try Storage.inMemory()
        let folder = try ScratchFolder()
        _ = try await buildApplication(
            Chassis.test("catalog-service", in: folder), database: database, seed: CatalogueFixture.seed)
        return database
    }

    @Test(arguments: [
        "UPDATE variant SET stock = -1", "UPDATE variant SET stock = stock - 1000000", "UPDATE variant SET price = 0",
        "UPDATE variant SET stock = 'many'", "UPDATE variant SET stock = 1.5", "UPDATE variant SET withdrawn = -1",
        "UPDATE variant SET product = 'KT-999'", "UPDATE variant SET colourway = 'mauve'",
        "UPDATE product SET name = ''",
        "UPDATE product SET category = 'shoes'", "UPDATE product SET skill = 'expert'",
        "UPDATE product SET uses = '[]'",
        "UPDATE product SET wind_maximum = NULL WHERE wind_minimum IS NOT NULL",
        "UPDATE product SET introduced = 'soon'",
        "DELETE FROM product", "DELETE FROM category", "UPDATE colourway SET colours = '[\"#ffffff\"]'",
        "UPDATE picture SET hash = 'nonsense'", "UPDATE picture SET is_current = 2",
        "INSERT INTO catalogue (id, generation) VALUES (2, 0)",
        "INSERT INTO stock_withdrawal_line (order_id, position, sku, quantity) VALUES ('nobody', 0, 'KT-001-SR', 1)",
        """
        INSERT INTO refused_withdrawal (order_id) VALUES ('order-1');
        INSERT INTO stock_withdrawal (order_id) VALUES ('order-1')
        """,
        """
        INSERT INTO stock_withdrawal (order_id) VALUES ('order-1');
        INSERT INTO refused_withdrawal (order_id) VALUES ('order-1')
        """,
    ])
    func wrongRowIsRefused(sql: String) async throws {
        let database = try await database()
        await #expect(throws: DatabaseError.self) {
            try await database.write { try $0.execute(sql: sql) }
        }
    }
}
