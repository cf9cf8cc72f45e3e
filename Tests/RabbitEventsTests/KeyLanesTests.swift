import RabbitEvents
import Testing
import Wire

/// What an active consumer does with what comes, without a network.
@Suite struct KeyLanesTests {
    private typealias Key = KeyLanes.Key

    private var lanes = KeyLanes(now: { 1_000 })

    private func event(_ sequence: Int64, _ subject: String = "a") -> CloudEvent {
        CloudEvent(
            source: "/bench", type: "bench.thing.happened.v1", subject: subject, time: EventTime(milliseconds: 0),
            topic: "things", sequence: sequence, correlationid: subject, data: .nothing)
    }

    private func delivery(_ event: CloudEvent, attempt: Int = 1) -> KeyLanes.Action {
        .handle(Key(event), Delivery(event: event, attempt: attempt))
    }

    private func note(
        _ event: CloudEvent, attempts: Int = 0, place: Int = 0, version: Int = 1, reason: String? = nil,
        parkedAt: Int? = nil
    ) -> GroupNote {
        var note = GroupNote(.held, id: event.id, event: event)
        (note.attempts, note.place, note.version) = (attempts, place, version)
        (note.reason, note.parkedAt) = (reason, parkedAt)
        return note
    }

    @Test mutating func aKeyIsHandledOneAtATimeInOrder() {
        #expect(lanes.arrived(event(1), tag: 1) == [delivery(event(1))])
        #expect(lanes.arrived(event(2), tag: 2) == [])
        #expect(lanes.arrived(event(3, "b"), tag: 3) == [delivery(event(3, "b"))])
        #expect(lanes.settled(Key(event(1)), .acknowledge) == [.acknowledge(1), delivery(event(2))])
        #expect(lanes.settled(Key(event(2)), .acknowledge) == [.acknowledge(2)])
        #expect(lanes.running == 1)
    }

    @Test mutating func aRejectedEventAndWhatWaitsBehindItAreWrittenDown() {
        _ = lanes.arrived(event(1), tag: 1)
        _ = lanes.arrived(event(2), tag: 2)
        let first = note(event(1), attempts: 1, reason: "no")
        let second = note(event(2), place: 1)
        #expect(
            lanes.settled(Key(event(1)), .reject("no")) == [
                .hold(first, insteadOf: 1), .hold(second, insteadOf: 2),
                .pause(Key(event(1)), id: event(1).id, .milliseconds(100)),
            ])
        #expect(lanes.arrived(event(3), tag: 3) == [.hold(note(event(3), place: 2), insteadOf: 3)])
        #expect(lanes.wrote(first, tag: 11) == [])
        #expect(lanes.paused(Key(event(1)), id: event(1).id) == [delivery(event(1), attempt: 2)])
        #expect(lanes.settled(Key(event(1)), .acknowledge) == [.acknowledge(11), delivery(event(2))])
        // Its note comes back when it is done with: nothing waits for it.
        #expect(lanes.settled(Key(event(2)), .acknowledge) == [delivery(event(3))])
        #expect(lanes.wrote(second, tag: 12) == [.acknowledge(12)])
    }

    @Test mutating func theFifthRejectionParks() {
        _ = lanes.arrived(event(1), tag: 1)
        for attempt in 1...4 {
            _ = lanes.settled(Key(event(1)), .reject("no"))
            #expect(lanes.paused(Key(event(1)), id: event(1).id) == [delivery(event(1), attempt: attempt + 1)])
        }
        let parked = note(event(1), attempts: 5, version: 5, reason: "no", parkedAt: 1_000)
        #expect(lanes.settled(Key(event(1)), .reject("no")) == [.hold(parked, insteadOf: nil), .park(parked)])
        #expect(lanes.paused(Key(event(1)), id: event(1).id) == [])
        #expect(lanes.wrote(parked, tag: 15) == [])
        #expect(lanes.discard(event(2), tag: 20) == [.acknowledge(20)])
        _ = lanes.arrived(event(2), tag: 2)
        #expect(lanes.discard(event(1), tag: 21) == [.acknowledge(21), .acknowledge(15), delivery(event(2))])
    }

    @Test mutating func aReplayBeginsAnew() {
        let parked = note(event(1), attempts: 5, version: 5, reason: "no", parkedAt: 900)
        #expect(lanes.load([(parked, 1), (note(event(2), place: 1), 2)]) == [.park(parked)])
        var again = parked
        (again.attempts, again.version, again.parkedAt) = (0, 6, nil)
        #expect(
            lanes.replay(event(1), tag: 3) == [
                .hold(again, insteadOf: 1), .acknowledge(3), delivery(event(1)),
            ])
        #expect(lanes.replay(event(1), tag: 4) == [.acknowledge(4)])
    }

    @Test mutating func whatWasHeldIsTakenUpInItsOrderFromTheNewestNotes() {
        let actions = lanes.load([
            (note(event(2), place: 1), 1), (note(event(1), attempts: 1), 2),
            (note(event(1), attempts: 2, version: 2), 3), (note(event(3), place: 2), 4),
        ])
        #expect(actions == [.acknowledge(2), .pause(Key(event(1)), id: event(1).id, .milliseconds(200))])
        #expect(lanes.paused(Key(event(1)), id: event(1).id) == [delivery(event(1), attempt: 3)])
        // What the consumer before had written down but not yet acknowledged comes again.
        #expect(lanes.arrived(event(3), tag: 5) == [.acknowledge(5)])
        #expect(lanes.settled(Key(event(1)), .acknowledge) == [.acknowledge(3), delivery(event(2))])
        #expect(lanes.settled(Key(event(2)), .acknowledge) == [.acknowledge(1), delivery(event(3))])
    }

    @Test mutating func whatTakesItsConsumerDownTimeAndAgainIsParkedUntried() {
        let actions = lanes.arrived(event(1), tag: 1, returns: KeyLanes.patience)
        guard case .park(let parked)? = actions.last else {
            Issue.record("\(actions)")
            return
        }
        #expect(parked.attempts == Delivery.maximumAttempts)
        #expect(lanes.running == 0)
    }

    // MARK: As many as there may be

    @Test mutating func whatThereIsNoRoomForStaysWhereItCameFrom() {
        lanes = KeyLanes(capacity: 2, now: { 1_000 })
        for sequence in Int64(1)...4 { _ = lanes.arrived(event(sequence), tag: UInt64(sequence)) }
        let (first, second) = (note(event(1), attempts: 1, reason: "no"), note(event(2), place: 1))
        let pause = KeyLanes.Action.pause(Key(event(1)), id: event(1).id, .milliseconds(100))
        #expect(
            lanes.settled(Key(event(1)), .reject("no"))
                == [.hold(first, insteadOf: 1), .hold(second, insteadOf: 2), pause])
        #expect(lanes.isCrowded && lanes.arrived(event(5), tag: 5) == [])
        // Other keys are handled, and tried again.
        #expect(lanes.arrived(event(6, "b"), tag: 6) == [delivery(event(6, "b"))])
        #expect(
            lanes.settled(Key(event(6, "b")), .reject("no"))
                == [.pause(Key(event(6, "b")), id: event(6, "b").id, .milliseconds(100))])
        _ = lanes.paused(Key(event(6, "b")), id: event(6, "b").id)
        #expect(lanes.settled(Key(event(6, "b")), .acknowledge) == [.acknowledge(6)])
        // The key goes on in its order.
        #expect(lanes.wrote(first, tag: 11) + lanes.wrote(second, tag: 12) == [])
        _ = lanes.paused(Key(event(1)), id: event(1).id)
        #expect(lanes.settled(Key(event(1)), .acknowledge) == [.acknowledge(11), delivery(event(2))])
        #expect(lanes.settled(Key(event(2)), .acknowledge) == [.acknowledge(12), delivery(event(3))])
        #expect(lanes.settled(Key(event(3)), .acknowledge) == [.acknowledge(3), delivery(event(4))])
        #expect(!lanes.isCrowded)
    }

    @Test mutating func roomIsUsedAsSoonAsThereIsSome() {
        lanes = KeyLanes(capacity: 2, now: { 1_000 })
        for (sequence, key) in [(1, "a"), (2, "a"), (3, "b"), (4, "b")] {
            _ = lanes.arrived(event(Int64(sequence), key), tag: UInt64(sequence))
        }
        for key in ["a", "b"] { _ = lanes.settled(Key(event(0, key)), .reject("no")) }
        _ = lanes.paused(Key(event(1)), id: event(1).id)
        let third = note(event(3, "b"), attempts: 1, reason: "no")
        #expect(
            lanes.settled(Key(event(1)), .acknowledge) == [delivery(event(2)), .hold(third, insteadOf: 3)])
        #expect(
            lanes.settled(Key(event(2)), .acknowledge) == [.hold(note(event(4, "b"), place: 1), insteadOf: 4)])
        #expect(!lanes.isCrowded)
    }

    /// There is no way to write down that it is parked, but it is: it can be decided about.
    @Test mutating func anEventThatThereIsNoRoomForIsParkedToo() {
        lanes = KeyLanes(capacity: 0, now: { 1_000 })
        let actions = lanes.arrived(event(1), tag: 1, returns: KeyLanes.patience)
        guard case .park(let parked)? = actions.last, actions.count == 1 else {
            Issue.record("\(actions)")
            return
        }
        #expect(parked.event == event(1))
        #expect(lanes.arrived(event(2), tag: 2) == [])
        #expect(lanes.discard(event(1), tag: 3) == [.acknowledge(3), .acknowledge(1), delivery(event(2))])
    }

    /// All that a group may hold back, of one key, in a time that does not grow with its square.
    @Test(.timeLimit(.minutes(1))) mutating func sixtyThousandEventsOfAKeyWaitAndAreHandledInTheirOrder() {
        let key = Key(event(1))
        let last = Int64(KeyLanes.capacity)
        _ = lanes.arrived(event(1), tag: 1)
        var notes: [GroupNote] = []
        func keep(_ actions: [KeyLanes.Action]) {
            for case .hold(let note, _) in actions { notes.append(note) }
        }
        keep(lanes.settled(key, .reject("no")))
        for sequence in 2...last { keep(lanes.arrived(event(sequence), tag: UInt64(sequence))) }
        #expect(notes.count == KeyLanes.capacity && !lanes.isCrowded)
        for (index, note) in notes.enumerated() { _ = lanes.wrote(note, tag: UInt64(100_000 + index)) }
        var handled: [Int64] = []
        var actions = lanes.paused(key, id: event(1).id)
        while case .handle(_, let delivery)? = actions.last {
            handled.append(delivery.event.sequence)
            actions = lanes.settled(key, .acknowledge)
        }
        #expect(handled == Array(1...last))
    }

    @Test mutating func whatIsReleasedIsLeftToTheNextConsumer() {
        _ = lanes.arrived(event(1), tag: 1)
        #expect(lanes.settled(Key(event(1)), .release) == [])
        #expect(lanes.running == 0)
    }
}
