import Glibc

/// A pipe that tells a process that its supervisor lives: its standard input ends when the supervisor does, however
/// that came about.
package struct Lifeline: Sendable {
    /// The end that the process gets. It stays open here too: a word to a process that has just ended would be a signal
    /// otherwise (SIGPIPE).
    package let readEnd: Int32
    private let writeEnd: Int32

    package init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw FleetError.fileFailed("pipe", reason: String(cString: strerror(errno)))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    /// Tells the process to take connections from the socket that it shares.
    func giveTurn() {
        var word = UInt8(ascii: "\n")
        write(writeEnd, &word, 1)
    }

    func cut() {
        close(writeEnd)
        close(readEnd)
    }
}
