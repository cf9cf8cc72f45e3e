import GRDB
import Synchronization

/// Puts many small changes on disk together: those that come while a transaction is being made durable share the next
/// one, and so one fsync. Each is still all or nothing by itself, and each is answered only when it is durable.
package final class SharedCommit: Sendable {
    /// Answers one change: nil once it is durable, else why it is not.
    private typealias Settlement = @Sendable ((any Error)?) -> Void

    private struct Entry: Sendable {
        /// Runs in a savepoint of the transaction.
        let run: @Sendable (Database) throws -> Settlement
        let refuse: @Sendable (any Error) -> Void
    }

    /// Changes in one transaction at most, so that the first of them does not wait for too many.
    private static let largest = 128

    package let database: any DatabaseWriter
    package let commits = Counter("shop_commits_total", help: "Transactions put on disk, however many shared each.")
    private let entries = Mutex<[Entry]>([])

    package init(_ database: any DatabaseWriter) {
        self.database = database
    }

    /// Runs `work` in a transaction that others may share, and returns when that is on disk. It goes on when the
    /// calling task is cancelled.
    /// - Parameter onCommit: runs when the transaction is on disk and before anything else is written.
    /// - Throws: what `work` throws; then nothing of it is there, and the others are not concerned. A
    ///   ``StorageFailure`` concerns all that share the transaction.
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
        var refusals: [(entry: Entry, error: any Error)] = []
        do {
            try database.inTransaction(.immediate) {
                for entry in batch {
                    do {
                        settlements.append(try Self.run(entry, in: database))
                    } catch {
                        refusals.append((entry, error))
                        if !database.isInsideTransaction || StorageFailure(error) != nil { throw error }
                    }
                }
                return .commit
            }
            commits.increment()
            for settle in settlements { settle(nil) }
        } catch {
            for settle in settlements { settle(error) }
            for entry in batch.dropFirst(settlements.count + refusals.count) { entry.refuse(error) }
        }
        for refusal in refusals { refusal.entry.refuse(refusal.error) }
    }

    private static func run(_ entry: Entry, in database: Database) throws -> Settlement {
        try database.inOwnSavepoint { try entry.run(database) }
    }
}
