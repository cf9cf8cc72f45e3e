import Wire

/// The events of one topic and subject that an active consumer has, in their order.
struct KeyLane {
    struct Item {
        var note: GroupNote
        /// Of the copy that makes it durable; nil while a note is under way.
        var tag: UInt64?

        /// The first note about an event is its first version.
        var isWritten: Bool { note.version > 0 }
        var isParked: Bool { note.parkedAt != nil }
    }

    /// A slice: when its first one goes, the others keep their indices and stay where they are.
    private var items: ArraySlice<Item> = []
    /// Of the events by their ids.
    private var indices: [String: Int] = [:]
    var isRunning = false
    /// Whether what comes must be written down, because the first event waits.
    var isHeld = false

    var count: Int { items.count }
    var first: Item? { items.first }

    func has(_ id: String) -> Bool { indices[id] != nil }

    /// Whether the event is the first one, and parked.
    func hasParked(_ id: String) -> Bool { first.map { $0.note.id == id && $0.isParked } ?? false }

    /// An event has come that it has not yet.
    mutating func append(_ event: CloudEvent, tag: UInt64) {
        var note = GroupNote(.held, id: event.id, event: event)
        note.place = items.last.map { $0.note.place + 1 } ?? 0
        append(Item(note: note, tag: tag))
    }

    mutating func append(_ item: Item) {
        indices[item.note.id] = items.endIndex
        items.append(item)
    }

    mutating func removeFirst() -> Item? {
        let first = items.popFirst()
        if let first { indices[first.note.id] = nil }
        return first
    }

    mutating func changeFirst(_ change: (inout GroupNote) -> Void) {
        if !items.isEmpty { change(&items[items.startIndex].note) }
    }

    // MARK: Notes

    /// The index of the first event that is not written down: before it all are.
    private var edge: Int { (items.lastIndex(where: \.isWritten) ?? items.startIndex - 1) + 1 }

    var isWritten: Bool { edge == items.endIndex }

    /// A new version of the first event's note.
    mutating func writeFirst() -> KeyLanes.Action { write(items.startIndex) }

    /// The first note about the first event that has none.
    mutating func writeNext() -> KeyLanes.Action { write(edge) }

    private mutating func write(_ index: Int) -> KeyLanes.Action {
        items[index].note.version += 1
        defer { items[index].tag = nil }
        return .hold(items[index].note, insteadOf: items[index].tag)
    }

    /// A note has come back.
    /// - Returns: false if it is not the event's newest, or nobody waits for it.
    mutating func wrote(_ note: GroupNote, tag: UInt64) -> Bool {
        guard let index = indices[note.id], items[index].note.version == note.version else { return false }
        items[index].tag = tag
        return true
    }
}
