import Glibc

/// How a process that this one started has ended.
package struct ChildExit: Sendable, Equatable, CustomStringConvertible {
    private let status: Int32

    /// Waits for the end of a child, on a thread that does nothing else: Linux tells it by waitpid(2) alone.
    ///
    /// - Parameter forget: called when it has ended, while its number cannot be another's yet.
    package static func of(_ pid: Int32, forget: @escaping @Sendable () -> Void = {}) async -> ChildExit {
        await withCheckedContinuation { continuation in
            let wait = Unmanaged.passRetained(Wait(pid: pid, forget: forget, continuation: continuation))
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            pthread_attr_setstacksize(&attributes, 128 << 10)
            defer { pthread_attr_destroy(&attributes) }
            var thread = pthread_t()
            let error = pthread_create(&thread, &attributes, { Wait.run($0) }, wait.toOpaque())
            if error != 0 { Wait.run(wait.toOpaque()) }
        }
    }

    /// What a process says by its exit code when it refuses its data: `EX_DATAERR` of sysexits(3).
    package static let damagedData = "exit 65 (damaged data)"

    /// Such as `exit 1` or `signal 9`.
    package var description: String {
        guard status & 0x7F == 0 else { return "signal \(status & 0x7F)" }
        let code = (status >> 8) & 0xFF
        return code == 65 ? Self.damagedData : "exit \(code)"
    }

    private final class Wait: Sendable {
        let pid: Int32
        let forget: @Sendable () -> Void
        let continuation: CheckedContinuation<ChildExit, Never>

        init(
            pid: Int32, forget: @escaping @Sendable () -> Void, continuation: CheckedContinuation<ChildExit, Never>
        ) {
            self.pid = pid
            self.forget = forget
            self.continuation = continuation
        }

        @discardableResult
        static func run(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
            guard let pointer else { return nil }
            let wait = Unmanaged<Wait>.fromOpaque(pointer).takeRetainedValue()
            var ended = siginfo_t()
            while waitid(P_PID, id_t(wait.pid), &ended, WEXITED | WNOWAIT) < 0, errno == EINTR {}
            wait.forget()
            var status: Int32 = 0
            while waitpid(wait.pid, &status, 0) < 0, errno == EINTR {}
            wait.continuation.resume(returning: ChildExit(status: status))
            return nil
        }
    }
}
