import Glibc
import Wire

/// The time as the broker counts it: milliseconds since 1970 at the start and what has passed since, so that it never
/// jumps when somebody sets the clock; and who wakes it.
package struct BrokerClock: Sendable {
    package typealias Ring = @Sendable () -> Void

    package let now: @Sendable () -> Int
    /// Rings once at a time of this clock; answers how to call it off.
    package let alarm: @Sendable (_ time: Int, _ ring: @escaping Ring) -> Ring

    package init(now: @escaping @Sendable () -> Int, alarm: @escaping @Sendable (Int, @escaping Ring) -> Ring) {
        self.now = now
        self.alarm = alarm
    }

    package static func system() -> BrokerClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let start = time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
        let instant = ContinuousClock.now
        return BrokerClock {
            start + instant.duration(to: .now).milliseconds
        } alarm: { time, ring in
            let alarm = Alarm.set(at: Deadline(instant + .milliseconds(time - start)), ring)
            return { alarm.cancel() }
        }
    }
}
