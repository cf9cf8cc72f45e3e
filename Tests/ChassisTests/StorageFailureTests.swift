import Chassis
import Foundation
import GRDB
import Hummingbird
import TestSupport
import Testing
import Wire

/// A disk that is full, or that may not be written: 503, and well again by itself.
@Suite struct StorageFailureTests {
    private func client(_ database: any DatabaseWriter) throws -> RouterClient {
        let chassis = Chassis.test("catalog-service", in: try ScratchFolder())
        let router = chassis.router()
        router.post("/notes") { request, _ in
            let note = String(buffer: try await request.bytes(limit: 1 << 20))
            try await database.write { try $0.execute(sql: "INSERT INTO notes VALUES (?)", arguments: [note]) }
            return Response(status: .created)
        }
        return RouterClient(ShopApplication(router: router), on: chassis)
    }

    private func open(_ path: String) async throws -> any DatabaseWriter {
        let database = try Storage.open(path)
        try await database.write { try $0.execute(sql: "CREATE TABLE notes (text TEXT)") }
        return database
    }

    private func post(_ client: RouterClient) async throws -> WireResponse {
        try await client.send(
            WireRequest(
                method: .post, target: "/notes", body: ByteBuffer(string: String(repeating: "x", count: 20_000))))
    }

    private func notes(_ database: any DatabaseWriter) async throws -> Int? {
        try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM notes") }
    }

    /// Posts until it fails; answers what was acknowledged before, and the failure.
    private func fill(_ client: RouterClient) async throws -> (acknowledged: Int, failure: WireResponse) {
        var acknowledged = 0
        while true {
            let answer = try await post(client)
            guard answer.status == .created else { return (acknowledged, answer) }
            acknowledged += 1
        }
    }

    private func expectUnavailable(_ answer: WireResponse) throws {
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.retryAfter] == "1")
        #expect(try answer.decode(Problem.self).type == "/problems/storage-unavailable")
    }

    @Test func databaseThatMayNotGrowIsUnavailableUntilItMay() async throws {
        let folder = try ScratchFolder()
        let database = try await open("\(folder.path)/a.sqlite")
        let client = try client(database)
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 40") }
        let (acknowledged, failure) = try await fill(client)
        try expectUnavailable(failure)
        #expect(try await notes(database) == acknowledged)
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 4000") }
        #expect(try await post(client).status == .created)
        #expect(try await notes(database) == acknowledged + 1)
        try database.close()
    }

    @Test func databaseThatMayNotBeWrittenIsUnavailableUntilItMay() async throws {
        let folder = try ScratchFolder()
        let database = try await open("\(folder.path)/a.sqlite")
        let client = try client(database)
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") }
        try expectUnavailable(try await post(client))
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 0") }
        #expect(try await post(client).status == .created)
        try database.close()
    }

    /// A file system of one megabyte.
    @Test(.enabled(if: SmallDisk.isPossible)) func diskThatIsFullIsUnavailableUntilThereIsRoom() async throws {
        let disk = try SmallDisk()
        defer { disk.remove() }
        let database = try await open("\(disk.path)/a.sqlite")
        let client = try client(database)
        try Data(count: 300_000).write(to: URL(filePath: "\(disk.path)/ballast"))
        let (acknowledged, failure) = try await fill(client)
        try expectUnavailable(failure)
        #expect(acknowledged > 0)
        try expectUnavailable(try await post(client))
        #expect(try await notes(database) == acknowledged)
        try FileManager.default.removeItem(atPath: "\(disk.path)/ballast")
        #expect(try await post(client).status == .created)
        #expect(try await notes(database) == acknowledged + 1)
        try database.close()
    }

    /// The kernel itself refuses every write to the file's log, as of a disk that fails.
    @Test func diskThatFailsIsUnavailableUntilItIsWell() async throws {
        let folder = try ScratchFolder()
        let database = try await open("\(folder.path)/a.sqlite")
        let client = try client(database)
        #expect(try await post(client).status == .created)
        let failure = try FailingFile("\(folder.path)/a.sqlite-wal")
        try expectUnavailable(try await post(client))
        try expectUnavailable(try await post(client))
        failure.end()
        #expect(try await post(client).status == .created)
        #expect(try await notes(database) == 2)
        try database.close()
    }

    @Test(arguments: [
        (ResultCode.SQLITE_FULL, true), (.SQLITE_IOERR, true), (.SQLITE_IOERR_FSYNC, true), (.SQLITE_READONLY, true),
        (.SQLITE_READONLY_DBMOVED, true), (.SQLITE_BUSY, true), (.SQLITE_CANTOPEN, true), (.SQLITE_CONSTRAINT, false),
        (.SQLITE_CORRUPT, false), (.SQLITE_ERROR, false), (.SQLITE_MISUSE, false),
    ])
    func onlyTheDisksFailuresAreTemporary(_ code: ResultCode, _ isTemporary: Bool) {
        #expect((StorageFailure(DatabaseError(resultCode: code)) != nil) == isTemporary)
    }
}
