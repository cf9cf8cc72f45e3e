import Glibc

/// Sees to it that packages are there: names what is missing, and installs it where that is allowed.
struct Prerequisites: Sendable {
    private let group: Prerequisite.Group
    private let terminal: Terminal
    private let environment: [String: String]

    init(_ group: Prerequisite.Group, terminal: Terminal, environment: [String: String]) {
        self.group = group
        self.terminal = terminal
        self.environment = environment
    }

    /// - Throws: `ShopError` with the command to type, when something is missing that cannot be installed from here.
    func ensure() async throws {
        let missing = await missing()
        guard !missing.isEmpty else { return }
        for prerequisite in missing {
            terminal.line("\(prerequisite.package) is missing; it is needed \(prerequisite.purpose).")
        }
        let packages = missing.map(\.package)
        guard let installer else { throw refusal(packages, why: "they are not installed") }
        try await install(packages, with: installer)
        let still = await self.missing().map(\.package)
        guard still.isEmpty else { throw refusal(still, why: "apt-get could not install them") }
    }

    private func missing() async -> [Prerequisite] {
        var missing: [Prerequisite] = []
        for prerequisite in group.members where await !prerequisite.isPresent(environment: environment) {
            missing.append(prerequisite)
        }
        return missing
    }

    /// The start of a command that may install; nil where there is none.
    private var installer: [String]? {
        guard Prerequisite.isProgram("apt-get", environment: environment) else { return nil }
        if geteuid() == 0 { return ["env"] }
        return Prerequisite.isProgram("sudo", environment: environment) ? ["sudo", "env"] : nil
    }

    private func install(_ packages: [String], with installer: [String]) async throws {
        terminal.line("Installing \(packages.joined(separator: ", ")) with apt-get…")
        let options = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
        for action in [["update"], ["install", "--no-install-recommends"] + packages] {
            let command = installer + options + action
            var output: [String] = []
            let tool = ToolRun(command[0], Array(command.dropFirst()), environment: environment)
            guard try await tool.lines({ output.append($0) }) == 0 else {
                for line in output.suffix(15) { terminal.errorLine("  " + line) }
                throw refusal(packages, why: "apt-get \(action[0]) failed")
            }
        }
    }

    private func refusal(_ packages: [String], why: String) -> ShopError {
        ShopError(
            "Packages are missing: \(packages.joined(separator: ", "))", why: why,
            mend: "sudo apt-get update && sudo apt-get install \(packages.joined(separator: " "))",
            status: .missingPackages)
    }
}
