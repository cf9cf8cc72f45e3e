import FoundationEssentials

/// What other engines than the broker have carried: its book does not have it, and it is not lost. Beside the databases
/// it is written down each time a shop goes back to the broker.
package struct CarriedElsewhere: Sendable, Equatable {
    /// Beside the databases.
    package static let fileName = "carried-elsewhere.json"

    package private(set) var channels: [EventChannel: SequenceSet]

    package init(_ channels: [EventChannel: SequenceSet] = [:]) {
        self.channels = channels.filter { !$0.value.isEmpty }
    }

    /// What the outboxes have given away, and the broker has not. Nobody can look into a stranger's outbox: of him, it
    /// is what was handled.
    /// - Parameter books: of a shop at rest, with the book that the broker has of its time.
    package init(_ books: ShopBooks) {
        var sent: [EventChannel: SequenceSet] = [:]
        for service in books.services {
            for (topic, last) in service.events.said {
                sent[EventChannel(source: "/\(service.name)", topic: topic)] =
                    SequenceSet(upTo: last).subtracting(service.events.unsent(of: topic))
            }
        }
        let own = Set(books.services.map { "/\($0.name)" })
        for (channel, handled) in books.services.flatMap(\.events.handled) where !own.contains(channel.source) {
            sent[channel] = handled.union(sent[channel, default: SequenceSet()])
        }
        for (channel, received) in books.broker?.received ?? [:] {
            sent[channel] = sent[channel]?.subtracting(received)
        }
        self.init(sent)
    }

    subscript(channel: EventChannel) -> SequenceSet { channels[channel, default: SequenceSet()] }

    /// Nil where nothing was written down.
    /// - Throws: `DecodingError` if the file is not what was written.
    package static func written(in folder: String) throws -> CarriedElsewhere? {
        try FileManager.default.contents(atPath: "\(folder)/\(fileName)").map {
            try JSONDecoder().decode(Self.self, from: $0)
        }
    }

    /// Puts it in the place of what was written down before.
    package func write(to folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try DurableFile.write(encoder.encode(self), to: "\(folder)/\(Self.fileName)")
    }
}

/// As people can read it: `{"order-service/orders":[[1,41]]}`.
extension CarriedElsewhere: Codable {
    package init(from decoder: any Decoder) throws {
        let ranges = try [String: [ClosedRange<Int64>]](from: decoder)
        var channels: [EventChannel: SequenceSet] = [:]
        for (name, ranges) in ranges {
            let parts = name.split(separator: "/", maxSplits: 1)
            guard parts.count == 2 else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "\(name) is no source and topic"))
            }
            channels[EventChannel(source: "/\(parts[0])", topic: String(parts[1]))] = SequenceSet(ranges)
        }
        self.init(channels)
    }

    package func encode(to encoder: any Encoder) throws {
        let names = channels.map { ($0.key.description, $0.value.ranges) }
        try Dictionary(uniqueKeysWithValues: names).encode(to: encoder)
    }
}
