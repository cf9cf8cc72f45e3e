/// The environment that a process of the fleet is started with.
///
/// It is made new, not inherited: a process sees what the fleet tells it, the settings that the person gave (`SHOP_*`,
/// `LOG_LEVEL*`, and those that the services document), and what any program needs to run.
package struct ChildEnvironment: Sendable {
    private static let passed: Set<String> = [
        "PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD",
        "SWIFT_BACKTRACE",
    ]

    /// How the settings of the chassis and of the services begin.
    private static let settings = ["SHOP_", "LOG_LEVEL", "LC_", "SAGA_", "BANK_", "CARRIER_", "BROKER_"]

    /// What all processes of a fleet have in common.
    private let common: [String: String]

    /// - Parameter root: where it finds its files.
    package init(home: FleetHome, root: String, settings: [String: String]) {
        var common = settings.filter { name, _ in
            Self.passed.contains(name) || Self.settings.contains(where: name.hasPrefix)
        }
        common["SHOP_HOME"] = home.path
        common["SHOP_ROOT"] = root
        common["SHOP_FLEET"] = home.fleetFile
        common["SHOP_LIFELINE"] = "stdin"
        self.common = common
    }

    package func variables(
        for process: ProcessSpecification, id: String, release: String, address: String, share: Int
    ) -> [String: String] {
        var variables = common
        variables["SHOP_PROCESS"] = process.name
        variables["SHOP_INSTANCE"] = id
        variables["SHOP_TEAM"] = process.team
        variables["SHOP_RELEASE"] = release
        variables["SHOP_ADDRESS"] = address
        variables["SHOP_SHARE"] = String(share)
        variables["SHOP_NEEDS"] = process.needs.joined(separator: ",")
        variables["SHOP_WRITER"] = process.strategy == .writer ? "true" : "false"
        // Callers have been told before a process drains: only those that chose it in that moment are late.
        variables["SHOP_DRAIN_LAMEDUCK"] = process.strategy == .writer ? "10" : "50"
        variables["SHOP_FRAGMENTS"] = process.servesFragments ? "true" : "false"
        return variables
    }
}
