/// What has come of the topics' histories and is not settled. A history is over when its end has come and nothing of it
/// is open.
struct HistoryBook {
    private var open: [UInt64: String] = [:]
    private var ends: [String: UInt64] = [:]

    /// An event has come: is it a history's?
    mutating func came(_ message: RabbitMessage, of topic: String, _ group: RabbitGroup) {
        if message.queue == group.history(topic) { open[message.tag] = topic }
    }

    /// Nothing more comes of the topic's history.
    mutating func ended(_ topic: String, tag: UInt64) { ends[topic] = tag }

    /// - Returns: the topic whose history that may have ended.
    mutating func settled(_ tag: UInt64) -> String? { open.removeValue(forKey: tag) }

    /// - Returns: the tag of the end; nil if the history is not over, or was said to be.
    mutating func takeEnd(of topic: String) -> UInt64? {
        open.values.contains(topic) ? nil : ends.removeValue(forKey: topic)
    }
}
