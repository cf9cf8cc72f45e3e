import CatalogAPI
import GRDB
import Vocabulary

/// Takes pieces out of stock at once, as the release before of order-service asks for by REST: all that an order asks
/// for or none of it, and once for each order, whether it asked here or by event. A refusal is as final as a
/// withdrawal: a question that was on its way for long takes nothing of what came in meanwhile.
struct StockWithdrawals: Sendable {
    enum Outcome: Sendable, Equatable {
        case taken
        /// The same order asked for the same before; nothing was taken this time.
        case takenBefore
        /// The order asked for something else before; nothing was taken this time.
        case differsFromBefore
        /// Something is not there in that quantity, or was not when the same order first asked; nothing was taken.
        case short([Shortage])
    }

    /// A line that cannot be filled.
    struct Shortage: Error, Sendable, Equatable {
        /// The line's place in what was asked for.
        var index: Int
        /// The pieces that are there; nil for an article that is not sold.
        var available: Int?
    }

    let database: any DatabaseWriter
    /// Nil where nobody is to be told.
    var news: CatalogueNews?

    func withdraw(_ lines: [QuoteLine], for order: String) async throws -> Outcome {
        try await database.write { database in
            if let before = try Self.lines(of: order, in: database) {
                return Set(before) == Set(lines) ? .takenBefore : .differsFromBefore
            }
            if let refused = try RefusedWithdrawal(of: order, in: database) {
                return Set(refused.lines) == Set(lines) ? .short(refused.shortages(of: lines)) : .differsFromBefore
            }
            if let state = try ReservationTable.state(database, of: order) {
                return try Self.settle(lines, for: order, in: state, database)
            }
            let shortages = try Self.shortages(of: lines, in: database)
            guard shortages.isEmpty else {
                try RefusedWithdrawal(lines: lines, shortages: shortages).write(for: order, in: database)
                try ReservationTable.insert(database, order, .refused)
                try ReservationTable.insert(database, lines, short: shortages, of: order)
                return .short(shortages)
            }
            try Self.take(lines, for: order, in: database)
            try news?.stockMoved(database, lines, taken: true)
            try ReservationTable.insert(database, order, .withdrawn)
            try ReservationTable.insert(database, lines, of: order)
            return .taken
        }
    }

    /// What an order took, in its own order; nil if it took nothing.
    func withdrawn(by order: String) async throws -> [QuoteLine]? {
        try await database.read { database in
            switch try ReservationTable.state(database, of: order) {
            case .sold, .withdrawn: try ReservationTable.lines(database, of: order)
            case .reserved, .released, .refused, nil: nil
            }
        }
    }

    // MARK: Inside the transaction

    /// An order that asked by event before: its reservation is what it gets.
    private static func settle(
        _ lines: [QuoteLine], for order: String, in state: Reservation.State, _ database: Database
    ) throws -> Outcome {
        let before = try ReservationTable.lines(database, of: order)
        guard before.isEmpty || Set(before) == Set(lines) else { return .differsFromBefore }
        switch state {
        case .reserved:
            try ReservationTable.sell(database, before)
            try ReservationTable.set(database, .sold, of: order)
            return .taken
        case .sold, .withdrawn: return .takenBefore
        case .released, .refused: return .short(lines.indices.map { Shortage(index: $0, available: 0) })
        }
    }

    static func shortages(of lines: [QuoteLine], in database: Database) throws -> [Shortage] {
        let stock = try database.cachedStatement(sql: "SELECT stock FROM variant WHERE sku = ?")
        return try lines.enumerated().compactMap { index, line in
            let available = try Int.fetchOne(stock, arguments: [line.sku.text])
            return line.quantity.count > available ?? 0 ? Shortage(index: index, available: available) : nil
        }
    }

    /// The schema refuses a stock below zero, whatever was counted before.
    private static func take(_ lines: [QuoteLine], for order: String, in database: Database) throws {
        try database.execute(sql: "INSERT INTO stock_withdrawal (order_id) VALUES (?)", arguments: [order])
        let taking = try database.cachedStatement(
            sql: "UPDATE variant SET stock = stock - ?1, withdrawn = withdrawn + ?1 WHERE sku = ?2")
        let writing = try database.cachedStatement(
            sql: "INSERT INTO stock_withdrawal_line (order_id, position, sku, quantity) VALUES (?, ?, ?, ?)")
        for (position, line) in lines.enumerated() {
            try taking.execute(arguments: [line.quantity.count, line.sku.text])
            try writing.execute(arguments: [order, position, line.sku.text, line.quantity.count])
        }
    }

    private static func lines(of order: String, in database: Database) throws -> [QuoteLine]? {
        let statement = try database.cachedStatement(
            sql: "SELECT sku, quantity FROM stock_withdrawal_line WHERE order_id = ? ORDER BY position")
        let lines = try Row.fetchAll(statement, arguments: [order]).compactMap { row in
            SKU(row[0]).flatMap { sku in Quantity(row[1]).map { QuoteLine(sku: sku, quantity: $0) } }
        }
        return lines.isEmpty ? nil : lines
    }
}
