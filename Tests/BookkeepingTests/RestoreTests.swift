import Bookkeeping
import Foundation
import GRDB
import TestSupport
import Testing
import Wire

@Suite(.timeLimit(.minutes(3))) struct RestoreTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        for name in ["a.sqlite", "b.sqlite"] {
            let file = try DatabasePool(path: "\(data)/\(name)")
            try file.write { database in
                try database.execute(sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
                for _ in 0..<200 { try database.execute(sql: "INSERT INTO t (text) VALUES (hex(randomblob(40)))") }
            }
            try file.close()
        }
    }

    private var data: String { "\(folder.path)/data" }
    private var backup: String { "\(folder.path)/backup" }

    private func take() throws -> BackupManifest {
        let moment = try DatabaseMoment(of: data, isWritten: false)
        defer { moment.close() }
        return try Backup.take(moment, into: backup, release: "test").manifest
    }

    private func contents(_ folder: String) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            contents[name] = FileManager.default.contents(atPath: "\(folder)/\(name)")
        }
        return contents
    }

    @Test func aBackupComesBackAndWhatWasThereIsKept() throws {
        let carried = CarriedElsewhere([EventChannel(source: "/a", topic: "b"): SequenceSet(upTo: 7)])
        try carried.write(to: data)
        let manifest = try take()
        #expect(manifest.files.map(\.name) == ["a.sqlite", "b.sqlite"])
        #expect(try contents(backup).keys.sorted() == ["a.sqlite", "b.sqlite", "manifest.json"])
        try CarriedElsewhere().write(to: data)
        let later = try DatabaseQueue(path: "\(data)/a.sqlite")
        try later.write { try $0.execute(sql: "DELETE FROM t") }
        try later.close()
        let (_, aside) = try Backup.restore(backup, to: data, through: data + ".restoring", at: .now())
        for (path, count) in [("\(data)/a.sqlite", 200), ("\(try #require(aside))/a.sqlite", 0)] {
            let file = try DatabaseQueue(path: path)
            #expect(try file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } == count)
            try file.close()
        }
        #expect(!FileManager.default.fileExists(atPath: "\(data).restoring"))
        #expect(try CarriedElsewhere.written(in: data) == carried)
    }

    @Test func aFolderWithoutAManifestIsNoBackup() throws {
        _ = try take()
        try FileManager.default.removeItem(atPath: "\(backup)/manifest.json")
        let before = try contents(data)
        #expect(throws: BackupDamage.self) {
            try Backup.restore(backup, to: data, through: data + ".restoring", at: .now())
        }
        #expect(try contents(data) == before)
    }

    /// Bits flipped and files cut short, chosen by a fixed seed so that a failure can be seen again.
    @Test func thousandDamagesToABackupAreAllDetectedAndTouchNothing() throws {
        _ = try take()
        let original = try contents(backup)
        let before = try contents(data)
        var random = SeededGenerator(seed: 20_261_128)
        var undetected: [String] = []
        for number in 0..<1_000 {
            let name = try #require(original.keys.sorted().randomElement(using: &random))
            let good = try #require(original[name])
            var bytes = good
            if Bool.random(using: &random) {
                bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))
            } else {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            try bytes.write(to: URL(filePath: "\(backup)/\(name)"))
            do {
                _ = try Backup.restore(backup, to: data, through: data + ".restoring", at: .now())
                undetected.append("\(number): \(name)")
            } catch is BackupDamage {}
            try good.write(to: URL(filePath: "\(backup)/\(name)"))
        }
        #expect(undetected.isEmpty)
        #expect(try contents(data) == before)
        #expect(try BackupManifest.verified(in: backup).files.count == 2)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
