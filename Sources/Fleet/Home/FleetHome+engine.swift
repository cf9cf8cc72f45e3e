import FoundationEssentials

/// Which engine carried the events when the shop last ran: its book is the one that counts, also when nothing runs.
extension FleetHome {
    /// The process `broker`.
    package static let ownBroker = "embedded"

    private var engineFile: String { data + "/engine" }

    /// `embedded`, `rabbitmq`, or where a RabbitMQ is that was there before. Nil where nothing has run, or it ran last
    /// before this was written down and could have been either.
    package var lastEngine: String? {
        let text = FileManager.default.contents(atPath: engineFile).map { String(decoding: $0, as: UTF8.self) }
        if let text, !text.isEmpty { return text }
        let hasBook = FileManager.default.fileExists(atPath: data + "/broker.sqlite")
        let hasRabbit = FileManager.default.fileExists(atPath: "\(data)/\(RabbitPlan.name)")
        return hasBook && !hasRabbit ? Self.ownBroker : nil
    }

    package func rememberEngine(_ engine: String) throws {
        try write(Data(engine.utf8), to: engineFile)
    }

    /// Where the RabbitMQ of a URL is, without who enters it and how: `amqp://rabbit.example:5672/shop`.
    package static func place(of url: String) -> String {
        let address = url.prefix { $0 != "?" }
        guard let user = address.lastIndex(of: "@") else { return String(address) }
        return "\(address.prefix { $0 != ":" })://\(address[user...].dropFirst())"
    }
}

extension FleetPlan {
    /// What carries the events, as ``FleetHome/lastEngine`` names it.
    var engine: String {
        guard let url = settings["SHOP_BROKER"] else { return FleetHome.ownBroker }
        return programs[RabbitPlan.name] == nil ? FleetHome.place(of: url) : RabbitPlan.name
    }
}
