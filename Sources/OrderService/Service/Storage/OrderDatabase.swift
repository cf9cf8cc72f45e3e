import Chassis
import GRDB

/// The service's database: its frozen migrations, and whether it answers.
package enum OrderDatabase {
    /// - Parameter last: the last migration to be done, as by a release before; nil for all.
    package static func migrate(_ database: any DatabaseWriter, upTo last: String? = nil) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: carts and orders") { try $0.execute(sql: cartsAndOrders) }
        migrator.registerMigration("2: carts expire") { try $0.execute(sql: cartsExpire) }
        migrator.registerMigration("3: events") { try $0.execute(sql: EventTables.migration) }
        migrator.registerMigration("4: the order saga") { try $0.execute(sql: saga) }
        migrator.registerMigration("5: short lists") { try $0.execute(sql: shortLists) }
        if let last { try migrator.migrate(database, upTo: last) } else { try migrator.migrate(database) }
    }

    static func readiness(_ database: any DatabaseWriter) -> ReadinessCheck {
        ReadinessCheck("database") {
            do {
                _ = try await database.read { try Int.fetchOne($0, sql: "SELECT 1 FROM orders LIMIT 1") }
                return nil
            } catch {
                return "does not answer: \(error)"
            }
        }
    }
}
