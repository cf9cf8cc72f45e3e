import GRDB
import Vocabulary

/// A row that cannot be what was stored: the file was changed from outside.
struct UnreadableRow: Error {
    let column: String
}

extension Row {
    func identifier<ID: Identifier>(_ column: String) throws -> ID {
        guard let text: String = self[column], let value = ID(text) else { throw UnreadableRow(column: column) }
        return value
    }

    func quantity(_ column: String) throws -> Quantity {
        guard let count: Int = self[column], let value = Quantity(count) else { throw UnreadableRow(column: column) }
        return value
    }

    func money(_ column: String, _ currency: String) -> Money {
        Money(minorUnits: self[column], currency: currency)
    }
}
