import Glibc

/// Why a release could not be staged, found or recorded. Nothing is half done after any of them.
package enum ReleaseError: Error, Equatable {
    case noSpace(path: String)
    case unwritable(path: String, reason: String)
    case unreadable(path: String, reason: String)
    /// The build has no executable here.
    case missingExecutable(process: String, path: String)
    /// A file or folder that the fleet's file lists for the process.
    case missingFile(process: String, path: String)
    /// A source of the release changed while it was copied.
    case changedMeanwhile(process: String)
    /// Another command stages a release of the same process now.
    case busy(process: String)
    case unknownRelease(process: String, version: String)
    /// `release.json` or `history.json` is not what this shop wrote.
    case damaged(path: String, reason: String)

    /// What a system call that writes to the path failed with.
    static func writing(_ path: String, _ code: Int32 = errno) -> ReleaseError {
        if code == ENOSPC || code == EDQUOT { return .noSpace(path: path) }
        return .unwritable(path: path, reason: String(cString: strerror(code)))
    }

    /// What a system call that reads the path failed with.
    static func reading(_ path: String, _ code: Int32 = errno) -> ReleaseError {
        .unreadable(path: path, reason: String(cString: strerror(code)))
    }
}

extension ReleaseError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSpace(let path): "the disk is full: \(path) cannot be written"
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .missingExecutable(let process, let path): "\(process) is not built: there is no executable \(path)"
        case .missingFile(let process, let path):
            "\(path) belongs to a release of \(process) (compose/fleet.json) and is not there"
        case .changedMeanwhile(let process): "the build of \(process) changed while it was copied"
        case .busy(let process): "another command stages a release of \(process) now"
        case .unknownRelease(let process, let version): "\(process) has no release \(version)"
        case .damaged(let path, let reason): "\(path) is damaged: \(reason)"
        }
    }
}
