import FoundationEssentials
import Glibc

/// A RabbitMQ of the fleet's own: Debian's server as one more process, in the place of the broker, with its files in
/// the home and a password that nobody else knows.
package struct RabbitPlan: Sendable {
    package static let name = "rabbitmq"

    /// What the other processes are told.
    package var url: String { "amqp://shop:\(password)@127.0.0.1:\(ports.server)" }

    private let ports: (server: Int, mapper: Int, distribution: Int)
    private let password: String

    /// Chooses ports and, the first time, a password.
    /// - Throws: ``FleetError``.
    package init(home: FleetHome, publicPort: Int) throws {
        var taken = Set(publicPort...publicPort + 20)
        func free() throws -> Int {
            guard let port = LoopbackPorts.anyFree(besides: taken) else {
                throw FleetError.noFreePort(process: Self.name)
            }
            taken.insert(port)
            return port
        }
        ports = (try free(), try free(), try free())
        password = try Self.password(in: "\(home.data)/rabbitmq", home)
    }

    package func apply(to plan: inout FleetPlan) {
        plan.replaceBroker(
            with: ProcessSpecification(
                name: Self.name, team: "platform", does: "events between services, on RabbitMQ",
                health: ReadinessProbe.connecting, strategy: .writer,
                timeouts: .init(readySeconds: 120, stopSeconds: 20)))
        plan.programs[Self.name] = "\(plan.root)/compose/rabbitmq/start.sh"
        plan.ports[Self.name] = ports.server
        plan.settings["SHOP_BROKER"] = url
        plan.settings["SHOP_RABBITMQ_MAPPER"] = String(ports.mapper)
        plan.settings["SHOP_RABBITMQ_DISTRIBUTION"] = String(ports.distribution)
    }

    /// Whether the fleet's own RabbitMQ has written down that it has these queues, which those before rabbitmq/ra#443
    /// do up to a second after they have made them: who kills one earlier finds them empty.
    package static func hasWritten(_ queues: [String], in home: FleetHome) -> Bool {
        let file = "\(home.data)/rabbitmq/data/shop@localhost/quorum/shop@localhost/names.dets"
        let names = FileManager.default.contents(atPath: file) ?? Data()
        return queues.allSatisfy { names.firstRange(of: Data($0.utf8)) != nil }
    }

    /// RabbitMQ makes its first user as its configuration says when it first starts, and keeps him: so the password
    /// stays with the data.
    private static func password(in folder: String, _ home: FleetHome) throws -> String {
        let file = "\(folder)/rabbitmq.config"
        if let data = FileManager.default.contents(atPath: file),
            let match = String(decoding: data, as: UTF8.self).firstMatch(of: /default_pass, <<"([a-z0-9]+)">>/)
        {
            return String(match.1)
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let password = (0..<2).map { _ in String(UInt64.random(in: 0 ... .max), radix: 36) }.joined()
        let user = #"{default_user, <<"shop">>}, {default_pass, <<"\#(password)">>}"#
        try home.writeSecret("[{rabbit, [\(user)]}].\n", to: file)
        return password
    }
}
