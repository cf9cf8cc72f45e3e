import FoundationEssentials

extension ReleaseStore {
    private func historyFile(of name: String) -> String { "\(folder(of: name))/history.json" }

    /// The process's history; an empty one if none was written.
    ///
    /// - Throws: `ReleaseError.damaged`.
    package func history(of name: String) throws(ReleaseError) -> ReleaseHistory {
        let file = historyFile(of: name)
        guard let data = FileManager.default.contents(atPath: file) else { return ReleaseHistory() }
        do {
            return try FleetState.decoder().decode(ReleaseHistory.self, from: data)
        } catch {
            throw .damaged(path: file, reason: "\(error)")
        }
    }

    /// Changes the history, alone: other commands and threads wait. The file has the old content or the new, at any
    /// moment.
    ///
    /// - Throws: `ReleaseError`; then the file is as it was.
    package func updateHistory(
        of name: String, _ change: (inout ReleaseHistory) throws(ReleaseError) -> Void
    ) throws(ReleaseError) {
        try ReleaseFiles.makeFolder(folder(of: name))
        let lock = try FileLock.wait("\(folder(of: name))/history.lock")
        defer { lock.release() }
        let before = try history(of: name)
        var after = before
        try change(&after)
        guard after != before else { return }
        let data: Data
        do {
            data = try FleetState.encoder().encode(after)
        } catch {
            throw .unwritable(path: historyFile(of: name), reason: "\(error)")
        }
        try ReleaseFiles.replace(historyFile(of: name), with: data)
    }
}
