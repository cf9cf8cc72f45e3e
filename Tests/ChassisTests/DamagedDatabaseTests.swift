import Chassis
import Foundation
import GRDB
import TestSupport
import Testing

/// Files that are not what was written: none is served.
@Suite(.timeLimit(.minutes(3))) struct DamagedDatabaseTests {
    private let folder: ScratchFolder
    private let good: Data

    init() throws {
        folder = try ScratchFolder()
        let file = try Storage.open("\(folder.path)/a.sqlite")
        try file.write { database in
            try database.execute(
                sql:
                    "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL, body BLOB) STRICT; CREATE INDEX i ON t (name)"
            )
            for number in 1...400 {
                try database.execute(
                    sql: "INSERT INTO t (name, body) VALUES (hex(randomblob(20)), randomblob(?))",
                    arguments: [number % 200])
            }
        }
        try file.close()
        good = try Data(contentsOf: URL(filePath: "\(folder.path)/a.sqlite"))
    }

    private func open(_ bytes: Data) throws -> any DatabaseWriter {
        for file in ["a.sqlite-wal", "a.sqlite-shm"] { try? folder.remove(file) }
        try bytes.write(to: URL(filePath: "\(folder.path)/a.sqlite"))
        return try Storage.open("\(folder.path)/a.sqlite")
    }

    @Test func aSoundFileIsOpened() throws {
        let file = try open(good)
        #expect(try file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } == 400)
        try file.close()
    }

    /// As a successor does before its turn; then the file is opened at once.
    @Test func aFileCanBeLookedThroughWhileAnotherWrites() throws {
        let path = "\(folder.path)/a.sqlite"
        let file = try open(good)
        try file.write { try $0.execute(sql: "INSERT INTO t (name) VALUES ('new')") }
        #expect(try Storage.isSound(path))
        #expect(try !Storage.isSound("\(folder.path)/none.sqlite"))
        try file.close()
        try Storage.open(path, isSound: true).close()
        var bytes = good
        for index in 8_192..<12_288 { bytes[index] = 0xAA }
        try bytes.write(to: URL(filePath: path))
        #expect(throws: DamagedDatabase.self) { try Storage.isSound(path) }
    }

    /// Cut short by a page or more, or a page of something else in it; chosen by a fixed seed so that a failure can be
    /// seen again.
    @Test func thousandDamagesAreAllRefused() throws {
        var random = DamageGenerator(state: 20_261_127)
        var opened: [Int] = []
        for number in 0..<1_000 {
            var bytes = good
            if Bool.random(using: &random) {
                bytes = bytes.prefix(Int.random(in: 1...(bytes.count - 4_096), using: &random))
            } else {
                let page = Int.random(in: 0..<(bytes.count / 4_096), using: &random) * 4_096
                for index in page..<(page + 4_096) { bytes[index] = UInt8.random(in: 0...255, using: &random) }
            }
            do {
                try open(bytes).close()
                opened.append(number)
            } catch is DamagedDatabase {}
        }
        #expect(opened.isEmpty)
    }

    /// All that a new file has is its first page, as long as the rest is in the log.
    @Test(arguments: [1, 99, 512, 4_095]) func lessThanAPageIsRefused(bytes: Int) throws {
        let file = try Storage.open("\(folder.path)/new.sqlite")
        try file.close()
        let header = try Data(contentsOf: URL(filePath: "\(folder.path)/new.sqlite"))
        #expect(throws: DamagedDatabase.self) { try open(header.prefix(bytes)) }
    }

    /// Each without the file, or with less of it than there was, and with what stands beside it.
    @Test(arguments: ["gone", "empty", "without its log", "of an earlier start"])
    func aFileThatIsNotTheOneThatWasThereIsRefused(_ harm: String) throws {
        let path = "\(folder.path)/b.sqlite"
        try open(path, writing: 1)
        let early = try Data(contentsOf: URL(filePath: path))
        let file = try open(path, writing: 2)
        let (bytes, log) = try (
            Data(contentsOf: URL(filePath: path)), Data(contentsOf: URL(filePath: path + "-wal"))
        )
        try file.close()
        for name in ["b.sqlite", "b.sqlite-wal", "b.sqlite-shm"] { try? folder.remove(name) }
        switch harm {
        case "gone": break
        case "empty": try Data().write(to: URL(filePath: path))
        case "without its log": try bytes.write(to: URL(filePath: path))
        default: try early.write(to: URL(filePath: path))
        }
        #expect(throws: DamagedDatabase.self) { try Storage.open(path) }

        // As a kill leaves it, it is sound.
        for name in ["b.sqlite-wal", "b.sqlite-shm"] { try? folder.remove(name) }
        try bytes.write(to: URL(filePath: path))
        try log.write(to: URL(filePath: path + "-wal"))
        let whole = try Storage.open(path)
        #expect(try whole.read { try Int.fetchAll($0, sql: "SELECT number FROM t") } == [1, 2])
        try whole.close()
    }

    @discardableResult
    private func open(_ path: String, writing number: Int) throws -> any DatabaseWriter {
        let file = try Storage.open(path)
        try file.write { database in
            try database.execute(
                sql: "CREATE TABLE IF NOT EXISTS t (number INTEGER); INSERT INTO t VALUES (\(number))")
        }
        if number == 1 { try file.close() }
        return file
    }

    @Test func theRefusalNamesTheFileAndTheCommandThatMendsIt() throws {
        let error = #expect(throws: DamagedDatabase.self) { try open(good.prefix(20_000)) }
        let text = try #require(error).description
        #expect(text.contains("a.sqlite is damaged") && text.contains("./shop restore DIR"))
        #expect(DamagedDatabase.exitCode == 65)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct DamageGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
