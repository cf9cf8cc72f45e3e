import Chassis
import Configuration
import Logging
import TestSupport
import Testing
import Wire

@Suite struct SettingsTests {
    private func settings(_ values: [String: String]) throws -> ProcessSettings {
        try ProcessSettings(reader: ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: values)))
    }

    @Test func defaultsAreAsDocumented() throws {
        let settings = try settings(["SHOP_PROCESS": "gateway"])
        #expect(settings.name == "gateway")
        #expect(settings.root == ".")
        #expect(settings.home == ".shop")
        #expect(settings.fleetFile == nil)
        #expect(settings.address == Address(host: "127.0.0.1", port: 0))
        #expect(settings.release == "dev")
        #expect(!settings.hasLifeline && !settings.awaitsTurn)
        #expect(settings.logLevel == "info")
        #expect(settings.registry == nil)
        #expect(settings.broker == "embedded")
    }

    /// Else nobody could ever give it.
    @Test(
        arguments: [("lifeline", "stdin", true), ("lifeline", nil, false), (nil, "stdin", false)]
            as [(String?, String?, Bool)])
    func aTurnIsAwaitedWhereItCanBeGiven(turn: String?, lifeline: String?, isAwaited: Bool) throws {
        var values = ["SHOP_PROCESS": "gateway", "LISTEN_FDS": "1"]
        values["SHOP_TURN"] = turn
        values["SHOP_LIFELINE"] = lifeline
        #expect(try settings(values).awaitsTurn == isAwaited)
    }

    /// A release that is rehearsed would take events from the one that serves.
    @Test(arguments: [("true", true), ("false", false)])
    func whoIsNotRegisteredHearsNoEventsAndSendsNone(registered: String, isHeard: Bool) throws {
        let settings = try settings([
            "SHOP_PROCESS": "order-service", "SHOP_REGISTRY": "127.0.0.1:8761", "SHOP_REGISTERED": registered,
        ])
        let chassis = Chassis(settings: settings, logger: Logger(label: "test"), discovery: FixedDiscovery([:]))
        let engine = try chassis.eventEngine { _, _ in MemoryEngine() }
        #expect(engine is BrokerEngine == isHeard)
    }

    @Test func engineThatThereIsNotIsNamed() throws {
        var settings = try settings(["SHOP_PROCESS": "order-service"])
        func chassis() -> Chassis {
            Chassis(settings: settings, logger: Logger(label: "test"), discovery: FixedDiscovery([:]))
        }
        func engine() throws -> any EventEngine {
            try chassis().eventEngine { url, _ in
                try BrokenPromise.demand(!url.hasSuffix("?"), "a colour is missing")
                return MemoryEngine()
            }
        }
        #expect(try engine() is BrokerEngine)
        settings.broker = "amqps://shop:secret@rabbit"
        #expect(try engine() is MemoryEngine)
        settings.broker = "kafka://a"
        #expect(
            #expect(throws: SettingsError.self) { try engine() }?.description
                == "SHOP_BROKER must be embedded, or a URL with amqp:// or amqps://")
        settings.broker = "amqp://shop:secret@rabbit?"
        #expect(
            #expect(throws: SettingsError.self) { try engine() }?.description
                == "SHOP_BROKER is no URL of a RabbitMQ: a colour is missing")
    }

    @Test func placeInTheRegistryIsRead() throws {
        let own = try #require(
            try settings([
                "SHOP_PROCESS": "decide-fragments", "SHOP_REGISTRY": "127.0.0.1:9000", "SHOP_INSTANCE": "decide-1",
                "SHOP_TEAM": "decide", "SHOP_SHARE": "5", "SHOP_FRAGMENTS": "true", "SHOP_NEEDS": "catalog-service,b",
                "REGISTRY_RENEWAL_SECONDS": "2",
            ]).registry)
        #expect(own.registry == Address(host: "127.0.0.1", port: 9_000))
        #expect(own.instance == "decide-1")
        #expect(own.team == "decide")
        #expect(own.share == 5)
        #expect(own.servesFragments)
        #expect(own.needs == ["catalog-service", "b"])
        #expect(own.renewal == .seconds(2))
    }

    @Test func placeInTheRegistryHasDefaults() throws {
        let own = try #require(try settings(["SHOP_PROCESS": "gateway", "SHOP_REGISTRY": "a:1"]).registry)
        #expect(own.instance.hasPrefix("gateway-dev-"))
        #expect(own.share == 100)
        #expect(!own.servesFragments)
        #expect(own.renewal == .seconds(5))
    }

    @Test(arguments: [
        ("SHOP_REGISTRY", "9000"), ("SHOP_REGISTRY", "a:0"), ("SHOP_SHARE", "101"), ("SHOP_SHARE", "-1"),
        ("REGISTRY_RENEWAL_SECONDS", "0"),
    ])
    func malformedPlaceInTheRegistryIsNamed(_ key: String, _ value: String) {
        let error = #expect(throws: SettingsError.self) {
            try settings(["SHOP_PROCESS": "gateway", "SHOP_REGISTRY": "a:1"].merging([key: value]) { $1 })
        }
        #expect(error?.key == key)
    }

    @Test func environmentIsRead() throws {
        let settings = try settings([
            "SHOP_PROCESS": "gateway", "SHOP_ROOT": "/srv/shop", "SHOP_HOME": "/var/shop",
            "SHOP_FLEET": "/run/fleet.json",
            "SHOP_ADDRESS": "0.0.0.0:8080", "SHOP_RELEASE": "r7", "SHOP_LIFELINE": "stdin", "LOG_LEVEL": "debug",
        ])
        #expect(settings.root == "/srv/shop")
        #expect(settings.fleetFile == "/run/fleet.json")
        #expect(settings.address == Address(host: "0.0.0.0", port: 8_080))
        #expect(settings.release == "r7")
        #expect(settings.hasLifeline)
        #expect(settings.logLevel == "debug")
    }

    @Test func missingNameStopsTheProcessWithItsKey() {
        let error = #expect(throws: (any Error).self) { try settings([:]) }
        #expect("\(String(describing: error))".contains("process"))
    }

    @Test(arguments: ["8080", "a:b", ":1", "a:70000"])
    func malformedAddressIsNamed(_ address: String) {
        let error = #expect(throws: SettingsError.self) {
            try settings(["SHOP_PROCESS": "gateway", "SHOP_ADDRESS": address])
        }
        #expect(error?.key == "SHOP_ADDRESS")
    }
}

@Suite struct FleetFileDiscoveryTests {
    @Test func processesAreFoundByName() throws {
        let folder = try ScratchFolder()
        let path = try folder.write(
            """
            {"format": 1, "home": "/x", "processes": [
              {"name": "catalog-service", "address": "127.0.0.1:4001", "team": "catalog"},
              {"name": "decide-fragments", "address": "127.0.0.1:4002", "fragments": true},
              {"name": "decide-fragments", "address": "127.0.0.1:4003", "fragments": true},
              {"name": "explore-fragments", "fragments": true, "note": "not started"},
              {"name": "order-service"}
            ]}
            """, to: "fleet.json")
        let discovery = try FleetFileDiscovery(path: path)
        #expect(discovery.addresses(of: "catalog-service") == [Address(host: "127.0.0.1", port: 4_001)])
        #expect(discovery.addresses(of: "decide-fragments").map(\.port) == [4_002, 4_003])
        #expect(discovery.addresses(of: "order-service") == [])
        #expect(discovery.addresses(of: "nobody") == [])
        #expect(discovery.directory.fragmentServers == ["decide-fragments"])
    }

    @Test func withoutAFileNobodyIsFound() throws {
        let discovery = try FleetFileDiscovery(path: nil)
        #expect(discovery.addresses(of: "catalog-service") == [])
        #expect(discovery.directory.fragmentServers == [])
    }

    @Test(arguments: [
        "", "{}", "[]", "{\"processes\": [{\"address\": \"a:1\"}]}",
        "{\"processes\": [{\"name\": \"a\", \"address\": \"a\"}]}",
    ])
    func brokenFileIsNamed(_ text: String) throws {
        let folder = try ScratchFolder()
        let path = try folder.write(text, to: "fleet.json")
        let error = #expect(throws: SettingsError.self) { try FleetFileDiscovery(path: path) }
        #expect(error?.key == "SHOP_FLEET")
        #expect(error?.detail.contains(path) == true)
    }

    @Test func missingFileIsNamed() {
        let error = #expect(throws: SettingsError.self) { try FleetFileDiscovery(path: "/nowhere/fleet.json") }
        #expect(error?.detail.contains("/nowhere/fleet.json") == true)
    }

    private func overrides(_ values: [String: String]) throws -> OverrideSettings {
        try OverrideSettings(reader: ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: values)))
    }

    @Test func overridesAreAllowedWhereTheyAreWantedButNeverInProduction() throws {
        #expect(try !overrides([:]).areAllowed)
        #expect(try !overrides(["SHOP_PROFILE": "production"]).areAllowed)
        #expect(try overrides(["SHOP_OVERRIDES": "true", "SHOP_PROFILE": "staging"]).areAllowed)
        let error = #expect(throws: SettingsError.self) {
            try overrides(["SHOP_OVERRIDES": "true", "SHOP_PROFILE": "production"])
        }
        #expect(error?.key == "SHOP_OVERRIDES")
    }
}
