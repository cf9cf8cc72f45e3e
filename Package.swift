// swift-tools-version: 6.2

import PackageDescription

// MARK: Packages

let dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1: Target.Dependency = .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioHTTPCompression: Target.Dependency = .product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

// MARK: Shapes of targets

/// A library of the house; `path` is its folder under Sources.
func library(
    _ name: String, at path: String, excluding: [String] = [], _ dependencies: [Target.Dependency] = []
) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(path)", exclude: excluding)
}

/// A process of the fleet: an executable of a few lines in the `Main` folder of its library.
func process(_ name: String, of library: String, at path: String) -> Target {
    .executableTarget(
        name: name, dependencies: [.byName(name: library), "Chassis"], path: "Sources/\(path)/Main")
}

func tests(_ name: String, _ dependencies: [Target.Dependency], excluding: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", exclude: excluding)
}

// MARK: The house

let foundations: [Target] = [
    library("Vocabulary", at: "Vocabulary"),
    library("Wire", at: "Wire", ["Vocabulary", nioCore, nioPosix, nioHTTP1, httpTypes, logging]),
    library("RegistryAPI", at: "Platform/Registry/API", ["Wire", "Vocabulary", httpTypes]),
    library("BrokerAPI", at: "Platform/Broker/API", ["Wire", "Vocabulary", httpTypes, nioCore]),
    .systemLibrary(
        name: "CRabbitMQ", path: "Sources/RabbitEvents/CRabbitMQ", pkgConfig: "librabbitmq",
        providers: [.apt(["librabbitmq-dev"])]),
    library(
        "RabbitEvents", at: "RabbitEvents", excluding: ["CRabbitMQ"], ["CRabbitMQ", "Wire", nioCore, logging]),
    library("Contracts", at: "Contracts", ["Wire", httpTypes]),
    library(
        "Chassis", at: "Chassis",
        [
            "RegistryAPI", "BrokerAPI", "Wire", "Vocabulary", hummingbird, hummingbirdCore, nioCore, nioPosix, nioHTTP1,
            nioHTTPTypes, httpTypes,
            grdb, configuration, lifecycle, unixSignals, logging,
        ]),
    library("FragmentContract", at: "FragmentKit/Contract", ["Vocabulary"]),
    library(
        "FragmentRendering", at: "FragmentKit/Rendering",
        ["FragmentContract", "Chassis", "Wire", "Vocabulary", mustache, crypto, hummingbird, httpTypes, nioCore]),
]

let composing: [Target] = [
    library(
        "Composition", at: "ShellServer/Composition",
        ["FragmentContract", "Wire", "Vocabulary", nioCore, httpTypes, logging]),
    library("ShellAPI", at: "ShellServer/API", ["Wire", "Vocabulary", httpTypes]),
    library(
        "ShellServer", at: "ShellServer", excluding: ["API", "Composition", "Main", "Layouts"],
        [
            "ShellAPI", "Composition", "FragmentContract", "FragmentRendering", "RabbitEvents", "Chassis", "Wire",
            "Vocabulary", hummingbird, httpTypes, nioCore, lifecycle, logging,
        ]),
    process("shell-server", of: "ShellServer", at: "ShellServer"),
    .systemLibrary(name: "CZlib", path: "Sources/Gateway/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    library(
        "Gateway", at: "Gateway", excluding: ["Main", "CZlib"],
        [
            "CZlib", "Chassis", "Wire", "Vocabulary", hummingbird, hummingbirdCore, nioCore, nioHTTP1, nioHTTPTypes,
            nioHTTPTypesHTTP1, httpTypes, configuration, logging,
        ]),
    process("gateway", of: "Gateway", at: "Gateway"),
]

let services: [Target] = [
    library("CatalogAPI", at: "CatalogService/API", ["Wire", "Vocabulary"]),
    library("KiteDrawing", at: "CatalogService/Drawing"),
    library(
        "CatalogService", at: "CatalogService/Service",
        [
            "CatalogAPI", "OrderAPI", "KiteDrawing", "RabbitEvents", "Chassis", "Wire", "Vocabulary", crypto, grdb,
            hummingbird, lifecycle, logging, nioCore,
        ]),
    process("catalog-service", of: "CatalogService", at: "CatalogService"),
    library("OrderAPI", at: "OrderService/API", ["Wire", "Vocabulary"]),
    library(
        "OrderService", at: "OrderService/Service",
        [
            "OrderAPI", "CatalogAPI", "RabbitEvents", "Chassis", "Wire", "Vocabulary", hummingbird, grdb, crypto,
            nioCore, lifecycle, configuration, logging,
        ]),
    process("order-service", of: "OrderService", at: "OrderService"),
]

let fragmentServers: [Target] = [
    library(
        "ExploreFragments", at: "Fragments/Explore", excluding: ["Main", "Templates", "Expectations"],
        ["FragmentRendering", "FragmentContract", "Chassis", "CatalogAPI", "Wire", "Vocabulary"]),
    process("explore-fragments", of: "ExploreFragments", at: "Fragments/Explore"),
    library(
        "DecideFragments", at: "Fragments/Decide", excluding: ["Main", "Templates", "Expectations"],
        ["FragmentRendering", "FragmentContract", "Chassis", "CatalogAPI", "Wire", "Vocabulary"]),
    process("decide-fragments", of: "DecideFragments", at: "Fragments/Decide"),
    library(
        "CheckoutFragments", at: "Fragments/Checkout", excluding: ["Main", "Templates", "Expectations"],
        [
            "FragmentRendering", "FragmentContract", "Chassis", "CatalogAPI", "OrderAPI", "Wire", "Vocabulary", crypto,
            hummingbird, httpTypes,
        ]),
    process("checkout-fragments", of: "CheckoutFragments", at: "Fragments/Checkout"),
]

let platform: [Target] = [
    library(
        "Registry", at: "Platform/Registry/Service",
        ["RegistryAPI", "Chassis", "Wire", "Vocabulary", hummingbird, nioCore, lifecycle]),
    process("registry", of: "Registry", at: "Platform/Registry"),
    library(
        "Broker", at: "Platform/Broker/Service",
        [
            "BrokerAPI", "Chassis", "Wire", "Vocabulary", grdb, hummingbird, hummingbirdCore, httpTypes, nioCore,
            lifecycle, logging,
        ]),
    process("broker", of: "Broker", at: "Platform/Broker"),
]

let command: [Target] = [
    .systemLibrary(name: "CSpawn", path: "Sources/Fleet/CSpawn"),
    library(
        "Fleet", at: "Fleet", excluding: ["CSpawn"],
        ["CSpawn", "RegistryAPI", "Wire", nioCore, nioPosix, httpTypes, subprocess]),
    library("Bookkeeping", at: "Bookkeeping", ["Wire", grdb, crypto]),
    library("Shoppers", at: "Shoppers", ["Wire", crypto, nioCore, nioPosix, nioHTTP1, nioHTTPCompression]),
    library(
        "ShopCLI", at: "ShopCLI", excluding: ["Main"],
        [
            "Fleet", "Shoppers", "Bookkeeping", "Contracts", "RegistryAPI", "ShellAPI", "CatalogAPI", "OrderAPI",
            "BrokerAPI", "RabbitEvents", "Wire", argumentParser, subprocess, httpTypes, nioCore,
        ]),
    .executableTarget(name: "shop", dependencies: ["ShopCLI"], path: "Sources/ShopCLI/Main"),
]

let benchmarks: [Target] = [
    .executableTarget(
        name: "bench-fragments",
        dependencies: ["FragmentRendering", "FragmentContract", "Chassis", "Wire", hummingbird, nioCore],
        path: "Benchmarks/composition/server")
]

/// What `./shop new fragment flight-school` writes, built ahead for the tests that deploy it.
let scaffold: [Target] = [
    .target(
        name: "FlightSchoolFragments", dependencies: ["FragmentRendering", "FragmentContract", "Chassis"],
        path: "Tests/Scaffold/Sources/Fragments/FlightSchool", exclude: ["Main"]),
    .executableTarget(
        name: "flight-school-fragments", dependencies: ["FlightSchoolFragments", "Chassis"],
        path: "Tests/Scaffold/Sources/Fragments/FlightSchool/Main"),
]

let testing: [Target] = [
    .target(
        name: "TestSupport",
        dependencies: [
            "Wire", "Chassis", "Vocabulary", hummingbird, grdb, nioCore, nioPosix, nioEmbedded, lifecycle,
            logging,
        ],
        path: "Tests/Support"),
    .executableTarget(
        name: "faulty-fragments",
        dependencies: ["DecideFragments", "FragmentContract", "Chassis", "Wire", hummingbird, nioCore],
        path: "Tests/FaultyRelease"),
    tests("VocabularyTests", ["Vocabulary"]),
    tests("WireTests", ["Wire", nioCore, nioPosix, httpTypes]),
    tests(
        "ChassisTests",
        [
            "Chassis", "Registry", "RegistryAPI", "Broker", "BrokerAPI", "Wire", "Vocabulary", hummingbird,
            configuration, grdb,
            lifecycle,
            nioCore, logging,
        ]),
    tests("RegistryTests", ["Registry", "RegistryAPI", "Chassis", "Wire", hummingbird, httpTypes, nioCore]),
    tests(
        "BrokerTests",
        ["Broker", "BrokerAPI", "Chassis", "Wire", grdb, hummingbird, httpTypes, nioCore, lifecycle, logging],
        excluding: ["Releases"]),
    tests("RabbitEventsTests", ["RabbitEvents", "Wire", nioCore, logging]),
    tests("FragmentKitTests", ["FragmentContract", "FragmentRendering", "Chassis", "Wire", httpTypes, nioCore]),
    tests("CompositionTests", ["Composition", "FragmentContract", "Wire", nioCore, httpTypes]),
    tests(
        "ShellServerTests",
        [
            "ShellServer", "ShellAPI", "Composition", "FragmentContract", "FragmentRendering", "Chassis", "Wire",
            nioCore,
            httpTypes,
            hummingbird,
        ]),
    tests(
        "GatewayTests",
        ["Gateway", "CZlib", "Chassis", "Wire", configuration, hummingbird, nioCore, nioHTTP1, httpTypes]),
    tests(
        "CatalogServiceTests",
        [
            "CatalogService", "CatalogAPI", "OrderAPI", "KiteDrawing", "Chassis", "Wire", "Vocabulary", grdb, httpTypes,
            nioCore,
        ], excluding: ["Releases"]),
    tests(
        "OrderServiceTests",
        [
            "OrderService", "OrderAPI", "CatalogService", "CatalogAPI", "Chassis", "Wire", "Vocabulary", grdb,
            hummingbird, httpTypes, lifecycle, nioCore, logging,
        ], excluding: ["Releases"]),
    tests(
        "FragmentsTests",
        [
            "ExploreFragments", "DecideFragments", "CheckoutFragments", "CatalogService", "CatalogAPI", "OrderService",
            "OrderAPI", "FragmentContract", "FragmentRendering", "Chassis", "Wire", "Vocabulary", httpTypes, nioCore,
        ]),
    tests(
        "ContractTests",
        [
            "ExploreFragments", "DecideFragments", "CheckoutFragments", "Composition", "FragmentContract", "Chassis",
            "CatalogService", "CatalogAPI", "OrderService", "OrderAPI", "Contracts", "Wire", "Vocabulary", httpTypes,
        ]),
    tests(
        "BookkeepingTests",
        ["Bookkeeping", "OrderService", "CatalogService", "Broker", "Chassis", "Wire", grdb, nioCore]),
    tests("ShoppersTests", ["Shoppers", "Wire", nioCore]),
    tests(
        "FleetTests",
        [
            "Fleet", "Shoppers", "Bookkeeping", "ShopCLI", "RabbitEvents", "Wire", "Vocabulary", "CatalogAPI",
            "OrderAPI", "BrokerAPI", "RegistryAPI", httpTypes, nioCore, logging,
        ]),
    tests("TidyTests", []),
]

let package = Package(
    name: "murmuration",
    platforms: [.macOS(.v15)],
    products: [],
    dependencies: dependencies,
    targets: foundations + composing + services + platform + fragmentServers + command + benchmarks + scaffold
        + testing
)

for target in package.targets where target.type != .system {
    var settings = target.swiftSettings ?? []
    settings.append(.enableUpcomingFeature("ExistentialAny"))
    target.swiftSettings = settings
}
