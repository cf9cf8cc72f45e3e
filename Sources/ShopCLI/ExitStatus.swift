/// The exit codes of the command, the same for every subcommand. Thrown, it ends the command without a further word.
package enum ExitStatus: Int32, Error, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case usage = 2
    case notRunning = 3
    case portInUse = 4
    case missingPackages = 5
    case buildFailed = 6
    case alreadyRunning = 7
    case releaseRejected = 8

    var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed: the message says what, why, and the command that mends it"
        case .usage: "the command line is wrong"
        case .notRunning: "no shop runs in this SHOP_HOME"
        case .portInUse: "the port is in use"
        case .missingPackages: "packages are missing that could not be installed"
        case .buildFailed: "the build failed"
        case .alreadyRunning: "a shop runs in this SHOP_HOME already"
        case .releaseRejected: "the release was refused or rolled back; the one before serves"
        }
    }

    /// The codes as the help shows them.
    static let table = allCases.map { "  \($0.rawValue)  \($0.meaning)" }.joined(separator: "\n")
}
