import Glibc
import Wire

/// The time as the registry counts it: milliseconds since 1970 at the start and what has passed since, so that it
/// never jumps when somebody sets the clock.
package struct RegistryClock: Sendable {
    package let now: @Sendable () -> Int

    package init(now: @escaping @Sendable () -> Int) {
        self.now = now
    }

    package static func system() -> RegistryClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let start = time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
        let instant = ContinuousClock.now
        return RegistryClock { start + instant.duration(to: .now).milliseconds }
    }
}
