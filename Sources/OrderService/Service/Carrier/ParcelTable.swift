import GRDB
import Vocabulary

/// The statements on `parcels`, to be run in somebody's transaction.
enum ParcelTable {
    /// Orders a parcel, once for each order.
    static func order(_ database: Database, _ number: OrderNumber, of order: Int64, at collection: Int) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO parcels (order_id, number, collect_at) VALUES (?, ?, ?)
                ON CONFLICT (order_id) DO NOTHING
                """
        ).execute(arguments: [order, "PARCEL-\(number.text.dropFirst(3))", collection])
    }

    /// The number of an order's parcel; nil if none was ordered.
    static func number(_ database: Database, of order: Int64) throws -> String? {
        try String.fetchOne(
            database.cachedStatement(sql: "SELECT number FROM parcels WHERE order_id = ?"), arguments: [order])
    }

    /// Orders whose parcels are to be collected by then, at most 100.
    static func toCollect(_ database: Database, at time: Int) throws -> [OrderNumber] {
        try numbers(
            database, "collected_at IS NULL AND collect_at <= ? ORDER BY collect_at", time)
    }

    /// Orders whose parcels are to be handed over by then, at most 100.
    static func toDeliver(_ database: Database, at time: Int) throws -> [OrderNumber] {
        try numbers(
            database, "deliver_at IS NOT NULL AND delivered_at IS NULL AND deliver_at <= ? ORDER BY deliver_at", time)
    }

    private static func numbers(_ database: Database, _ condition: String, _ time: Int) throws -> [OrderNumber] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT orders.number FROM parcels JOIN orders ON id = order_id WHERE \(condition) LIMIT 100
                """)
        return try Row.fetchAll(statement, arguments: [time]).map { try $0.identifier("number") }
    }

    static func collected(_ database: Database, of order: OrderNumber, at time: Int, delivery: Int) throws {
        try database.cachedStatement(
            sql: """
                UPDATE parcels SET collected_at = ?, deliver_at = ?
                WHERE order_id = (SELECT id FROM orders WHERE number = ?)
                """
        ).execute(arguments: [time, delivery, order.text])
    }

    static func delivered(_ database: Database, of order: OrderNumber, at time: Int) throws {
        try database.cachedStatement(
            sql: "UPDATE parcels SET delivered_at = ? WHERE order_id = (SELECT id FROM orders WHERE number = ?)"
        ).execute(arguments: [time, order.text])
    }

    /// When the carrier has something to do next.
    static func next(_ database: Database) throws -> Int? {
        let collection = try Int.fetchOne(
            database.cachedStatement(sql: "SELECT min(collect_at) FROM parcels WHERE collected_at IS NULL"))
        let delivery = try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT min(deliver_at) FROM parcels WHERE deliver_at IS NOT NULL AND delivered_at IS NULL"))
        return [collection, delivery].compactMap(\.self).min()
    }
}
