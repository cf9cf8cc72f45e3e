/// Why a fleet could not be started or stopped.
package enum FleetError: Error, Equatable {
    case alreadySupervised(by: Int32?, url: String?)
    case portTaken(port: Int, holder: PortHolder?)
    case noFreePort(process: String)
    case missingExecutable(process: String, path: String)
    /// `./shop restore` was cut off: what it had copied is in the folder, and the shop has no data.
    case restoreInterrupted(folder: String)
    case fileFailed(String, reason: String)
    /// It was killed, and lives on (in an uninterruptible system call, or it is another user's).
    case cannotStop(pid: Int32)
}
