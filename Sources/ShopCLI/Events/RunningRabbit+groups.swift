import Bookkeeping
import BrokerAPI
import RabbitEvents
import Synchronization
import Wire

extension RunningRabbit {
    /// How the groups get on. RabbitMQ does not say what is with a consumer: what is due is what one service has said
    /// and another has not handled, by their books, and what of that is neither ready nor parked is in flight.
    /// - Throws: `ShopError`.
    func reports(_ books: ShopBooks) async throws -> [GroupReport] {
        let due = ShopBooks.heard.keys.sorted().map { ($0, books.due(to: $0).filter { !$0.value.isEmpty }) }
        let times = try await times(of: Set(due.flatMap { Self.oldest($0.1) }))
        var reports: [GroupReport] = []
        for (group, due) in due {
            let topics = ShopBooks.heard[group, default: []].map(\.topic).sorted()
            let lag = due.values.reduce(0) { $0 + $1.count }
            // Nil before the group's first consumer has made its queues.
            let backlog = try await backlog(of: group, topics)
            let parked = if backlog == nil { 0 } else { try await parked(in: group).count }
            let held = backlog.map { $0.consumers == 0 ? 0 : max(0, lag - $0.ready - parked) } ?? 0
            let said = Self.oldest(due).compactMap { times[$0]?.milliseconds }.min()
            reports.append(
                GroupReport(
                    group: group, topics: topics, lag: lag,
                    oldestSeconds: said.map { max(0, books.readAt - $0) / 1_000 } ?? 0,
                    parked: parked, inFlight: held, waiting: backlog?.consumers ?? 0))
        }
        return reports
    }

    /// The ids of the first events of what is due.
    private static func oldest(_ due: [EventChannel: SequenceSet]) -> [String] {
        due.compactMap { channel, sequences in sequences.ranges.first.map { "\(channel)/\($0.lowerBound)" } }
    }

    /// When events were said, as far as the log still has them. It is read from its beginning, if anything is due.
    private func times(of ids: Set<String>) async throws -> [String: EventTime] {
        if ids.isEmpty { return [:] }
        let times = Mutex<[String: EventTime]>([:])
        try await asking {
            try await log.read { record in
                guard let record else { return false }
                guard let event = record.event, ids.contains(event.id) else { return true }
                return times.withLock { times in
                    times[event.id] = event.time
                    return times.count < ids.count
                }
            }
        }
        return times.withLock(\.self)
    }

    private func backlog(of group: String, _ topics: [String]) async throws -> RabbitBacklog? {
        try await asking { try await RabbitBacklog.read(url, group: group, topics: topics) }
    }
}
