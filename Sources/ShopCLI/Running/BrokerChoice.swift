import Fleet
import RabbitEvents

/// What carries a shop's events.
enum BrokerChoice: Sendable, Equatable {
    static let embedded = FleetHome.ownBroker

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

    /// A shop whose services knock in vain sells, and no order goes on: so that is found out before it starts.
    /// - Throws: `ShopError` for a RabbitMQ that is there and cannot be entered, or is not there.
    func tryToEnter() async throws {
        guard case .url(let url) = self else { return }
        do {
            try await RabbitURL(url).tryToEnter()
        } catch let error as RabbitError {
            throw ShopError(
                "The RabbitMQ that is to carry the events cannot be entered", why: error.description,
                mend: "another --broker, which may be amqp://user:password@host:port/vhost, or --broker rabbitmq")
        }
    }

    /// As ``FleetHome/lastEngine`` names it.
    var engine: String {
        switch self {
        case .broker: FleetHome.ownBroker
        case .rabbitMQ: RabbitPlan.name
        case .url(let url): FleetHome.place(of: url)
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
