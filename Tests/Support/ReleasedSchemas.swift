import Chassis
import FoundationEssentials
import GRDB

/// A service's migrations, and for each what the release that came with it does to the database: SQL in
/// `Tests/SERVICETests/Releases/NUMBER.sql`, frozen with its migration. `-- include 3.sql` as the first line stands for
/// all that the release of migration 3 does.
///
/// While a release is replaced the one before runs on the new schema, and it may be needed again afterwards: a
/// migration may only add. So each release's statements must answer the same on the next schema, and rows that they wrote before
/// it must read the same after it.
package struct ReleasedSchemas: Sendable {
    private static let inclusion = "-- include "

    private let folder: String
    private let migrate: @Sendable (any DatabaseWriter) throws -> Void

    /// - Parameters:
    ///   - folder: of the releases' statements.
    ///   - migrate: applies all of the service's migrations that a database has not had.
    package init(folder: String, migrate: @escaping @Sendable (any DatabaseWriter) throws -> Void) {
        self.folder = folder
        self.migrate = migrate
    }

    /// What a migration would do to the release before it, and what the statements leave out; nothing if all is well.
    package func faults() throws -> [String] {
        let names = try migrations()
        var faults: [String] = []
        for number in 1...max(1, names.count) {
            guard let statements = statements(of: number) else {
                faults.append("migration \(number) has no \(number).sql with what its release does")
                continue
            }
            faults += try attempt("release \(number)") { try gaps(in: statements, number, names) }
            guard number < names.count else { continue }
            faults += try attempt("release \(number) with migration \(number + 1)") {
                try harm(to: statements, number, names)
            }
        }
        if statements(of: names.count + 1) != nil { faults.append("\(names.count + 1).sql is of no migration") }
        return faults
    }

    private func attempt(_ what: String, _ body: () throws -> [String]) throws -> [String] {
        do {
            return try body().map { "\(what): \($0)" }
        } catch let error as DatabaseError {
            return ["\(what): \(error.message ?? "?") in \(error.sql ?? "?")"]
        }
    }

    private func statements(of number: Int) -> String? {
        guard let file = FileManager.default.contents(atPath: "\(folder)/\(number).sql") else { return nil }
        let text = String(decoding: file, as: UTF8.self)
        guard text.hasPrefix(Self.inclusion),
            let other = Int(text.dropFirst(Self.inclusion.count).prefix { $0.isNumber }),
            other < number
        else { return text }
        return statements(of: other).map { $0 + text }
    }

    // MARK: What is looked at

    /// Tables and columns that a release's statements do not fill: then nobody would notice that they went.
    private func gaps(in statements: String, _ number: Int, _ names: [String]) throws -> [String] {
        let database = try database(with: number, of: names)
        return try database.write { database in
            _ = try answers(to: statements, database)
            return try Self.columns(database).filter { column in
                let sql = "SELECT count(\"\(column.name)\") FROM \"\(column.table)\""
                return try Int.fetchOne(database, sql: sql) == 0
            }.map { "its statements put nothing in \($0.table).\($0.name)" }
        }
    }

    private func harm(to statements: String, _ number: Int, _ names: [String]) throws -> [String] {
        let (before, after) = (try database(with: number, of: names), try database(with: number + 1, of: names))
        let expected = try before.write { try answers(to: statements, $0) }
        var faults = Self.differences(expected, try after.write { try answers(to: statements, $0) })
        let (columns, newColumns) = (try before.read(Self.columns), try after.read(Self.columns))
        faults += columns.filter { column in !newColumns.contains { $0.isAt(column) } }.map {
            "\($0.table).\($0.name) is gone"
        }
        let reads = try before.write { try self.reads(of: statements, $0) }
        try advance(before, to: number + 1, of: names)
        let readsAfter = try before.write { try self.reads(of: statements, $0) }
        return faults + Self.differences(reads, readsAfter).map { "of rows from before: \($0)" }
    }

    // MARK: Schemas of the past

    private func migrations() throws -> [String] {
        let database = try Storage.inMemory()
        try migrate(database)
        return try database.read {
            try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
        }
    }

    /// The migrator is told of the later migrations that the database has had them.
    private func database(with count: Int, of names: [String]) throws -> any DatabaseWriter {
        let database = try Storage.inMemory()
        try database.write { database in
            try database.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            for name in names.dropFirst(count) {
                try database.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [name])
            }
        }
        try migrate(database)
        return database
    }

    private func advance(_ database: any DatabaseWriter, to count: Int, of names: [String]) throws {
        try database.write { database in
            try database.execute(
                sql: "DELETE FROM grdb_migrations WHERE identifier = ?", arguments: [names[count - 1]])
        }
        try migrate(database)
    }

    // MARK: Statements

    private struct Answer {
        let sql: String
        let rows: [Row]
    }

    private func answers(to statements: String, _ database: Database) throws -> [Answer] {
        var answers: [Answer] = []
        let cursor = try database.allStatements(sql: statements)
        while let statement = try cursor.next() {
            answers.append(Answer(sql: statement.sql, rows: try Row.fetchAll(statement)))
        }
        return answers
    }

    /// The answers to those statements alone that change nothing.
    private func reads(of statements: String, _ database: Database) throws -> [Answer] {
        var answers: [Answer] = []
        let cursor = try database.allStatements(sql: statements)
        while let statement = try cursor.next() {
            guard statement.isReadonly else { continue }
            answers.append(Answer(sql: statement.sql, rows: try Row.fetchAll(statement)))
        }
        return answers
    }

    private static func differences(_ expected: [Answer], _ found: [Answer]) -> [String] {
        zip(expected, found).compactMap { expected, found in
            let isSame =
                expected.rows.count == found.rows.count
                && zip(expected.rows, found.rows).allSatisfy { old, new in
                    old.allSatisfy { name, value in new[name] as DatabaseValue? == value }
                }
            return isSame ? nil : "another answer to \(expected.sql)"
        }
    }

    private struct Column {
        let table: String
        let name: String
        let type: String

        func isAt(_ other: Column) -> Bool { table == other.table && name == other.name && type == other.type }
    }

    private static func columns(_ database: Database) throws -> [Column] {
        let sql = """
            SELECT tables.name, columns.name, columns.type
            FROM pragma_table_list AS tables JOIN pragma_table_xinfo(tables.name) AS columns
            WHERE tables.schema = 'main' AND tables.type IN ('table', 'virtual') AND columns.hidden = 0
                AND tables.name NOT LIKE 'sqlite_%' AND tables.name <> 'grdb_migrations'
            """
        return try Row.fetchAll(database, sql: sql).map { Column(table: $0[0], name: $0[1], type: $0[2]) }
    }
}
