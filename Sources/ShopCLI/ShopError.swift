import Fleet

/// What a person is told when something does not work: what, why, and the command that mends it.
package struct ShopError: Error, Sendable, Equatable {
    package let what: String
    package let why: String?
    /// A command to type, or failing that an advice.
    package let mend: String?
    package let status: ExitStatus

    package init(_ what: String, why: String? = nil, mend: String? = nil, status: ExitStatus = .failed) {
        self.what = what
        self.why = why
        self.mend = mend
        self.status = status
    }
}

extension ShopError {
    /// Nil for an error that is not the shop's, such as one of the command line's parser.
    init?(_ error: any Error) {
        switch error {
        case let error as ShopError: self = error
        case let error as FleetError: self.init(error)
        case let error as ReleaseError:
            self.init("The release could not be made", why: error.description, mend: "mend that, then again")
        case let error as FleetFileError:
            self.init("The fleet file cannot be used", why: error.description, mend: "edit \(error.file)")
        case is CancellationError: self.init("Interrupted")
        default: return nil
        }
    }

    package init(_ error: FleetError) {
        switch error {
        case .alreadySupervised(let pid, let url):
            let address = url.map { " at \($0)" } ?? ""
            self.init(
                "A shop runs in this home already\(address)", why: pid.map { "process \($0) supervises it" },
                mend: "./shop status, or ./shop down, or another home: SHOP_HOME=/tmp/second ./shop up --port 8090",
                status: .alreadyRunning)
        case .portTaken(let port, let holder):
            let other = port <= 65_525 ? port + 10 : 8080
            self.init(
                "Port \(port) is in use", why: holder?.description ?? "somebody listens on it, or it is reserved",
                mend: "./shop up --port \(other)", status: .portInUse)
        case .noFreePort(let process):
            self.init("There is no free port for \(process)", mend: "ss -ltn shows who listens", status: .portInUse)
        case .missingExecutable(let process, let path):
            self.init("\(process) is not built", why: "\(path) is not there", mend: "./shop up")
        case .restoreInterrupted(let folder):
            self.init(
                "A backup was being restored and that did not end",
                why: "the shop has no data yet; \(folder) is what was copied",
                mend: "./shop restore DIR, with the backup's folder, once more")
        case .fileFailed(let file, let reason):
            self.init("\(file) cannot be used", why: reason, mend: "choose another home: SHOP_HOME=/tmp/shop ./shop up")
        case .cannotStop(let pid):
            self.init("Process \(pid) does not end", why: "it was killed and is still there", mend: "ps -fp \(pid)")
        }
    }
}
