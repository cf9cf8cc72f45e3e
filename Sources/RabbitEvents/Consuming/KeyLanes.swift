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

    /// How many events a group may have written down. Its active consumer has all the notes, unsettled, and AMQP counts
    /// these by 16 bits (AMQP 0-9-1, basic.qos, prefetch-count; for a quorum queue, 0 is 2,000). The rest is for newer
    /// notes about the same events, and for what else is said to the group.
    package static let capacity = 60_000

    private var lanes: [Key: KeyLane] = [:]
    /// Events that are written down.
    private var written = 0
    /// Held lanes with events for which there is no room. These stay where they came from, until so many have that
    /// nothing more comes.
    private var crowded: Set<Key> = []
    private let capacity: Int
    /// Deliveries that have no verdict yet.
    package private(set) var running = 0
    private let now: @Sendable () -> Int

    /// - Parameter now: milliseconds since 1970.
    package init(
        capacity: Int = KeyLanes.capacity, now: @escaping @Sendable () -> Int = { EventTime.now().milliseconds }
    ) {
        self.capacity = capacity
        self.now = now
    }

    /// Whether there is no room for what is to be held back.
    package var isCrowded: Bool { !crowded.isEmpty }

    // MARK: What happens

    /// An event has come from a topic's queue.
    /// - Parameter returns: how often it was given back before.
    package mutating func arrived(_ event: CloudEvent, tag: UInt64, returns: Int = 0) -> [Action] {
        let key = Key(event)
        if lanes[key]?.has(event.id) == true { return [.acknowledge(tag)] }
        lanes[key, default: KeyLane()].append(event, tag: tag)
        if lanes[key]?.isHeld == true { return hold(key) }
        guard lanes[key]?.count == 1 else { return [] }
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
        var newest: [String: KeyLane.Item] = [:]
        for (note, tag) in notes {
            if let other = newest[note.id], other.note.version >= note.version {
                actions.append(.acknowledge(tag))
            } else {
                if let older = newest[note.id]?.tag { actions.append(.acknowledge(older)) }
                newest[note.id] = KeyLane.Item(note: note, tag: tag)
            }
        }
        for item in newest.values.sorted(by: { $0.note.place < $1.note.place }) {
            guard let event = item.note.event else { continue }
            lanes[Key(event), default: KeyLane()].append(item)
            written += 1
        }
        for key in Array(lanes.keys) {
            lanes[key]?.isHeld = true
            actions += resume(key)
        }
        return actions
    }

    /// A note that was written by this consumer has come back.
    package mutating func wrote(_ note: GroupNote, tag: UInt64) -> [Action] {
        let isAwaited = note.event.map { lanes[Key($0)]?.wrote(note, tag: tag) ?? false } ?? false
        return isAwaited ? [] : [.acknowledge(tag)]
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
        guard let first = lanes[key]?.first, first.note.id == id, !first.isParked else { return [] }
        return lanes[key]?.isRunning == true ? [] : start(key)
    }

    /// Somebody wants a parked event to be tried again. One that is not known was parked by RabbitMQ itself.
    package mutating func replay(_ event: CloudEvent, tag: UInt64) -> [Action] {
        let key = Key(event)
        guard lanes[key]?.has(event.id) == true else { return arrived(event, tag: tag) }
        guard lanes[key]?.hasParked(event.id) == true else { return [.acknowledge(tag)] }
        lanes[key]?.changeFirst { ($0.attempts, $0.parkedAt) = (0, nil) }
        return hold(key, isFirstNew: true) + [.acknowledge(tag)] + start(key)
    }

    /// Somebody gives a parked event up.
    package mutating func discard(_ event: CloudEvent, tag: UInt64) -> [Action] {
        let key = Key(event)
        guard lanes[key]?.hasParked(event.id) == true else { return [.acknowledge(tag)] }
        return [.acknowledge(tag)] + finish(key)
    }

    // MARK: A lane

    private mutating func start(_ key: Key) -> [Action] {
        guard let first = lanes[key]?.first?.note, let event = first.event else { return [] }
        lanes[key]?.isRunning = true
        running += 1
        return [.handle(key, Delivery(event: event, attempt: first.attempts + 1))]
    }

    /// Goes on with a lane whose first event may have been tried before.
    private mutating func resume(_ key: Key) -> [Action] {
        guard let first = lanes[key]?.first else { return [] }
        if first.isParked { return [.park(first.note)] }
        if first.note.attempts == 0 { return start(key) }
        return [.pause(key, id: first.note.id, Self.pause(after: first.note.attempts))]
    }

    /// The first event is done with.
    private mutating func finish(_ key: Key) -> [Action] {
        guard let first = lanes[key]?.removeFirst() else { return [] }
        // Without a tag its note is under way, and is settled when it comes back to find nothing.
        var actions = first.tag.map { [Action.acknowledge($0)] } ?? []
        if lanes[key]?.count == 0 {
            lanes[key] = nil
            crowded.remove(key)
        } else {
            lanes[key]?.isHeld = false
            crowded.remove(key)
            actions += resume(key)
        }
        if first.isWritten {
            written -= 1
            actions += useRoom()
        }
        return actions
    }

    private mutating func reject(_ key: Key, _ reason: String, attempts: Int? = nil) -> [Action] {
        let now = now()
        lanes[key]?.changeFirst { note in
            note.attempts = attempts ?? note.attempts + 1
            note.reason = reason
            if note.attempts >= Delivery.maximumAttempts { note.parkedAt = now }
        }
        lanes[key]?.isHeld = true
        return hold(key, isFirstNew: true) + resume(key)
    }

    // MARK: Notes

    /// Has what a held lane holds back written down, in its order, as far as there is room.
    /// - Parameter isFirstNew: whether the first event is not any more as it may be written down.
    private mutating func hold(_ key: Key, isFirstNew: Bool = false) -> [Action] {
        var actions: [Action] = []
        if isFirstNew, lanes[key]?.first?.isWritten == true, let note = lanes[key]?.writeFirst() {
            actions.append(note)
        }
        while written < capacity, lanes[key]?.isWritten == false, let note = lanes[key]?.writeNext() {
            written += 1
            actions.append(note)
        }
        if lanes[key]?.isWritten == false { crowded.insert(key) } else { crowded.remove(key) }
        return actions
    }

    /// An event less is written down.
    private mutating func useRoom() -> [Action] {
        var actions: [Action] = []
        while written < capacity, let key = crowded.first { actions += hold(key) }
        return actions
    }

    /// 100 ms, then twice as long each time, at most 30 s.
    static func pause(after attempts: Int) -> Duration {
        min(.milliseconds(100) * (1 << min(attempts - 1, 12)), .seconds(30))
    }
}
