/// How a new release of a process takes the place of the running one.
package enum RolloutStrategy: String, Codable, Sendable, CaseIterable {
    /// It keeps nothing: releases run side by side, each with its share of the visitors.
    case canary
    /// It owns the public port: its successor listens on the same socket, then it drains.
    case socket
    /// It owns a database: one release at a time writes, and hands it over in order.
    case writer

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let strategy = RolloutStrategy(rawValue: text) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not one of \(known)")
        }
        self = strategy
    }
}
