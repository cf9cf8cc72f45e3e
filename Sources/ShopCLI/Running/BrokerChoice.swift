import Fleet
import RabbitEvents

/// What carries a shop's events.
enum BrokerChoice: Sendable, Equatable {
    static let embedded = "embedded"

    /// The process `broker`.
    case broker
    /// Debian's RabbitMQ, started for the shop.
    case rabbitMQ
    /// A RabbitMQ that is there.
    case url(String)

    /// - Throws: `ShopError` for what is none of them.
    init(_ text: String) throws {
        switch text {
        case Self.embedded: self = .broker
        case RabbitPlan.name: self = .rabbitMQ
        default:
            do {
                _ = try RabbitURL(text)
            } catch {
                throw ShopError(
                    "Nothing like that carries events", why: "\(error)",
                    mend: "--broker embedded, --broker rabbitmq, or --broker amqp://user:password@host:port/vhost",
                    status: .usage)
            }
            self = .url(text)
        }
    }

    func apply(to plan: inout FleetPlan) throws {
        switch self {
        case .broker: plan.settings["SHOP_BROKER"] = nil
        case .rabbitMQ: try RabbitPlan(home: plan.home, publicPort: plan.port).apply(to: &plan)
        case .url(let url):
            plan.replaceBroker(with: nil)
            plan.settings["SHOP_BROKER"] = url
        }
    }
}
