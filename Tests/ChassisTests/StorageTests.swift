import Chassis
import GRDB
import TestSupport
import Testing

@Suite struct StorageTests {
    private func pragma(_ name: String, _ database: any DatabaseWriter) async throws -> String? {
        try await database.write { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }

    @Test func fileIsDurableAndGuarded() async throws {
        let folder = try ScratchFolder()
        let database = try Storage.open("\(folder.path)/data/catalog.sqlite")
        #expect(try await pragma("journal_mode", database) == "wal")
        #expect(try await pragma("synchronous", database) == "2")
        #expect(try await pragma("foreign_keys", database) == "1")
        try database.close()
    }

    @Test func whatWasWrittenIsThereAfterReopening() async throws {
        let folder = try ScratchFolder()
        let path = "\(folder.path)/a/b/c.sqlite"
        let first = try Storage.open(path)
        try await first.write { try $0.execute(sql: "CREATE TABLE t (a); INSERT INTO t VALUES (7)") }
        try first.close()
        let second = try Storage.open(path)
        #expect(try await second.read { try Int.fetchOne($0, sql: "SELECT a FROM t") } == 7)
        try second.close()
    }

    @Test func databaseInMemoryIsGuardedToo() async throws {
        let database = try Storage.inMemory()
        #expect(try await pragma("foreign_keys", database) == "1")
    }

    @Test func pathThatCannotBeOpenedIsNamed() throws {
        let folder = try ScratchFolder()
        let file = try folder.write("", to: "file")
        let error = #expect(throws: SettingsError.self) { try Storage.open("\(file)/below.sqlite") }
        #expect(error?.detail.contains("\(file)/below.sqlite") == true)
    }
}
