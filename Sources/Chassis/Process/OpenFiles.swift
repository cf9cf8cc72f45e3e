import Glibc

/// How many files and connections the process may have open.
package enum OpenFiles {
    /// Raises the soft limit to the hard one. The soft one is often 1,024 for the sake of programs that call `select`,
    /// which none of ours does; a server that meets it stops taking connections.
    package static func raiseLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// The soft limit.
    package static var limit: UInt64 {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return UInt64(limit.rlim_cur)
    }
}
