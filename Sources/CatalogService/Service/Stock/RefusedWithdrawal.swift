import CatalogAPI
import GRDB
import Vocabulary

/// What an order asked for in vain, and what was there of it then.
struct RefusedWithdrawal {
    let lines: [QuoteLine]
    private let missing: [SKU: StockWithdrawals.Shortage]

    init(lines: [QuoteLine], shortages: [StockWithdrawals.Shortage]) {
        self.lines = lines
        missing = Dictionary(shortages.map { (lines[$0.index].sku, $0) }) { first, _ in first }
    }

    /// Nil if the order was not refused.
    init?(of order: String, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT sku, quantity, is_short, available FROM refused_withdrawal_line
                WHERE order_id = ? ORDER BY position
                """)
        var lines: [QuoteLine] = []
        var shortages: [StockWithdrawals.Shortage] = []
        for row in try Row.fetchAll(statement, arguments: [order]) {
            guard let sku = SKU(row[0]), let quantity = Quantity(row[1]) else { continue }
            if row[2] { shortages.append(.init(index: lines.count, available: row[3])) }
            lines.append(QuoteLine(sku: sku, quantity: quantity))
        }
        guard !lines.isEmpty else { return nil }
        self.init(lines: lines, shortages: shortages)
    }

    /// The shortages by their places in `lines`, which ask for the same in any order.
    func shortages(of lines: [QuoteLine]) -> [StockWithdrawals.Shortage] {
        lines.enumerated().compactMap { index, line in
            missing[line.sku].map { .init(index: index, available: $0.available) }
        }
    }

    func write(for order: String, in database: Database) throws {
        try database.execute(sql: "INSERT INTO refused_withdrawal (order_id) VALUES (?)", arguments: [order])
        let writing = try database.cachedStatement(
            sql: """
                INSERT INTO refused_withdrawal_line (order_id, position, sku, quantity, is_short, available)
                VALUES (?, ?, ?, ?, ?, ?)
                """)
        for (position, line) in lines.enumerated() {
            let shortage = missing[line.sku]
            try writing.execute(arguments: [
                order, position, line.sku.text, line.quantity.count, shortage != nil, shortage?.available,
            ])
        }
    }
}
