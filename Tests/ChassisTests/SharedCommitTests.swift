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

    /// While the file is busy, all of them gather.
    private func together(
        _ numbers: [Int], _ database: any DatabaseWriter, _ work: @escaping @Sendable (Database, Int) throws -> Void
    ) async throws -> [Int: (any Error)?] {
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
            return await tasks.reduce(into: [:]) { $0[$1.0] = .some($1.1) }
        }
    }

    private func rows(_ database: any DatabaseWriter) async throws -> [Int] {
        try await database.read { try Int.fetchAll($0, sql: "SELECT a FROM t ORDER BY a") }
    }

    @Test func everyChangeThatIsAnsweredIsThere() async throws {
        let folder = try ScratchFolder()
        let database = try await open(folder)
        let outcomes = try await together(Array(1...500).filter { $0 != 13 }, database) { database, number in
            try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
        }
        #expect(outcomes.count == 499)
        #expect(outcomes.values.allSatisfy { $0 == nil })
        #expect(try await rows(database).count == 499)
        try database.close()
    }

    @Test func changeThatFailsConcernsNoOther() async throws {
        let folder = try ScratchFolder()
        let database = try await open(folder)
        let outcomes = try await together(Array(1...100), database) { database, number in
            try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
            if number % 10 == 0 { throw Refused(number: number) }
        }
        for (number, error) in outcomes {
            if number % 10 == 0 {
                #expect(error as? Refused == Refused(number: number))
            } else if number == 13 {
                #expect((error as? DatabaseError)?.resultCode == .SQLITE_CONSTRAINT)
            } else {
                #expect(error == nil)
            }
        }
        #expect(try await rows(database) == Array(1...100).filter { $0 % 10 != 0 && $0 != 13 })
        try database.close()
    }

    @Test func fullDiskConcernsAllThatShareAndNothingIsAcknowledgedThatIsNotThere() async throws {
        let folder = try ScratchFolder()
        let database = try await open(folder)
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 20") }
        let outcomes = try await together(Array(100...300), database) { database, number in
            try database.execute(sql: "CREATE TABLE t\(number) (a TEXT)")
            try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
        }
        let acknowledged = outcomes.filter { $0.value == nil }.keys.sorted()
        #expect(acknowledged.count < 201)
        for error in outcomes.values.compactMap(\.self) { #expect(StorageFailure(error) != nil, "\(error)") }
        #expect(try await rows(database) == acknowledged)
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 2000") }
        let later = try await together([301], database) { database, number in
            try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
        }
        #expect(later[301] == .some(nil))
        try database.close()
    }
}
