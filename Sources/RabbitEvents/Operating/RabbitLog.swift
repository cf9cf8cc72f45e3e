import Wire

/// What was said, as the stream of a RabbitMQ has it.
package struct RabbitLog: Sendable {
    /// A record of the stream, and where it stands in it.
    package struct Record: Sendable, Hashable {
        package let position: Int64
        /// Nil for a message that is said to be an event, and is none.
        package let event: CloudEvent?
    }

    private let url: RabbitURL
    private static let prefetch: UInt16 = 500

    /// - Throws: ``RabbitError`` for a URL that is none.
    package init(_ url: String) throws {
        self.url = try RabbitURL(url)
    }

    /// Reads what is there from the beginning, then what comes, until the closure has enough.
    /// - Parameter take: called for each record in order, and with nil when all that was there at the call has come;
    ///   false is enough.
    /// - Throws: ``RabbitError``; `CancellationError`.
    package func read(_ take: @Sendable (Record?) async throws -> Bool) async throws {
        let inbox = Happenings<Result<RabbitMessage, any Error>>()
        let link = RabbitLink(
            url, prepare: Topology.declareEvents, onMessage: { inbox.tell(.success($0)) },
            onEnd: { inbox.tell(.failure($0)) })
        do {
            try await withTaskCancellationHandler {
                try await read(link, inbox, take)
            } onCancel: {
                inbox.tell(.failure(CancellationError()))
            }
            await link.close()
        } catch {
            await link.close()
            throw error
        }
    }

    private func read(
        _ link: RabbitLink, _ inbox: Happenings<Result<RabbitMessage, any Error>>,
        _ take: (Record?) async throws -> Bool
    ) async throws {
        // No group's queue is bound to this route.
        let mark = GroupNote(.barrier, id: GroupNote.name())
        try await link.publish([mark.publication(to: Topology.events, route: "look")])
        try await link.perform {
            try $0.consume(Topology.log, prefetch: Self.prefetch, ["x-stream-offset": .text("first")])
        }
        while true {
            let message = try await inbox.next().get()
            link.acknowledge(message.tag)
            if message.contentType == CloudEvent.mediaType {
                let record = Record(position: message.content.offset, event: try? CloudEvent(json: message.body))
                guard try await take(record) else { return }
            } else if GroupNote(message)?.id == mark.id {
                guard try await take(nil) else { return }
            }
        }
    }
}
