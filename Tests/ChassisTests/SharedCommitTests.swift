import Chassis
import GRDB
import TestSupport
import Testing

@Suite struct SharedCommitTests {
    private struct Refused: Error, Equatable {
        var number: Int
    }

    private func open(_ folder: ScratchFolder) async throws -> any DatabaseWriter {
        let database = try Storage.open("\(folder.path)/a.sqlite")
        try await database.write { try $0.execute(sql: "CREATE TABLE t (a INTEGER CHECK (a <> 13)) STRICT") }
        return database
    }

    /// All at once.
    /// - Returns: the failures.
    private func together(
        _ numbers: [Int], _ database: any DatabaseWriter, _ work: @escaping @Sendable (Database, Int) throws -> Void
    ) async -> [Int: any Error] {
        let file = SharedCommit(database)
        return await withTaskGroup(of: (Int, (any Error)?).self) { tasks in
            for number in numbers {
                tasks.addTask {
                    do {
                        try await file.write { try work($0, number) }
                        return (number, nil)
                    } catch {
                        return (number, error)
                    }
                }
            }
            return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func rows(_ database: any DatabaseWriter) async throws -> [Int] {
        try await database.read { try Int.fetchAll($0, sql: "SELECT a FROM t ORDER BY a") }
    }

    @Test func everyChangeThatIsAnsweredIsThere() async throws {
        let folder = try ScratchFolder()
        let database = try await open(folder)
        let failures = await together(Array(1...500).filter { $0 != 13 }, database) { database, number in
            try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
        }
        #expect(failures.isEmpty)
        #expect(try await rows(database).count == 499)
        try database.close()
    }

    @Test func changeThatFailsConcernsNoOther() async throws {
        let folder = try ScratchFolder()
        let database = try await open(folder)
        let failures = await together(Array(1...100), database) { database, number in
            try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
            if number % 10 == 0 { throw Refused(number: number) }
        }
        for number in stride(from: 10, through: 100, by: 10) {
            #expect(failures[number] as? Refused == Refused(number: number))
        }
        #expect((failures[13] as? DatabaseError)?.resultCode == .SQLITE_CONSTRAINT)
        #expect(failures.count == 11)
        #expect(try await rows(database) == Array(1...100).filter { $0 % 10 != 0 && $0 != 13 })
        try database.close()
    }

    @Test func fullDiskConcernsAllThatShareAndNothingIsAcknowledgedThatIsNotThere() async throws {
        let folder = try ScratchFolder()
        let database = try await open(folder)
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 20") }
        let failures = await together(Array(100...300), database) { database, number in
            try database.execute(sql: "CREATE TABLE t\(number) (a TEXT)")
            try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
        }
        #expect(!failures.isEmpty)
        for error in failures.values { #expect(StorageFailure(error) != nil, "\(error)") }
        let acknowledged = (100...300).filter { failures[$0] == nil }
        #expect(try await rows(database) == acknowledged)
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 2000") }
        let later = await together([301], database) { database, number in
            try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
        }
        #expect(later.isEmpty)
        try database.close()
    }
}
