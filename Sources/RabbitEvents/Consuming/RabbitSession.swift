import Logging
import Wire

/// A consumer's time on one connection: it waits for its turn in the group, then hears, has handled and settles, until
/// it is cancelled or the connection is lost.
struct RabbitSession {
    enum Happening: Sendable {
        case message(RabbitMessage)
        case lost(RabbitError)
        case settled(KeyLanes.Key, Verdict)
        /// A note is durable; what it stands for instead has this tag.
        case written(UInt64?)
        case paused(KeyLanes.Key, id: String)
        case stopped
    }

    let group: RabbitGroup
    let topics: [String]
    let url: RabbitURL
    let logger: Logger
    let handle: @Sendable (Delivery) async -> Verdict
    let link: RabbitLink
    let happenings: Happenings<Happening>
    var seat = GroupSeat()
    var hearings: [String: GroupSeat.Hearing] = [:]
    var lanes = KeyLanes()
    var histories = HistoryBook()
    private(set) var isActive = false
    private var isStopping = false
    private var isCrowded = false

    /// RabbitMQ closes a channel that leaves a message without an answer for half an hour (`consumer_timeout`), and
    /// what is held has none: before that the consumer goes in peace and comes again.
    private static let longest = Duration.seconds(25 * 60)
    private static let prefetch: UInt16 = 256
    /// Held events are all with the active consumer, which knows their order: more than ``KeyLanes/capacity``.
    private static let heldPrefetch: UInt16 = .max

    init(
        group: RabbitGroup, topics: [String], url: RabbitURL, logger: Logger,
        handle: @escaping @Sendable (Delivery) async -> Verdict
    ) {
        (self.group, self.topics, self.url, self.logger, self.handle) = (group, topics, url, logger, handle)
        let happenings = Happenings<Happening>()
        self.happenings = happenings
        link = RabbitLink(
            url,
            prepare: { connection in
                try Topology.declareEvents(on: connection)
                try group.declare(on: connection)
                try connection.consume(group.held, prefetch: Self.heldPrefetch)
            }, onMessage: { happenings.tell(.message($0)) },
            onEnd: { happenings.tell(.lost($0)) })
    }

    /// Returns when the task is cancelled, or its time is over, and what has a verdict is settled.
    /// - Throws: ``RabbitError`` when the connection is lost.
    mutating func run() async throws {
        let (happenings, link) = (happenings, link)
        var failure: (any Error)?
        do {
            try await withTaskCancellationHandler {
                try await listen()
            } onCancel: {
                happenings.tell(.stopped)
            }
        } catch {
            failure = error
        }
        await link.close()
        if let failure { throw failure }
    }

    private mutating func listen() async throws {
        try await write(GroupNote(.knock, id: GroupNote.name()))
        let happenings = happenings
        try await withThrowingDiscardingTaskGroup { tasks in
            tasks.addTask {
                try? await Task.sleep(for: Self.longest)
                happenings.tell(.stopped)
            }
            do {
                while !isStopping || lanes.running > 0 { try await step(happenings.next(), &tasks) }
            } catch {
                tasks.cancelAll()
                throw error
            }
            tasks.cancelAll()
        }
    }

    private mutating func step(
        _ happening: Happening, _ tasks: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws {
        switch happening {
        case .message(let message):
            // What comes after the end was told is for the next consumer.
            if !isStopping { try await take(message, &tasks) }
        case .settled(let key, let verdict): try await act(on: lanes.settled(key, verdict), &tasks)
        case .paused(let key, let id):
            if !isStopping { try await act(on: lanes.paused(key, id: id), &tasks) }
        case .written(let tag):
            if let tag { try await settle(tag) }
        case .lost(let error): throw error
        case .stopped: isStopping = true
        }
        sayWhetherCrowded()
    }

    /// Once each time: from then on the group can come to stand, for all keys.
    private mutating func sayWhetherCrowded() {
        guard lanes.isCrowded != isCrowded else { return }
        isCrowded = lanes.isCrowded
        guard isCrowded else { return }
        logger.error(
            "a group holds back as many events as it can",
            metadata: ["group": "\(group.name)", "events": "\(KeyLanes.capacity)"])
    }

    // MARK: What comes

    private mutating func take(
        _ message: RabbitMessage, _ tasks: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws {
        if message.queue != group.held { return try await hear(message, &tasks) }
        guard let note = GroupNote(message) else { return try await refuse(message) }
        if isActive { return try await obey(note, message.tag, &tasks) }
        let (step, settled) = seat.take(note, tag: message.tag)
        if let settled { link.acknowledge(settled) }
        switch step {
        case .nothing: return
        case .knock(let knock): try await write(knock)
        case .loaded(let held, let hears, let commands):
            isActive = true
            hearings = hears
            try await act(on: unshown(lanes.load(held), decided: commands.map(\.0)), &tasks)
            for (note, tag) in commands { try await obey(note, tag, &tasks) }
            try await hearTopics()
        }
    }

    /// Leaves out what people see already, or have decided about.
    private func unshown(_ actions: [KeyLanes.Action], decided: [GroupNote]) async throws -> [KeyLanes.Action] {
        let isParking = actions.contains { if case .park = $0 { true } else { false } }
        guard isParking else { return actions }
        let shown = try await RabbitParking(url).parked(for: group.name)?.compactMap(\.event?.id) ?? []
        let left = Set(shown + decided.map(\.id))
        return actions.filter { if case .park(let note) = $0 { !left.contains(note.id) } else { true } }
    }

    /// A note of the group's, to its active consumer.
    private mutating func obey(
        _ note: GroupNote, _ tag: UInt64, _ tasks: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws {
        switch (note.kind, note.event) {
        case (.held, _): try await act(on: lanes.wrote(note, tag: tag), &tasks)
        case (.replay, let event?): try await act(on: lanes.replay(event, tag: tag), &tasks)
        case (.discard, let event?): try await act(on: lanes.discard(event, tag: tag), &tasks)
        case (.hears, _): hearings[note.id]?.tags.append(tag)
        case (.hearsHistory, _): hearings[note.id]?.historyTags.append(tag)
        case (.knock, _), (.end, _), (.barrier, _), (.replay, nil), (.discard, nil): link.acknowledge(tag)
        }
    }

    /// A message of a topic's queue.
    private mutating func hear(
        _ message: RabbitMessage, _ tasks: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws {
        if message.contentType == CloudEvent.mediaType {
            guard let event = try? CloudEvent(json: message.body) else { return try await refuse(message) }
            histories.came(message, of: event.topic, group)
            return try await act(on: lanes.arrived(event, tag: message.tag, returns: message.content.returns), &tasks)
        }
        guard let note = GroupNote(message) else { return try await refuse(message) }
        guard note.kind == .end else { return link.acknowledge(message.tag) }
        histories.ended(note.id, tag: message.tag)
        try await hearLive(note.id)
        try await forgetHistory(of: note.id)
    }

    /// What nobody can read is for people to look at.
    private func refuse(_ message: RabbitMessage) async throws {
        logger.error(
            "a message is no event and is parked",
            metadata: ["queue": "\(message.queue)", "route": "\(message.route)", "type": "\(message.contentType)"])
        try await link.publish([
            RabbitPublication(
                exchange: Topology.parked, route: group.name, contentType: message.contentType,
                id: GroupNote.name(),
                headers: [
                    ParkingHeader.reason: .text("a message in \(message.queue) that came as \(message.route)"),
                    ParkingHeader.time: .whole(Int64(EventTime.now().milliseconds)),
                ], body: message.body)
        ])
        link.acknowledge(message.tag)
    }

    // MARK: What is to be done

    private mutating func act(
        on actions: [KeyLanes.Action], _ tasks: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws {
        let (happenings, handle) = (happenings, handle)
        for action in actions {
            switch action {
            case .handle(let key, let delivery):
                tasks.addTask { happenings.tell(.settled(key, await handle(delivery))) }
            case .acknowledge(let tag): try await settle(tag)
            case .hold(let note, let tag):
                link.publish([try note.publication(route: group.held)]) { error in
                    happenings.tell(error.map { .lost($0) } ?? .written(tag))
                }
            case .park(let note):
                logger.error(
                    "an event is parked",
                    metadata: ["event": "\(note.id)", "group": "\(group.name)", "reason": "\(note.reason ?? "")"])
                link.publish([try note.publication(to: Topology.parked, route: group.name)]) { error in
                    if let error { happenings.tell(.lost(error)) }
                }
            case .pause(let key, let id, let pause):
                tasks.addTask {
                    try? await Task.sleep(for: pause)
                    happenings.tell(.paused(key, id: id))
                }
            }
        }
    }

    private mutating func settle(_ tag: UInt64) async throws {
        link.acknowledge(tag)
        if let topic = histories.settled(tag) { try await forgetHistory(of: topic) }
    }

    /// Returns when the group has it.
    func write(_ note: GroupNote) async throws {
        try await link.publish([note.publication(route: group.held)])
    }

    func listen(to queue: String) async throws {
        try await link.perform { try $0.consume(queue, prefetch: Self.prefetch) }
    }
}
