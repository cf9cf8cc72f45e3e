import Bookkeeping
import Testing

@Suite struct SequenceSetTests {
    @Test(
        arguments: [
            ([1...3, 4...6], [1...6]), ([5...9, 1...2], [1...2, 5...9]), ([1...9, 3...4], [1...9]), ([], []),
        ] as [([ClosedRange<Int64>], [ClosedRange<Int64>])])
    func rangesAreJoined(_ ranges: [ClosedRange<Int64>], _ joined: [ClosedRange<Int64>]) {
        #expect(SequenceSet(ranges).ranges == joined)
    }

    @Test(
        arguments: [
            ([1...9], [1...9], ""), ([1...9], [], "1 to 9"), ([1...9], [3...4], "1 to 2, 5 to 9"),
            ([1...3, 7...9], [2...8], "1, 9"), ([4...4], [1...3, 5...9], "4"),
            ([1...9], [1...1, 5...5, 9...9], "2 to 4, 6 to 8"),
            ([5...6, 8...9], [1...5, 9...12], "6, 8"),
        ] as [([ClosedRange<Int64>], [ClosedRange<Int64>], String)])
    func whatIsTakenAwayIsGone(_ all: [ClosedRange<Int64>], _ taken: [ClosedRange<Int64>], _ rest: String) {
        #expect(SequenceSet(all).subtracting(SequenceSet(taken)).words == rest)
    }
}
