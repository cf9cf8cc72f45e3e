import Foundation
import TestSupport

/// Which of the house's modules each of them may import: an edge that is not listed is forbidden.
enum ImportDirections {
    /// Folder of a target, then what it may import. The longest folder that a file lies in counts.
    static let allowed: [String: Set<String>] = {
        let fragmentServer: Set<String> = [
            "FragmentRendering", "FragmentContract", "Chassis", "Wire", "Vocabulary", "CatalogAPI",
        ]
        // A team that nothing more is said of, such as a new one.
        var allowed: [String: Set<String>] = [:]
        for team in teams {
            allowed["Sources/Fragments/\(team)"] = fragmentServer
            allowed["Sources/Fragments/\(team)/Main"] = ["\(team)Fragments", "Chassis"]
        }
        let listed: [String: Set<String>] = [
            "Sources/Vocabulary": [],
            "Sources/Wire": ["Vocabulary"],
            // A client of RabbitMQ, as an API is one of a process: whoever talks by events imports it, and the command,
            // which looks into it. The chassis does not, so that no other process carries RabbitMQ's library.
            "Sources/RabbitEvents": ["CRabbitMQ", "Wire"],
            "Sources/Chassis": ["RegistryAPI", "BrokerAPI", "Wire", "Vocabulary"],
            "Sources/FragmentKit/Contract": ["Vocabulary"],
            "Sources/FragmentKit/Rendering": ["FragmentContract", "Chassis", "Wire", "Vocabulary"],
            "Sources/Contracts": ["Wire"],
            "Sources/ShellServer/API": ["Wire", "Vocabulary"],
            "Sources/ShellServer": [
                "ShellAPI", "Composition", "FragmentContract", "FragmentRendering", "RabbitEvents", "Chassis", "Wire",
                "Vocabulary",
            ],
            "Sources/ShellServer/Composition": ["FragmentContract", "Wire", "Vocabulary"],
            "Sources/ShellServer/Main": ["ShellServer", "Chassis"],
            "Sources/Gateway": ["Chassis", "Wire", "Vocabulary", "CZlib"],
            "Sources/Gateway/Main": ["Gateway", "Chassis"],
            "Sources/CatalogService/API": ["Wire", "Vocabulary"],
            "Sources/CatalogService/Drawing": [],
            "Sources/CatalogService/Service": [
                "CatalogAPI", "OrderAPI", "KiteDrawing", "RabbitEvents", "Chassis", "Wire", "Vocabulary",
            ],
            "Sources/CatalogService/Main": ["CatalogService", "Chassis"],
            "Sources/OrderService/API": ["Wire", "Vocabulary"],
            "Sources/OrderService/Service": [
                "OrderAPI", "CatalogAPI", "RabbitEvents", "Chassis", "Wire", "Vocabulary",
            ],
            "Sources/OrderService/Main": ["OrderService", "Chassis"],
            "Sources/Platform/Registry/API": ["Wire", "Vocabulary"],
            "Sources/Platform/Registry/Service": ["RegistryAPI", "Chassis", "Wire", "Vocabulary"],
            "Sources/Platform/Registry/Main": ["Registry", "Chassis"],
            "Sources/Platform/Broker/API": ["Wire", "Vocabulary"],
            "Sources/Platform/Broker/Service": ["BrokerAPI", "Chassis", "Wire", "Vocabulary"],
            "Sources/Platform/Broker/Main": ["Broker", "Chassis"],
            "Sources/Fragments/Checkout": fragmentServer.union(["OrderAPI"]),
            "Sources/Fleet": ["CSpawn", "RegistryAPI", "Wire"],
            "Sources/Bookkeeping": ["Wire"],
            "Sources/Shoppers": ["Wire"],
            "Sources/ShopCLI": [
                "Fleet", "Shoppers", "Bookkeeping", "Contracts", "RegistryAPI", "ShellAPI", "CatalogAPI", "OrderAPI",
                "BrokerAPI", "RabbitEvents", "Wire", "Vocabulary",
            ],
            "Sources/ShopCLI/Main": ["ShopCLI"],
        ]
        return allowed.merging(listed) { $1 }
    }()

    /// The folders of the fragment servers.
    private static let teams =
        (try? FileManager.default.contentsOfDirectory(atPath: "\(ProjectRoot.path)/Sources/Fragments")) ?? []

    /// The house's modules, all of them.
    static let modules = teams.reduce(into: listedModules) { $0.insert("\($1)Fragments") }

    private static let listedModules: Set<String> = [
        "Vocabulary", "Wire", "Chassis", "FragmentContract", "FragmentRendering", "Composition", "ShellAPI",
        "ShellServer", "Contracts", "Gateway",
        "CatalogAPI", "KiteDrawing", "CatalogService", "OrderAPI", "OrderService", "ExploreFragments",
        "DecideFragments",
        "CheckoutFragments", "Fleet", "Bookkeeping", "Shoppers", "ShopCLI", "CZlib", "CSpawn", "RegistryAPI",
        "Registry", "BrokerAPI", "Broker", "RabbitEvents", "CRabbitMQ",
    ]

    /// Modules that only some parts may import, whoever else would find them handy.
    static let guarded: [String: Set<String>] = [
        "Hummingbird": [
            "Sources/Chassis", "Sources/FragmentKit/Rendering", "Sources/ShellServer", "Sources/Gateway",
            "Sources/CatalogService/Service", "Sources/OrderService/Service", "Sources/Fragments/Explore",
            "Sources/Fragments/Decide", "Sources/Fragments/Checkout", "Sources/Platform/Registry/Service",
            "Sources/Platform/Broker/Service",
        ],
        "GRDB": [
            "Sources/Chassis", "Sources/CatalogService/Service", "Sources/OrderService/Service",
            "Sources/Platform/Broker/Service",
            // It reads what all of them have written, for audits and copies.
            "Sources/Bookkeeping",
        ],
    ]

    static func complaints(about file: SourceFile) -> [String] {
        guard let home = allowed.keys.filter({ file.path.hasPrefix($0 + "/") }).max(by: { $0.count < $1.count }),
            let mayImport = allowed[home]
        else { return ["\(file.path): its folder is no target that the directions know"] }
        return imports(of: file).compactMap { module in
            if modules.contains(module), !mayImport.contains(module) {
                return "\(file.path): \(home) must not import \(module)"
            }
            if let homes = guarded[module], !homes.contains(home) {
                return "\(file.path): \(home) must not import \(module)"
            }
            return nil
        }
    }

    /// What is indented is a text, such as the one of a file that the command writes.
    static func imports(of file: SourceFile) -> [String] {
        file.lines.filter { !$0.hasPrefix(" ") }.compactMap { line in
            let words = line.split(separator: " ")
            guard
                words.first == "import"
                    || (words.count > 1 && words[1] == "import" && words[0].hasSuffix("import") == false
                        && ["package", "internal", "private", "fileprivate", "@preconcurrency", "@_exported"].contains(
                            words[0]))
            else { return nil }
            return words.last.map { String($0.prefix { $0 != "." }) }
        }
    }
}
