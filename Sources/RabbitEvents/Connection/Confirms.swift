/// Which publications RabbitMQ has not answered for yet, by their numbers on the channel (publisher confirms).
struct Confirms {
    typealias Answer = @Sendable (RabbitError?) -> Void

    private struct Batch {
        var open: Set<UInt64>
        var refusal: RabbitError?
        let answer: Answer
    }

    private var batches: [Batch] = []
    private var last: UInt64 = 0

    var isEmpty: Bool { batches.isEmpty }

    /// The next `count` publications.
    /// - Parameter answer: called once, when the server has answered for all of them: nil if it has all of them.
    mutating func expect(_ count: Int, answer: @escaping Answer) {
        guard count > 0 else { return answer(nil) }
        batches.append(Batch(open: Set(last + 1...last + UInt64(count)), answer: answer))
        last += UInt64(count)
    }

    /// The server answers for one publication, or for all up to it.
    mutating func settle(_ number: UInt64, isMultiple: Bool, refusal: RabbitError?) {
        for index in batches.indices {
            let before = batches[index].open.count
            if isMultiple {
                batches[index].open = batches[index].open.filter { $0 > number }
            } else {
                batches[index].open.remove(number)
            }
            if let refusal, batches[index].open.count < before { batches[index].refusal = refusal }
        }
        for batch in batches where batch.open.isEmpty { batch.answer(batch.refusal) }
        batches.removeAll { $0.open.isEmpty }
    }

    /// A publication has come back because no queue takes it. Its confirm follows; which batch it is of is not said,
    /// so that all that are open are refused: publishing again does no harm.
    mutating func refuseOpen(_ refusal: RabbitError) {
        for index in batches.indices { batches[index].refusal = refusal }
    }

    /// Nothing more will be answered.
    mutating func fail(_ error: RabbitError) {
        for batch in batches { batch.answer(error) }
        batches = []
    }
}
