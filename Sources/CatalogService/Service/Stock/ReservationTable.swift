import CatalogAPI
import GRDB
import Vocabulary

/// The statements on `reservation`, `reservation_line` and the counts of `variant`, to be run in somebody's
/// transaction.
enum ReservationTable {
    static func state(_ database: Database, of order: String) throws -> Reservation.State? {
        let statement = try database.cachedStatement(sql: "SELECT state FROM reservation WHERE order_id = ?")
        return try String.fetchOne(statement, arguments: [order]).flatMap(Reservation.State.init)
    }

    static func insert(_ database: Database, _ order: String, _ state: Reservation.State) throws {
        try database.cachedStatement(sql: "INSERT INTO reservation (order_id, state) VALUES (?, ?)")
            .execute(arguments: [order, state.rawValue])
    }

    static func set(_ database: Database, _ state: Reservation.State, of order: String) throws {
        try database.cachedStatement(sql: "UPDATE reservation SET state = ? WHERE order_id = ?")
            .execute(arguments: [state.rawValue, order])
    }

    /// - Parameter shortages: by the lines' places.
    static func insert(
        _ database: Database, _ lines: [QuoteLine], short shortages: [StockWithdrawals.Shortage] = [],
        of order: String
    ) throws {
        let short = Dictionary(shortages.map { ($0.index, $0.available ?? 0) }) { first, _ in first }
        let writing = try database.cachedStatement(
            sql: """
                INSERT INTO reservation_line (order_id, position, sku, quantity, available) VALUES (?, ?, ?, ?, ?)
                """)
        for (position, line) in lines.enumerated() {
            try writing.execute(
                arguments: [order, position, line.sku.text, line.quantity.count, short[position]])
        }
    }

    static func lines(_ database: Database, of order: String) throws -> [QuoteLine] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT sku, quantity FROM reservation_line WHERE order_id = ? ORDER BY position"),
            arguments: [order]
        ).compactMap { row in
            SKU(row[0]).flatMap { sku in Quantity(row[1]).map { QuoteLine(sku: sku, quantity: $0) } }
        }
    }

    // MARK: Counts

    /// The schema refuses a stock below zero, whatever was counted before.
    static func reserve(_ database: Database, _ lines: [QuoteLine]) throws {
        try count(database, "stock = stock - ?1, reserved = reserved + ?1 WHERE sku = ?2", lines)
    }

    /// The pieces of an article that has left the catalogue meanwhile follow with the reservation's state: see
    /// ``CatalogueSchema/departures``.
    static func sell(_ database: Database, _ lines: [QuoteLine]) throws {
        try count(
            database, "reserved = reserved - ?1, withdrawn = withdrawn + ?1 WHERE sku = ?2 AND reserved >= ?1", lines)
    }

    static func release(_ database: Database, _ lines: [QuoteLine]) throws {
        try count(
            database, "reserved = reserved - ?1, stock = stock + ?1 WHERE sku = ?2 AND reserved >= ?1", lines)
    }

    /// Gives back what was taken at once.
    static func takeBack(_ database: Database, _ lines: [QuoteLine]) throws {
        try count(
            database, "withdrawn = withdrawn - ?1, stock = stock + ?1 WHERE sku = ?2 AND withdrawn >= ?1", lines)
    }

    private static func count(_ database: Database, _ change: String, _ lines: [QuoteLine]) throws {
        let statement = try database.cachedStatement(sql: "UPDATE variant SET \(change)")
        for line in lines { try statement.execute(arguments: [line.quantity.count, line.sku.text]) }
    }

    // MARK: The release before

    /// Takes over what the release before has taken and refused, be it before this one was there or while it was
    /// rolled back.
    static func adopt(_ database: Database) throws {
        for former in ["stock_withdrawal", "refused_withdrawal"] {
            let isRefusal = former == "refused_withdrawal"
            let unknown = "order_id NOT IN (SELECT order_id FROM reservation_line)"
            try database.execute(
                sql: """
                    INSERT INTO reservation (order_id, state)
                    SELECT order_id, '\(isRefusal ? "refused" : "withdrawn")' FROM \(former)
                    WHERE order_id NOT IN (SELECT order_id FROM reservation);
                    INSERT INTO reservation_line (order_id, position, sku, quantity, available)
                    SELECT order_id, position, sku, quantity,
                        \(isRefusal ? "CASE is_short WHEN 1 THEN coalesce(available, 0) END" : "NULL")
                    FROM \(former)_line WHERE \(unknown)
                    """)
        }
    }
}
