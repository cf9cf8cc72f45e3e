import GRDB
import Wire

/// The disk is full or failing, or the file cannot be written: nothing that a caller did wrong, and nothing that he may
/// take for done. It may go well a second later.
package struct StorageFailure: Error, Hashable, CustomStringConvertible {
    package let description: String

    /// Nil for every other error.
    package init?(_ error: any Error) {
        guard let error = error as? DatabaseError else { return nil }
        switch error.resultCode {
        case .SQLITE_FULL: description = "the disk is full"
        case .SQLITE_IOERR: description = "the disk cannot be read or written"
        case .SQLITE_READONLY: description = "the file cannot be written"
        case .SQLITE_CANTOPEN: description = "the file cannot be opened"
        case .SQLITE_BUSY: description = "the file is in use"
        default: return nil
        }
    }
}

extension Problem {
    /// 503: ask again.
    package init(_ failure: StorageFailure) {
        self.init(
            .serviceUnavailable, type: "/problems/storage-unavailable",
            detail: "It was not done, because \(failure). Ask again.")
    }
}
