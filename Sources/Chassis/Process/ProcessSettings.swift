import Configuration
import Wire

/// What the supervisor tells a process about itself and its fleet, read once at the edge.
///
/// Configuration keys (as environment variables: upper case, `_` for `.`):
/// - `shop.process` (string, required): the process's name in the fleet file.
/// - `shop.root` (string, default `.`): the project's folder; templates and assets are found below it.
/// - `shop.home` (string, default `.shop`): the fleet's folder.
/// - `shop.data` (string, default `data` in the fleet's folder): where databases lie.
/// - `shop.writer` (bool, default false): whether it owns a database, and so waits at its start until it alone writes.
/// - `shop.fleet` (string, optional): the running fleet's file, which says where the other processes are.
/// - `shop.address` (string, default `127.0.0.1:0`): host and port to listen on.
/// - `shop.release` (string, default `dev`): the release that this process is.
/// - `shop.lifeline` (string, optional): `stdin` makes the process stop when its standard input ends.
/// - `shop.turn` (string, optional): `lifeline` makes the process leave the listening sockets that it was born with
///   alone until something is written to its lifeline. Till then it can be looked at by its own address.
/// - `shop.registry`, `shop.instance`, `shop.team`, `shop.share`, `shop.fragments`, `shop.needs`,
///   `registry.renewal.seconds`: see ``RegistrySettings``.
/// - `listen.fds`, `listen.pid`, `listen.fdnames`: the listening sockets that the process was born with; see
///   ``InheritedSocket``.
/// - `shop.broker` (string, secret, default `embedded`): what carries events: `embedded` for the process broker, or the
///   `amqp://` or `amqps://` URL of a RabbitMQ.
/// - `shop.drain.lameduck`, `shop.drain.limit`: see ``DrainPolicy``.
/// - `log.level` (string, default `info`): trace, debug, info, notice, warning, error or critical.
package struct ProcessSettings: Sendable {
    package var name: String
    package var root: String
    package var home: String
    package var data: String
    package var isWriter = false
    package var fleetFile: String?
    package var address: Address
    package var release: String
    package var hasLifeline: Bool
    package var awaitsTurn = false
    package var logLevel: String
    /// Nil for a process that stands alone, or whose fleet has no registry.
    package var registry: RegistrySettings?
    package var inherited: [InheritedSocket] = []
    /// What carries events; see ``Chassis/eventEngine(distributed:)``.
    package var broker = "embedded"
    package var drain = DrainPolicy()

    /// - Throws: an error that names the key that is missing or malformed.
    package init(reader: ConfigReader) throws {
        let shop = reader.scoped(to: "shop")
        name = try shop.requiredString(forKey: "process")
        root = shop.string(forKey: "root", default: ".")
        home = shop.string(forKey: "home", default: ".shop")
        data = shop.string(forKey: "data", default: "\(home)/data")
        isWriter = shop.bool(forKey: "writer", default: false)
        fleetFile = shop.string(forKey: "fleet")
        release = shop.string(forKey: "release", default: "dev")
        hasLifeline = shop.string(forKey: "lifeline") == "stdin"
        awaitsTurn = hasLifeline && shop.string(forKey: "turn") == "lifeline"
        logLevel = reader.string(forKey: "log.level", default: "info")
        let text = shop.string(forKey: "address", default: "127.0.0.1:0")
        guard let address = Address(text) else {
            throw SettingsError(key: "SHOP_ADDRESS", detail: "must be host:port, is \"\(text)\"")
        }
        self.address = address
        registry = try RegistrySettings(reader: reader, name: name, release: release)
        broker = shop.string(forKey: "broker", isSecret: true, default: broker)
        let listen = reader.scoped(to: "listen")
        inherited = try InheritedSocket.parse(
            count: listen.string(forKey: "fds"), process: listen.string(forKey: "pid"),
            names: listen.string(forKey: "fdnames"))
        let limit = DrainPolicy.limit(isPublic: !inherited.isEmpty, isWriter: isWriter)
        drain.limit = shop.int(forKey: "drain.limit").map { .seconds($0) } ?? limit
        drain.lameDuck = .milliseconds(shop.int(forKey: "drain.lameduck", default: 300))
    }

    /// For tests: a process of that name with nothing around it.
    package init(name: String, root: String = ".", home: String, release: String = "test") {
        self.name = name
        self.root = root
        self.home = home
        data = "\(home)/data"
        self.release = release
        address = Address(host: "127.0.0.1", port: 0)
        hasLifeline = false
        logLevel = "error"
    }
}

/// A setting that a process cannot start with.
package struct SettingsError: Error, CustomStringConvertible {
    package let key: String
    package let detail: String

    package init(key: String, detail: String) {
        self.key = key
        self.detail = detail
    }

    package var description: String { "\(key) \(detail)" }
}
