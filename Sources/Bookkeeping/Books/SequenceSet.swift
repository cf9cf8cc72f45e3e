/// Sequences of one source and topic, as ranges in their order, none touching another.
package struct SequenceSet: Sendable, Hashable {
    package private(set) var ranges: [ClosedRange<Int64>] = []

    package init() {}

    /// - Parameter ranges: in any order; they may overlap.
    package init(_ ranges: [ClosedRange<Int64>]) {
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound + 1 {
                self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    package init(_ sequences: some Sequence<Int64>) { self.init(sequences.map { $0...$0 }) }

    /// All from 1 on.
    package init(upTo last: Int64) { self.init(last >= 1 ? [1...last] : []) }

    package var isEmpty: Bool { ranges.isEmpty }
    package var count: Int { ranges.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 } }

    package func union(_ other: SequenceSet) -> SequenceSet { SequenceSet(ranges + other.ranges) }

    package func subtracting(_ other: SequenceSet) -> SequenceSet {
        var rest: [ClosedRange<Int64>] = []
        var taken = other.ranges[...]
        for range in ranges {
            var from = range.lowerBound
            while let next = taken.first, next.upperBound < from { taken.removeFirst() }
            for hole in taken {
                guard hole.lowerBound <= range.upperBound, from <= range.upperBound else { break }
                if hole.lowerBound > from { rest.append(from...(hole.lowerBound - 1)) }
                from = max(from, hole.upperBound + 1)
            }
            if from <= range.upperBound { rest.append(from...range.upperBound) }
        }
        return SequenceSet(rest)
    }

    /// E.g. `3, 7 to 9`.
    package var words: String {
        ranges.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
            .joined(separator: ", ")
    }
}
