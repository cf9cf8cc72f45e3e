import CatalogAPI
import GRDB

/// Makes tables equal to what a file brings, touching only rows that differ, and counts.
struct RecordSync {
    private(set) var result = ImportResult(inserted: 0, updated: 0, unchanged: 0, removed: 0)

    /// Inserts what is new and updates what differs.
    /// - Parameter adapt: what to write, given the row that is there.
    /// - Returns: the rows that the file no longer has; they are still there.
    mutating func write<Record: CatalogueRecord>(
        _ wanted: [Record], in database: Database, adapt: (Record, Record?) -> Record = { wanted, _ in wanted }
    ) throws -> [Record] {
        var left = try Record.fetchAll(database).byKey
        for wanted in wanted {
            let existing = left.removeValue(forKey: wanted.key)
            let record = adapt(wanted, existing)
            if existing == nil {
                try record.insert(database)
                result.inserted += 1
            } else if existing != record {
                try record.update(database)
                result.updated += 1
            } else {
                result.unchanged += 1
            }
        }
        return left.values.sorted { $0.key < $1.key }
    }

    mutating func remove(_ records: [some CatalogueRecord], from database: Database) throws {
        for record in records {
            try record.delete(database)
            result.removed += 1
        }
    }
}
