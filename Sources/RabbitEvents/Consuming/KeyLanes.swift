import Wire

/// The events that an active consumer has, in a lane for each topic and subject: in order, one at a time, and those
/// behind a rejected one written down by the group until its time has come. A value that is told what happened and says
/// what to do.
package struct KeyLanes {
    package struct Key: Hashable, Sendable {
        package let topic: String
        package let subject: String

        package init(_ event: CloudEvent) {
            topic = event.topic
            subject = event.subject
        }
    }

    package enum Action: Equatable {
        case handle(Key, Delivery)
        /// What has this tag is settled.
        case acknowledge(UInt64)
        /// Write the note down; then what has the tag is settled.
        case hold(GroupNote, insteadOf: UInt64?)
        /// Show it to people.
        case park(GroupNote)
        /// Say so when the pause is over.
        case pause(Key, id: String, Duration)
    }

    /// How often an event may take its consumer down with it before it is parked untried.
    package static let patience = 20

    private struct Item {
        var note: GroupNote
        /// Of the copy that makes it durable; nil while a note is under way.
        var tag: UInt64?

        /// The first note about an event is its first version.
        var isWritten: Bool { note.version > 0 }
        var event: CloudEvent? { note.event }
    }

    private struct Lane {
        var items: [Item] = []
        var isRunning = false
        /// Whether what comes must be written down, because the first event waits.
        var isHeld = false
        var nextPlace = 0
    }

    private var lanes: [Key: Lane] = [:]
    /// Deliveries that have no verdict yet.
    package private(set) var running = 0
    private let now: @Sendable () -> Int

    /// - Parameter now: milliseconds since 1970.
    package init(now: @escaping @Sendable () -> Int = { EventTime.now().milliseconds }) {
        self.now = now
    }

    // MARK: What happens

    /// An event has come from a topic's queue.
    /// - Parameter returns: how often it was given back before.
    package mutating func arrived(_ event: CloudEvent, tag: UInt64, returns: Int = 0) -> [Action] {
        let key = Key(event)
        if lanes[key]?.items.contains(where: { $0.note.id == event.id && $0.isWritten }) == true {
            return [.acknowledge(tag)]
        }
        var lane = lanes[key, default: Lane()]
        var note = GroupNote(.held, id: event.id, event: event)
        note.place = lane.nextPlace
        lane.nextPlace += 1
        lane.items.append(Item(note: note, tag: tag))
        lanes[key] = lane
        if lane.isHeld { return [hold(key, lane.items.count - 1)] }
        guard lane.items.count == 1 else { return [] }
        if returns >= Self.patience {
            return reject(
                key, "its consumer ended \(returns) times while it had it", attempts: Delivery.maximumAttempts)
        }
        return start(key)
    }

    /// What the group has written down earlier, all of it. What is parked is to be shown again: whoever wrote it down
    /// may not have come to that.
    package mutating func load(_ notes: [(note: GroupNote, tag: UInt64)]) -> [Action] {
        var actions: [Action] = []
        var newest: [String: Item] = [:]
        for (note, tag) in notes {
            if let other = newest[note.id], other.note.version >= note.version {
                actions.append(.acknowledge(tag))
            } else {
                if let older = newest[note.id]?.tag { actions.append(.acknowledge(older)) }
                newest[note.id] = Item(note: note, tag: tag)
            }
        }
        for item in newest.values {
            if let event = item.event { lanes[Key(event), default: Lane()].items.append(item) }
        }
        for key in lanes.keys {
            lanes[key]?.items.sort { $0.note.place < $1.note.place }
            let last = lanes[key]?.items.last?.note.place ?? 0
            lanes[key]?.nextPlace = last + 1
            lanes[key]?.isHeld = true
            actions += resume(key)
        }
        return actions
    }

    /// A note that was written by this consumer has come back.
    package mutating func wrote(_ note: GroupNote, tag: UInt64) -> [Action] {
        guard let key = note.event.map(Key.init),
            let index = lanes[key]?.items.firstIndex(where: { $0.note.id == note.id }),
            lanes[key]?.items[index].note.version == note.version
        else { return [.acknowledge(tag)] }
        lanes[key]?.items[index].tag = tag
        return []
    }

    /// The delivery of the key's first event has its verdict.
    package mutating func settled(_ key: Key, _ verdict: Verdict) -> [Action] {
        guard lanes[key]?.isRunning == true else { return [] }
        lanes[key]?.isRunning = false
        running -= 1
        switch verdict {
        case .acknowledge: return finish(key)
        case .reject(let reason): return reject(key, reason)
        case .release: return []
        }
    }

    /// The pause before the next attempt is over.
    package mutating func paused(_ key: Key, id: String) -> [Action] {
        guard let lane = lanes[key], let first = lane.items.first, first.note.id == id, first.note.parkedAt == nil
        else {
            return []
        }
        return lane.isRunning ? [] : start(key)
    }

    /// Somebody wants a parked event to be tried again. One that is not known was parked by RabbitMQ itself.
    package mutating func replay(_ event: CloudEvent, tag: UInt64) -> [Action] {
        let key = Key(event)
        guard let lane = lanes[key], lane.items.contains(where: { $0.note.id == event.id }) else {
            return arrived(event, tag: tag)
        }
        guard isParked(lane, event.id) else { return [.acknowledge(tag)] }
        lanes[key]?.items[0].note.attempts = 0
        lanes[key]?.items[0].note.parkedAt = nil
        let hold = hold(key, 0)
        return [hold, .acknowledge(tag)] + start(key)
    }

    /// Somebody gives a parked event up.
    package mutating func discard(_ event: CloudEvent, tag: UInt64) -> [Action] {
        let key = Key(event)
        guard let lane = lanes[key], isParked(lane, event.id) else { return [.acknowledge(tag)] }
        return [.acknowledge(tag)] + finish(key)
    }

    // MARK: A lane

    private func isParked(_ lane: Lane, _ id: String) -> Bool {
        lane.items.first.map { $0.note.id == id && $0.note.parkedAt != nil } ?? false
    }

    private mutating func start(_ key: Key) -> [Action] {
        guard let first = lanes[key]?.items.first, let event = first.event else { return [] }
        lanes[key]?.isRunning = true
        running += 1
        return [.handle(key, Delivery(event: event, attempt: first.note.attempts + 1))]
    }

    /// Goes on with a lane whose first event is written down.
    private mutating func resume(_ key: Key) -> [Action] {
        guard let first = lanes[key]?.items.first else { return [] }
        if first.note.parkedAt != nil { return [.park(first.note)] }
        if first.note.attempts == 0 { return start(key) }
        return [.pause(key, id: first.note.id, Self.pause(after: first.note.attempts))]
    }

    /// The first event is done with.
    private mutating func finish(_ key: Key) -> [Action] {
        guard let first = lanes[key]?.items.removeFirst() else { return [] }
        // Without a tag its note is under way, and is settled when it comes back to find nothing.
        let settling = first.tag.map { [Action.acknowledge($0)] } ?? []
        if lanes[key]?.items.isEmpty == true {
            lanes[key] = nil
            return settling
        }
        lanes[key]?.isHeld = false
        return settling + resume(key)
    }

    private mutating func reject(_ key: Key, _ reason: String, attempts: Int? = nil) -> [Action] {
        guard var first = lanes[key]?.items.first?.note else { return [] }
        first.attempts = attempts ?? first.attempts + 1
        first.reason = reason
        if first.attempts >= Delivery.maximumAttempts { first.parkedAt = now() }
        lanes[key]?.items[0].note = first
        lanes[key]?.isHeld = true
        var actions = [hold(key, 0)]
        for index in (lanes[key]?.items ?? []).indices.dropFirst()
        where lanes[key]?.items[index].isWritten == false { actions.append(hold(key, index)) }
        return actions + resume(key)
    }

    /// Has the event at that index written down as it is now.
    private mutating func hold(_ key: Key, _ index: Int) -> Action {
        lanes[key]?.items[index].note.version += 1
        let item = lanes[key]?.items[index]
        lanes[key]?.items[index].tag = nil
        return .hold(item?.note ?? GroupNote(.held, id: ""), insteadOf: item?.tag)
    }

    /// 100 ms, then twice as long each time, at most 30 s.
    static func pause(after attempts: Int) -> Duration {
        min(.milliseconds(100) * (1 << min(attempts - 1, 12)), .seconds(30))
    }
}
