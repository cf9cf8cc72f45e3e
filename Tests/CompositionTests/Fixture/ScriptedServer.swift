import NIOCore
import Synchronization
import TestSupport

/// A fragment server that does as a test tells it, byte by byte, on a real socket.
final class ScriptedServer: Sendable {
    indirect enum Behaviour: Sendable {
        case answer(String, status: Int = 200, type: String = "text/html", fields: [String] = [])
        /// Exactly these bytes, then the end of the connection.
        case bytes([UInt8])
        /// A good beginning, then one byte after another, without end.
        case drip
        /// Takes the request and says nothing.
        case silence
        case hangUp
        case after(Gate, Behaviour)

        static func html(_ html: String, _ cacheControl: String? = nil, _ fields: String...) -> Behaviour {
            .answer(html, fields: fields + (cacheControl.map { ["cache-control: \($0)"] } ?? []))
        }
    }

    struct Question: Sendable {
        let target: String
        let head: String

        var path: String { String(target.prefix { $0 != "?" }) }

        /// The value of a request field; its name in lower case.
        subscript(name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name): ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    private struct State {
        var script: [String: @Sendable (Question) -> Behaviour] = [:]
        var questions: [Question] = []
        var waiting: [(path: String, count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func on(_ path: String, _ behaviour: @escaping @Sendable (Question) -> Behaviour) {
        state.withLock { $0.script[path] = behaviour }
    }

    func on(_ path: String, _ behaviour: Behaviour) { on(path) { _ in behaviour } }

    /// The requests for a path that have come.
    func questions(_ path: String) -> [Question] { state.withLock { $0.questions.filter { $0.path == path } } }

    /// Returns when so many requests for a path have come.
    func hasBeenAsked(_ path: String, times count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isTrue = state.withLock { state in
                if state.questions.count(where: { $0.path == path }) >= count { return true }
                state.waiting.append((path, count, continuation))
                return false
            }
            if isTrue { continuation.resume() }
        }
    }

    // MARK: Serving

    func serve(_ connection: RawConnection) async throws {
        while true {
            let head = try await connection.read(through: "\r\n\r\n")
            let parts = head.split(separator: " ", maxSplits: 2)
            let question = Question(target: parts.count > 1 ? String(parts[1]) : "", head: head)
            guard try await play(note(question), on: connection) else { return }
        }
    }

    private func note(_ question: Question) -> Behaviour {
        let (behaviour, ready) = state.withLock { state in
            state.questions.append(question)
            let counts = Dictionary(grouping: state.questions, by: \.path).mapValues(\.count)
            let ready = state.waiting.filter { counts[$0.path, default: 0] >= $0.count }
            state.waiting.removeAll { counts[$0.path, default: 0] >= $0.count }
            return (state.script[question.path], ready)
        }
        for waiter in ready { waiter.continuation.resume() }
        return behaviour?(question) ?? .answer("no such fragment", status: 404)
    }

    /// - Returns: whether the connection may serve another request.
    private func play(_ behaviour: Behaviour, on connection: RawConnection) async throws -> Bool {
        switch behaviour {
        case .answer(let body, let status, let type, let fields):
            let lines =
                ["HTTP/1.1 \(status) X", "content-type: \(type)", "content-length: \(body.utf8.count)"] + fields
            try await connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
            return true
        case .bytes(let bytes):
            try await connection.send(ByteBuffer(bytes: bytes))
            return false
        case .drip:
            try await connection.send(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 9999\r\n\r\n<p>half")
            while true {
                try await connection.send("x")
                try await Task.sleep(for: .milliseconds(5))
            }
        case .silence:
            await connection.waitForEnd()
            return false
        case .hangUp:
            return false
        case .after(let gate, let behaviour):
            await gate.wait()
            return try await play(behaviour, on: connection)
        }
    }
}
