import GRDB
import TestSupport
import Testing

/// The test of every service's migrations can fail.
@Suite struct ReleasedSchemasTests {
    private static let first = "CREATE TABLE bird (id INTEGER PRIMARY KEY, name TEXT NOT NULL, span INTEGER)"
    private static let release = """
        INSERT INTO bird (id, name, span) VALUES (1, 'Sparrow', 12);
        INSERT INTO bird (id, name, span) VALUES (2, 'Sparrow', NULL);
        SELECT * FROM bird ORDER BY id;
        """

    private func faults(of second: String, _ files: [String: String]) throws -> [String] {
        let folder = try ScratchFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        return try ReleasedSchemas(folder: folder.path) { database in
            var migrator = DatabaseMigrator()
            migrator.registerMigration("1") { try $0.execute(sql: Self.first) }
            migrator.registerMigration("2") { try $0.execute(sql: second) }
            try migrator.migrate(database)
        }.faults()
    }

    @Test(arguments: [
        "ALTER TABLE bird ADD COLUMN colour TEXT", "ALTER TABLE bird ADD COLUMN colour TEXT NOT NULL DEFAULT 'brown'",
        "CREATE INDEX bird_name ON bird (name)", "CREATE TABLE nest (id INTEGER PRIMARY KEY)",
    ])
    func whatIsOnlyAddedIsFine(sql: String) throws {
        let second = Self.release + "INSERT INTO nest (id) VALUES (1); UPDATE bird SET colour = 'red'"
        let files = ["1.sql": Self.release, "2.sql": second]
        let faults = try faults(of: sql, files).filter { $0.hasPrefix("release 1") }
        #expect(faults == [])
    }

    @Test(arguments: [
        ("ALTER TABLE bird DROP COLUMN span", "no column named span"),
        ("ALTER TABLE bird RENAME COLUMN span TO width", "no column named span"),
        ("ALTER TABLE bird RENAME TO birds", "no such table: bird"), ("DROP TABLE bird", "no such table: bird"),
        ("CREATE UNIQUE INDEX bird_name ON bird (name)", "UNIQUE constraint failed"),
        (
            "CREATE TRIGGER bird_span BEFORE INSERT ON bird WHEN NEW.span IS NULL BEGIN SELECT RAISE(ABORT, 'no'); END",
            "release 1 with migration 2: no"
        ),
        (
            "DROP TABLE bird; CREATE TABLE bird (id INTEGER PRIMARY KEY, name TEXT NOT NULL, span TEXT)",
            "bird.span is gone"
        ),
        ("UPDATE bird SET name = upper(name)", "of rows from before: another answer to SELECT"),
        (
            "CREATE TRIGGER bird_shout AFTER INSERT ON bird BEGIN UPDATE bird SET name = upper(name); END",
            "another answer to SELECT"
        ),
    ])
    func whatTheReleaseBeforeCannotLiveWithIsToldOf(sql: String, fault: String) throws {
        let faults = try faults(of: sql, ["1.sql": Self.release, "2.sql": ""])
        #expect(faults.contains { $0.hasPrefix("release 1 with migration 2: ") && $0.contains(fault) }, "\(faults)")
    }

    @Test func aMigrationWithoutItsReleasesStatementsIsToldOf() throws {
        let faults = try faults(of: "CREATE TABLE nest (id INTEGER PRIMARY KEY)", ["1.sql": Self.release])
        #expect(faults == ["migration 2 has no 2.sql with what its release does"])
    }

    @Test func statementsThatLeaveAColumnOutAreToldOf() throws {
        let files = ["1.sql": Self.release, "2.sql": "-- include 1.sql\n"]
        let faults = try faults(of: "ALTER TABLE bird ADD COLUMN colour TEXT", files)
        #expect(faults == ["release 2: its statements put nothing in bird.colour"])
    }

    @Test func statementsOfNoMigrationAreToldOf() throws {
        let files = ["1.sql": Self.release, "2.sql": Self.release, "3.sql": ""]
        #expect(try faults(of: "CREATE INDEX bird_name ON bird (name)", files) == ["3.sql is of no migration"])
    }
}
