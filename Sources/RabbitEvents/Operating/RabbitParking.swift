import Wire

/// An event that a group could not handle, or a message that is no event, as its queue of parked events has it.
package struct RabbitParked: Sendable, Hashable {
    package let group: String
    /// By which people name it; the same as long as it is parked.
    package let position: Int64
    /// Nil for a message that nobody can read.
    package let event: CloudEvent?
    /// 0 for one that RabbitMQ gave up itself, or that nobody can read.
    package let attempts: Int
    package let reason: String
    /// Milliseconds since 1970; 0 if that is not known.
    package let parkedAt: Int

    /// - Parameter mark: the event's id, or all of a message that is none.
    fileprivate init(
        _ group: RabbitGroup, mark: some Sequence<UInt8>, _ event: CloudEvent?, attempts: Int = 0, _ reason: String,
        parkedAt: Int = 0
    ) {
        var checksum = CRC32C()
        checksum.add(mark)
        position = Int64(checksum.value)
        (self.group, self.event, self.attempts, self.parkedAt) = (group.name, event, attempts, parkedAt)
        self.reason = reason
    }
}

/// What was parked is no event, so that nobody can be given it.
package struct UnreadableParked: Error {}

/// The parked events at a RabbitMQ: to look at, to have them delivered again, to give them up.
package struct RabbitParking: Sendable {
    private let url: RabbitURL

    /// - Throws: ``RabbitError`` for a URL that is none.
    package init(_ url: String) throws {
        try self.init(RabbitURL(url))
    }

    init(_ url: RabbitURL) {
        self.url = url
    }

    /// What is parked for a group, the oldest first.
    /// - Returns: nil if there is no such group.
    /// - Throws: ``RabbitError``.
    package func parked(for group: String) async throws -> [RabbitParked]? {
        try await withParked(of: RabbitGroup(name: group)) { entries, _ in entries.map(\.parked) }
    }

    /// Has a parked event delivered again, as if for the first time.
    /// - Returns: whether it was parked.
    /// - Throws: ``UnreadableParked``; ``RabbitError``.
    package func replay(_ position: Int64, for group: String) async throws -> Bool {
        try await decide(.replay, position, RabbitGroup(name: group))
    }

    /// Gives a parked event up: what it holds back goes on. A message that is no event is thrown away.
    /// - Returns: whether it was parked.
    /// - Throws: ``RabbitError``.
    package func discard(_ position: Int64, for group: String) async throws -> Bool {
        try await decide(.discard, position, RabbitGroup(name: group))
    }

    // MARK: The queue

    private struct Entry: Sendable {
        var parked: RabbitParked
        /// Of every message about the event.
        var tags: [UInt64]
    }

    /// The group's active consumer decides, because what is held back is with it; it is told by a note, which waits for
    /// it if it is not there. Then the event goes from what is shown.
    private func decide(_ kind: GroupNote.Kind, _ position: Int64, _ group: RabbitGroup) async throws -> Bool {
        try await withParked(of: group) { entries, link in
            guard let entry = entries.first(where: { $0.parked.position == position }) else { return false }
            if let event = entry.parked.event {
                try await link.publish([GroupNote(kind, id: event.id, event: event).publication(route: group.held)])
            } else if kind == .replay {
                throw UnreadableParked()
            }
            for tag in entry.tags { link.acknowledge(tag) }
            return true
        } ?? false
    }

    /// - Parameter body: gets what is parked; what it does not acknowledge stays.
    /// - Returns: nil if there is no such group.
    private func withParked<Answer: Sendable>(
        of group: RabbitGroup, _ body: ([Entry], RabbitLink) async throws -> Answer
    ) async throws -> Answer? {
        let link = RabbitLink(url)
        let answer: Answer?
        do {
            let messages = try await link.perform { connection in
                var messages: [RabbitMessage] = []
                while let message = try connection.get(group.parked) { messages.append(message) }
                return messages
            }
            answer = try await body(Self.entries(messages, group), link)
        } catch let error as RabbitError where error.isAbsence {
            answer = nil
        } catch {
            await link.close()
            throw error
        }
        await link.close()
        return answer
    }

    private static func entries(_ messages: [RabbitMessage], _ group: RabbitGroup) -> [Entry] {
        var entries: [Entry] = []
        for message in messages {
            let parked = parked(message, group)
            if let index = entries.firstIndex(where: { $0.parked.position == parked.position }) {
                entries[index].parked = parked
                entries[index].tags.append(message.tag)
            } else {
                entries.append(Entry(parked: parked, tags: [message.tag]))
            }
        }
        return entries
    }

    private static func parked(_ message: RabbitMessage, _ group: RabbitGroup) -> RabbitParked {
        if let note = GroupNote(message), let event = note.event {
            return RabbitParked(
                group, mark: event.id.utf8, event, attempts: note.attempts, note.reason ?? "",
                parkedAt: note.parkedAt ?? 0)
        }
        if let event = try? CloudEvent(json: message.body) {
            return RabbitParked(group, mark: event.id.utf8, event, "RabbitMQ has delivered it too often")
        }
        let parking = message.content.parking ?? ("a message that RabbitMQ gave up", 0)
        return RabbitParked(
            group, mark: message.body.readableBytesView, nil, "no event: \(parking.reason), \(message.content.summary)",
            parkedAt: parking.at)
    }
}
