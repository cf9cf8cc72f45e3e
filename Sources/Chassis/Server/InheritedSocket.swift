import Glibc
import Wire

/// A listening socket that the process was born with, by the convention of systemd's socket activation
/// (sd_listen_fds(3)): the descriptors from 3 on, as many as `LISTEN_FDS` says.
package struct InheritedSocket: Sendable, Hashable {
    package let name: String
    package let descriptor: CInt

    package init(name: String, descriptor: CInt) {
        self.name = name
        self.descriptor = descriptor
    }

    private static let firstDescriptor: CInt = 3

    /// What the variables say.
    /// - Parameters:
    ///   - count: `LISTEN_FDS`.
    ///   - process: `LISTEN_PID`; if it is another process's, the sockets are that one's and none are ours. A parent
    ///     that cannot know the number before its child runs leaves it out.
    ///   - names: `LISTEN_FDNAMES`, separated by colons.
    /// - Throws: ``SettingsError`` if a variable is malformed.
    package static func parse(
        count: String?, process: String?, names: String?, own: pid_t = getpid()
    ) throws -> [InheritedSocket] {
        guard let count else { return [] }
        if let process {
            guard let number = pid_t(process) else {
                throw SettingsError(key: "LISTEN_PID", detail: "must be a process's number, is \"\(process)\"")
            }
            guard number == own else { return [] }
        }
        guard let number = CInt(count), (0...64).contains(number) else {
            throw SettingsError(key: "LISTEN_FDS", detail: "must be a small number, is \"\(count)\"")
        }
        let names = (names ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return (0..<number).map { index in
            let name = names.indices.contains(Int(index)) && !names[Int(index)].isEmpty ? names[Int(index)] : "unknown"
            return InheritedSocket(name: name, descriptor: firstDescriptor + index)
        }
    }

    /// Makes the sockets this process's own: what it starts itself gets neither them nor the variables.
    /// - Throws: ``SettingsError`` if one is no listening socket.
    package static func claim(_ sockets: [InheritedSocket]) throws {
        for variable in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(variable) }
        for socket in sockets {
            var isListening: CInt = 0
            var size = socklen_t(MemoryLayout<CInt>.size)
            let answer = getsockopt(socket.descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size)
            guard answer == 0, isListening == 1, fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
                throw SettingsError(
                    key: "LISTEN_FDS",
                    detail: "says that descriptor \(socket.descriptor) is a listening socket, which it is not")
            }
        }
    }
}
