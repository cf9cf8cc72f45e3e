import GRDB

extension Database {
    /// Runs `work`, all or nothing, as GRDB's `inSavepoint` does; but SQLite reads the statements for it once only.
    package func inOwnSavepoint<Answer>(_ work: () throws -> Answer) throws -> Answer {
        guard isInsideTransaction else { return try inWholeTransaction(work) }
        try cachedStatement(sql: "SAVEPOINT own").execute()
        do {
            let answer = try work()
            try cachedStatement(sql: "RELEASE own").execute()
            return answer
        } catch {
            // Some errors, such as that of a full disk, have rolled everything back already.
            if isInsideTransaction {
                try cachedStatement(sql: "ROLLBACK TO own").execute()
                try cachedStatement(sql: "RELEASE own").execute()
            }
            throw error
        }
    }

    private func inWholeTransaction<Answer>(_ work: () throws -> Answer) throws -> Answer {
        var answer: Answer?
        try inTransaction(.immediate) {
            answer = try work()
            return .commit
        }
        guard let answer else { throw DatabaseError(message: "a transaction did not run") }
        return answer
    }
}
