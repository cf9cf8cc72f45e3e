/// The environment that a process of the fleet is started with.
///
/// It is made new, not inherited: a process sees what the fleet tells it, the settings that the person gave (`SHOP_*`,
/// `LOG_LEVEL*`), and what any program needs to run.
package struct ChildEnvironment: Sendable {
    private static let passed: Set<String> = [
        "PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SWIFT_BACKTRACE",
    ]

    /// What all processes of a fleet have in common.
    private let common: [String: String]

    package init(home: FleetHome, root: String, release: String, settings: [String: String]) {
        var common = settings.filter { name, _ in
            Self.passed.contains(name) || name.hasPrefix("SHOP_") || name.hasPrefix("LOG_LEVEL")
                || name.hasPrefix("LC_")
        }
        common["SHOP_HOME"] = home.path
        common["SHOP_ROOT"] = root
        common["SHOP_FLEET"] = home.fleetFile
        common["SHOP_RELEASE"] = release
        common["SHOP_LIFELINE"] = "stdin"
        self.common = common
    }

    package func variables(for process: String, address: String) -> [String: String] {
        var variables = common
        variables["SHOP_PROCESS"] = process
        variables["SHOP_ADDRESS"] = address
        return variables
    }
}
