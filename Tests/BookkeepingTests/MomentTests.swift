import Bookkeeping
import Foundation
import GRDB
import TestSupport
import Testing
import Wire

/// Copies of several databases that are written all the time.
@Suite(.timeLimit(.minutes(2))) struct MomentTests {
    /// Three files through which a number goes, from the first to the last, each time committed before the next: what an
    /// event does on its way from an outbox through the log to an inbox, and the answer on its way back.
    private final class Chain: Sendable {
        static let names = ["a.sqlite", "b.sqlite", "c.sqlite"]
        let files: [DatabasePool]

        init(_ folder: String) throws {
            files = try Self.names.map { name in
                let file = try DatabasePool(path: "\(folder)/\(name)")
                try file.write { database in
                    try database.execute(sql: "CREATE TABLE n (there INTEGER, back INTEGER); INSERT INTO n VALUES (0, 0)")
                }
                return file
            }
        }

        func run() async throws {
            while !Task.isCancelled {
                for file in files { try await file.write { try $0.execute(sql: "UPDATE n SET there = there + 1") } }
                for file in files.reversed() {
                    try await file.write { try $0.execute(sql: "UPDATE n SET back = back + 1") }
                }
            }
        }
    }

    /// Copies of the chain's files as numbers, in the order in which they are counted up.
    private func numbers(in folder: String) throws -> [Int] {
        let rows = try Chain.names.map { name in
            let file = try DatabaseQueue(path: "\(folder)/\(name)")
            defer { try? file.close() }
            return try #require(try file.read { try Row.fetchOne($0, sql: "SELECT there, back FROM n") })
        }
        return rows.map { $0[0] } + rows.reversed().map { $0[1] }
    }

    @Test func copiesOfFilesThatAreWrittenAreOfOneMoment() async throws {
        let folder = try ScratchFolder()
        let chain = try Chain("\(folder.path)")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await chain.run() }
            for number in 0..<60 {
                let moment = try DatabaseMoment(of: folder.path, isWritten: true)
                let copy = "\(folder.path)/copy-\(number)"
                _ = try Backup.take(moment, into: copy, release: "test")
                moment.close()
                let numbers = try numbers(in: copy)
                #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 >= $1 }, "\(numbers)")
                #expect((numbers.first ?? 0) - (numbers.last ?? 0) <= 1, "\(numbers)")
            }
            group.cancelAll()
        }
        for file in chain.files { try file.close() }
    }

    @Test func writersGoOnAsSoonAsTheMomentIsTaken() async throws {
        let folder = try ScratchFolder()
        let chain = try Chain("\(folder.path)")
        let moment = try DatabaseMoment(of: folder.path, isWritten: true)
        #expect(moment.names == Chain.names)
        for file in chain.files { try await file.write { try $0.execute(sql: "UPDATE n SET there = 7") } }
        _ = try Backup.take(moment, into: "\(folder.path)/copy", release: "test")
        moment.close()
        #expect(try numbers(in: "\(folder.path)/copy") == Array(repeating: 0, count: 6))
        for file in chain.files { try file.close() }
    }
}
