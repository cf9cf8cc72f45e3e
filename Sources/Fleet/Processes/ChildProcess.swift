import CSpawn
import Glibc

/// A program that is started with nothing but what is named here: its descriptors, its environment, its folder.
package struct ChildProcess: Sendable {
    package var executable: String
    package var arguments: [String] = []
    package var environment: [String: String]
    package var workingDirectory: String
    /// The descriptor that becomes its standard input.
    package var input: Int32
    /// The descriptor that becomes its standard output and error.
    package var output: Int32
    /// Descriptors that it gets as 3 and following, such as listening sockets.
    package var inherited: [Int32] = []
    /// Whether it leads a session of its own, which outlives the terminal and has a part of the processors of its own
    /// (``SessionPriority``); else it leads a process group.
    package var leadsSession = false

    package init(
        executable: String, arguments: [String] = [], environment: [String: String], workingDirectory: String,
        input: Int32, output: Int32, inherited: [Int32] = [], leadsSession: Bool = false
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.input = input
        self.output = output
        self.inherited = inherited
        self.leadsSession = leadsSession
    }

    /// POSIX_SPAWN_SETSID, which glibc shows to GNU sources only.
    private static let newSession: Int16 = 0x80
    /// Where descriptors wait while 0, 1, 2, 3… are taken: beyond all that it gets.
    private static let aside: Int32 = 200

    /// Starts it.
    ///
    /// - Returns: its number; whoever starts a process waits for its end.
    /// - Throws: `FleetError.fileFailed`.
    package func spawn() throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let targets =
            [(input, STDIN_FILENO), (output, STDOUT_FILENO), (output, STDERR_FILENO)]
            + inherited.enumerated().map { ($1, Int32(3 + $0)) }
        // In two steps, so that no source is overwritten before it is copied.
        for (source, target) in targets { posix_spawn_file_actions_adddup2(&actions, source, Self.aside + target) }
        for (_, target) in targets { posix_spawn_file_actions_adddup2(&actions, Self.aside + target, target) }
        posix_spawn_file_actions_addclosefrom_np(&actions, Int32(3 + inherited.count))
        posix_spawn_file_actions_addchdir_np(&actions, workingDirectory)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of this process block and ignore signals, which the other one must not inherit.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let group = leadsSession ? Self.newSession : Int16(POSIX_SPAWN_SETPGROUP)
        posix_spawnattr_setflags(
            &attributes, group | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

        var pid: Int32 = 0
        let error = Self.withCStrings([executable] + arguments) { argv in
            Self.withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&pid, executable, &actions, &attributes, argv, envp)
            }
        }
        guard error == 0 else { throw FleetError.fileFailed(executable, reason: String(cString: strerror(error))) }
        return pid
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a list that ends with nil is not empty") }
            return body(base)
        }
    }
}
