import Chassis
import Logging
import Registry
import RegistryAPI
import TestSupport
import Wire

/// A registry on a port of its own, and processes that stand to it as those of a fleet do.
enum RegistryFixture {
    /// Runs a registry while `body` does.
    /// - Parameter address: where; a port of its own if nil.
    @discardableResult
    static func run<Value: Sendable>(
        at address: Address? = nil, _ body: @Sendable (RegistryClient) async throws -> Value
    ) async throws -> Value {
        let folder = try ScratchFolder()
        var settings = ProcessSettings(name: "registry", root: ProjectRoot.path, home: folder.path)
        if let address { settings.address = address }
        let chassis = Chassis(settings: settings, logger: logger, discovery: FixedDiscovery([:]))
        let shop = try Registry.buildApplication(chassis, clock: .system(), warmth: .zero)
        return try await RunningServer.run(shop, on: chassis) { try await body(RegistryClient($0)) }
    }

    static var logger: Logger {
        var logger = Logger(label: "test") { _ in JSONLogHandler(service: "test", release: "test", write: { _ in }) }
        logger.logLevel = .critical
        return logger
    }

    /// Runs `work` while `body` does, and waits for its end.
    static func beside<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Void, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work() }
            let result: Result<Value, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            group.cancelAll()
            try? await group.waitForAll()
            return try result.get()
        }
    }

    static func discovery(_ registry: RegistryClient, _ name: String = "shell-1") -> RegistryDiscovery {
        RegistryDiscovery(registry, watcher: name, logger: logger)
    }

    static func instance(_ id: String = "decide-1", port: Int = 4_000, share: Int = 100) -> Instance {
        Instance(
            id: id, service: "decide-fragments", team: "decide", address: Address(host: "127.0.0.1", port: port),
            release: "1", share: share, servesFragments: true)
    }

    static func document(_ instance: Instance = instance(), lease: Int = 15, dirtySince: Int = 1) -> InstanceDocument {
        InstanceDocument(instance, renewalSeconds: 5, leaseSeconds: lease, dirtySince: dirtySince)
    }
}

extension Discovery {
    /// Returns when what is known is such.
    func becomes(_ isSuch: (Directory) -> Bool) async {
        for await directory in changes() where isSuch(directory) { return }
    }

    var decide: [Instance] { directory.instances(of: "decide-fragments") }
}
