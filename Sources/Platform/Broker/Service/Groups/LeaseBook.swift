/// Which consumer holds what until when: a value that is told what happens. It is kept in memory only, because whoever
/// holds something when the broker ends acknowledges it to its successor by the position alone. Times are milliseconds.
package struct LeaseBook: Sendable {
    package struct Lease: Sendable, Hashable {
        package let consumer: String
        package let until: Int
    }

    private var groups: [String: [Int64: Lease]] = [:]

    package init() {}

    package mutating func lease(_ positions: [Int64], of group: String, to consumer: String, until time: Int) {
        for position in positions { groups[group, default: [:]][position] = Lease(consumer: consumer, until: time) }
    }

    package func isLeased(_ position: Int64, of group: String, at now: Int) -> Bool {
        (groups[group]?[position]?.until ?? .min) > now
    }

    package func count(of group: String, at now: Int) -> Int {
        groups[group]?.values.count { $0.until > now } ?? 0
    }

    /// When the next lease of the group runs out.
    package func nextEnd(of group: String, after now: Int) -> Int? {
        groups[group]?.values.lazy.map(\.until).filter { $0 > now }.min()
    }

    package mutating func release(_ positions: [Int64], of group: String) {
        for position in positions { groups[group]?[position] = nil }
    }

    /// - Returns: whether the consumer held anything.
    @discardableResult
    package mutating func release(all consumer: String, of group: String) -> Bool {
        let held = groups[group]?.filter { $0.value.consumer == consumer }.keys.map(\.self) ?? []
        release(held, of: group)
        return !held.isEmpty
    }

    package mutating func forget(_ group: String) { groups[group] = nil }

    /// Drops what has run out, so that the book does not grow.
    package mutating func prune(_ group: String, at now: Int) {
        groups[group] = groups[group]?.filter { $0.value.until > now }
    }
}
