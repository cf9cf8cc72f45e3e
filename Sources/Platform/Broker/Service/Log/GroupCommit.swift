import Chassis
import GRDB
import Synchronization

/// The one way to the file. Writes that come while another is being put on disk share the next transaction, and so one
/// fsync; each is answered when that has happened, and not before.
package final class GroupCommit: Sendable {
    /// Answers one write: nil once it is durable, else why it is not.
    private typealias Settlement = @Sendable ((any Error)?) -> Void

    private struct Entry: Sendable {
        /// Runs in the transaction.
        let run: @Sendable (Database) throws -> Settlement
        let refuse: @Sendable (any Error) -> Void
    }

    /// Writes of one transaction at most, so that the first of them does not wait for too many.
    private static let largest = 256

    package let database: any DatabaseWriter
    package let commits = Counter("shop_broker_commits_total", help: "Transactions put on disk.")
    private let entries = Mutex<[Entry]>([])

    package init(_ database: any DatabaseWriter) {
        self.database = database
    }

    /// Runs `work` in a transaction, which others may share, and returns when that is on disk.
    /// - Parameters:
    ///   - work: all or nothing, whatever becomes of the others. What it refuses concerns it alone; an error of the
    ///     database fails all that share the transaction.
    ///   - onCommit: runs when the transaction is on disk and before anything else is written.
    package func write<Answer: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Answer,
        onCommit: @escaping @Sendable (Answer) -> Void = { _ in }
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let entry = Entry { database in
                let answer = try work(database)
                return { failure in
                    if let failure { return continuation.resume(throwing: failure) }
                    onCommit(answer)
                    continuation.resume(returning: answer)
                }
            } refuse: {
                continuation.resume(throwing: $0)
            }
            let isFirst = entries.withLock { entries in
                entries.append(entry)
                return entries.count == 1
            }
            if isFirst { schedule() }
        }
    }

    /// Runs `work` when nothing is being written, without a transaction: a look at what is there.
    package func look<Answer: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Answer
    ) async throws -> Answer {
        // A look is not interrupted when its caller goes: the connection is everybody's.
        try await withCheckedThrowingContinuation { continuation in
            database.asyncWriteWithoutTransaction { database in
                continuation.resume(with: Result { try work(database) })
            }
        }
    }

    // MARK: Transactions

    private func schedule() {
        database.asyncWriteWithoutTransaction { [self] database in
            let (batch, isMore) = entries.withLock { entries in
                let batch = Array(entries.prefix(Self.largest))
                entries.removeFirst(batch.count)
                return (batch, !entries.isEmpty)
            }
            commit(batch, to: database)
            if isMore { schedule() }
        }
    }

    private func commit(_ batch: [Entry], to database: Database) {
        var settlements: [Settlement] = []
        var refusals: [(Entry, any Error)] = []
        var settled = 0
        do {
            try database.inTransaction(.immediate) {
                for entry in batch {
                    if let refusal = try Self.run(entry, in: database, &settlements) {
                        refusals.append((entry, refusal))
                    }
                    settled += 1
                }
                return .commit
            }
            commits.increment()
            for settle in settlements { settle(nil) }
        } catch {
            for settle in settlements { settle(error) }
            for entry in batch.dropFirst(settled) { entry.refuse(error) }
        }
        for (entry, refusal) in refusals { entry.refuse(refusal) }
    }

    /// - Returns: why this write alone is refused.
    private static func run(
        _ entry: Entry, in database: Database, _ settlements: inout [Settlement]
    ) throws -> (any Error)? {
        var settlement: Settlement?
        do {
            try database.inSavepoint {
                settlement = try entry.run(database)
                return .commit
            }
        } catch let error as DatabaseError {
            throw error
        } catch {
            return error
        }
        if let settlement { settlements.append(settlement) }
        return nil
    }
}
