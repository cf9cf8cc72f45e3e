import Logging
import Wire

/// How a group comes to hear a topic: its queue is made and bound, and what was said before is copied out of the log
/// into a queue that is read first. The copy goes on up to a mark that is published after the binding, so that nothing
/// is missing between the two; what is in both comes twice.
struct TopicBirth {
    let group: RabbitGroup
    let topic: String
    let url: RabbitURL
    let logger: Logger

    private static let batch = 100
    private static let prefetch: UInt16 = 500
    /// An event that was on its way past the binding when that was made is in the log after this.
    private static let settling = Duration.milliseconds(50)

    /// - Returns: whether there was anything said before.
    /// - Throws: `CancellationError`; ``RabbitError``: then it is to be tried again, from the beginning.
    func run() async throws -> Bool {
        let inbox = Happenings<Result<RabbitMessage, any Error>>()
        let link = RabbitLink(
            url, prepare: Topology.declareEvents, onMessage: { inbox.tell(.success($0)) },
            onEnd: { inbox.tell(.failure($0)) })
        do {
            let hasHistory = try await withTaskCancellationHandler {
                try await copy(link, inbox)
            } onCancel: {
                inbox.tell(.failure(CancellationError()))
            }
            await link.close()
            return hasHistory
        } catch {
            await link.close()
            throw error
        }
    }

    private func copy(_ link: RabbitLink, _ inbox: Happenings<Result<RabbitMessage, any Error>>) async throws -> Bool {
        try await link.perform { connection in
            // What an earlier attempt has left is not whole.
            try group.forget(topic, on: connection)
            try group.declareLive(topic, on: connection)
            try group.declareHistory(of: topic, on: connection)
        }
        try await Task.sleep(for: Self.settling)
        let barrier = GroupNote(.barrier, id: GroupNote.name())
        try await link.publish([barrier.publication(to: Topology.events, route: "\(topic).barrier")])
        try await link.perform {
            try $0.consume(Topology.log, prefetch: Self.prefetch, ["x-stream-offset": .text("first")])
        }
        let count = try await copyLog(to: barrier, link, inbox)
        if count > 0 {
            let end = GroupNote(.end, id: topic)
            try await link.publish([end.publication(route: group.history(topic))])
        } else {
            try await link.perform { try $0.deleteQueue(group.history(topic)) }
        }
        return count > 0
    }

    /// - Returns: how many events of the topic the log has up to the barrier.
    private func copyLog(
        to barrier: GroupNote, _ link: RabbitLink, _ inbox: Happenings<Result<RabbitMessage, any Error>>
    ) async throws -> Int {
        var batch: [RabbitPublication] = []
        var count = 0
        while true {
            let message = try await inbox.next().get()
            link.acknowledge(message.tag)
            if message.contentType == CloudEvent.mediaType, message.route.hasPrefix("\(topic).") {
                if let event = try? CloudEvent(json: message.body) {
                    batch.append(try RabbitPublication(event, to: "", route: group.history(topic)))
                    count += 1
                } else {
                    logger.error(
                        "a message in the log is no event and is left out",
                        metadata: ["topic": "\(topic)", "position": "\(message.content.offset)"])
                }
            }
            let isEnd = GroupNote(message)?.id == barrier.id
            if batch.count == Self.batch || isEnd {
                try await link.publish(batch)
                batch = []
            }
            if isEnd { return count }
        }
    }
}
