/// How a consumer comes to know that it is its group's active one, and that it has all that the group has written down.
///
/// The queue of held events has one active consumer. Whoever comes knocks: it writes a note into the queue. Only the
/// active one gets anything at all; with the first message it knows that it is active, and knocks again. What the one
/// before it had not settled came back before that, so that all of it has come when the second knock does.
struct GroupSeat {
    enum Step {
        case nothing
        /// Write this note: when it comes back, all is there.
        case knock(GroupNote)
        /// All is there.
        case loaded(held: [(note: GroupNote, tag: UInt64)], hears: [String: Hearing], commands: [(GroupNote, UInt64)])
    }

    /// What is known about a topic's queue.
    struct Hearing {
        /// Of the notes that say that it is heard as it comes.
        var tags: [UInt64] = []
        /// Of those that say that its history comes first.
        var historyTags: [UInt64] = []

        /// What was said before comes first.
        var hasHistory: Bool { tags.isEmpty && !historyTags.isEmpty }
    }

    private var knock: String?
    private var isLoaded = false
    private var held: [(note: GroupNote, tag: UInt64)] = []
    private var hears: [String: Hearing] = [:]
    private var commands: [(GroupNote, UInt64)] = []

    /// A note has come before all was there.
    /// - Returns: what to do; and the tag if the note is settled with that.
    mutating func take(_ note: GroupNote, tag: UInt64) -> (Step, settled: UInt64?) {
        var settled: UInt64?
        switch note.kind {
        case .held: held.append((note, tag))
        case .hears: hears[note.id, default: Hearing()].tags.append(tag)
        case .hearsHistory: hears[note.id, default: Hearing()].historyTags.append(tag)
        case .replay, .discard: commands.append((note, tag))
        case .knock, .end, .barrier: settled = tag
        }
        guard let knock else {
            let name = GroupNote.name()
            self.knock = name
            return (.knock(GroupNote(.knock, id: name)), settled)
        }
        if note.kind == .knock, note.id == knock {
            return (.loaded(held: held, hears: hears, commands: commands), settled)
        }
        return (.nothing, settled)
    }
}
