import CRabbitMQ
import Glibc
import Synchronization
import Wire

/// The thread of one connection, from its first byte to its last. It sleeps until the server says something or there
/// is work to do, and wakes besides only to keep up the heartbeat. Swift's own threads never wait for the network.
final class RabbitThread: Sendable {
    /// Work on the connection, or what to tell whoever waits for it if there is none. What it throws ends the
    /// connection.
    typealias Job = @Sendable (Result<RabbitConnection, RabbitError>) throws -> Void

    private struct State {
        var jobs: [Job] = []
        var isEnding = false
        var hasEnded = false
        /// -1 while there is none.
        var socket: Int32 = -1
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let url: RabbitURL
    private let prepare: @Sendable (RabbitConnection) throws -> Void
    private let onMessage: @Sendable (RabbitMessage) -> Void
    private let onEnd: @Sendable (RabbitError) -> Void
    private let state = Mutex(State())
    /// Rung when there is work.
    private let bell = shop_eventfd()

    /// - Parameters:
    ///   - prepare: the first work on the connection.
    ///   - onMessage: called on the thread, in the order in which messages come.
    ///   - onEnd: called on the thread when the connection is no more, whyever.
    init(
        _ url: RabbitURL, prepare: @escaping @Sendable (RabbitConnection) throws -> Void,
        onMessage: @escaping @Sendable (RabbitMessage) -> Void, onEnd: @escaping @Sendable (RabbitError) -> Void
    ) {
        self.url = url
        self.prepare = prepare
        self.onMessage = onMessage
        self.onEnd = onEnd
    }

    deinit {
        Glibc.close(bell)
    }

    func start() {
        let itself = Unmanaged.passRetained(self)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 512 << 10)
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let error = pthread_create(
            &thread, &attributes,
            { pointer in
                if let pointer { Unmanaged<RabbitThread>.fromOpaque(pointer).takeRetainedValue().run() }
                return nil
            }, itself.toOpaque())
        if error != 0 {
            itself.release()
            finish(RabbitError("there is no thread for RabbitMQ: \(String(cString: strerror(error)))"), [])
        }
    }

    /// - Returns: false if the thread has ended, and the job was not taken.
    func submit(_ job: @escaping Job) -> Bool {
        let isTaken = state.withLock { state in
            if state.hasEnded || state.isEnding { return false }
            state.jobs.append(job)
            return true
        }
        if isTaken { ring() }
        return isTaken
    }

    /// Has the connection close when all is confirmed, and does not wait for it.
    func letGo() {
        state.withLock { $0.isEnding = true }
        ring()
        _ = Alarm.set(at: .after(.seconds(5))) { [weak self] in self?.cut() }
    }

    /// Returns when the connection is closed.
    func end() async {
        letGo()
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.watchers.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    /// Ends the connection though the thread may be waiting in it.
    func cut() {
        state.withLock { state in
            if state.socket >= 0 { _ = shutdown(state.socket, Int32(SHUT_RDWR)) }
        }
    }

    private func ring() {
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
    }

    // MARK: On the thread

    private func run() {
        var jobs: [Job] = []
        do {
            let connection = try RabbitConnection(url)
            state.withLock { $0.socket = connection.socket }
            do {
                try prepare(connection)
                try serve(connection, &jobs)
                finish(RabbitError("the connection was closed"), jobs)
            } catch {
                let error = error as? RabbitError ?? RabbitError("\(error)")
                connection.confirms.fail(error)
                finish(error, jobs)
            }
        } catch {
            finish(error as? RabbitError ?? RabbitError("\(error)"), jobs)
        }
    }

    /// - Parameter jobs: those that are not begun when it ends.
    private func serve(_ connection: RabbitConnection, _ jobs: inout [Job]) throws {
        while true {
            let isEnding = state.withLock { state in
                swap(&jobs, &state.jobs)
                return state.isEnding
            }
            jobs.reverse()
            while let job = jobs.popLast() { try job(.success(connection)) }
            let isDrained = try deliver(from: connection)
            if isEnding, connection.confirms.isEmpty { return try connection.close() }
            if isDrained { wait(connection) }
        }
    }

    /// - Returns: whether all that had come is delivered; jobs wait at most for so many messages.
    private func deliver(from connection: RabbitConnection) throws -> Bool {
        for _ in 0..<64 {
            guard let message = try connection.next() else { return true }
            onMessage(message)
        }
        return false
    }

    private func wait(_ connection: RabbitConnection) {
        var ears = [
            pollfd(fd: connection.socket, events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&ears, 2, Int32(url.heartbeat) * 500)
        var count: UInt64 = 0
        _ = read(bell, &count, 8)
    }

    private func finish(_ error: RabbitError, _ jobs: [Job]) {
        let (late, watchers) = state.withLock { state in
            state.hasEnded = true
            state.socket = -1
            defer { (state.jobs, state.watchers) = ([], []) }
            return (state.jobs, state.watchers)
        }
        for job in jobs + late { try? job(.failure(error)) }
        onEnd(error)
        for watcher in watchers { watcher.resume() }
    }
}
