import NIOCore

/// A deadline that moves often and passes seldom: moving it later costs nothing, because the one alarm that is set
/// looks at it again when it rings. It belongs to one event loop.
final class DeadlineWatch {
    /// When the time is up; nil while there is no limit.
    var deadline: NIODeadline?
    private var alarm: (time: NIODeadline, task: Scheduled<Void>)?

    /// Makes sure that `passed` is called on `loop`, which is the current one, when the deadline has passed.
    func keep(on loop: any EventLoop, _ passed: @escaping () -> Void) {
        guard let deadline else { return }
        if let alarm {
            guard alarm.time > deadline else { return }
            alarm.task.cancel()
        }
        let task = loop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.alarm = nil
            guard let deadline = self.deadline else { return }
            guard deadline <= .now() else { return self.keep(on: loop, passed) }
            self.deadline = nil
            passed()
        }
        alarm = (deadline, task)
    }

    func cancel() {
        alarm?.task.cancel()
        alarm = nil
        deadline = nil
    }
}

/// The bytes of a request line as they come in, to tell an address that is too long from a field that is.
struct RequestLine {
    private(set) var length = 0
    private var isWhole = false

    mutating func count(_ bytes: ByteBuffer) {
        guard !isWhole else { return }
        if let end = bytes.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
            length += end - bytes.readableBytesView.startIndex
            isWhole = true
        } else {
            length += bytes.readableBytes
        }
    }
}
