import NIOCore
import NIOPosix

/// Calls back once at a deadline unless it is cancelled before; costs no thread and no task.
package struct Alarm: Sendable {
    private let scheduled: Scheduled<Void>

    package static func set(at deadline: Deadline, _ ring: @escaping @Sendable () -> Void) -> Alarm {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        return Alarm(scheduled: loop.scheduleTask(deadline: NIODeadline(deadline), ring))
    }

    package func cancel() { scheduled.cancel() }
}
