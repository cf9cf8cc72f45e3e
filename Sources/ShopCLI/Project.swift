import Fleet
import FoundationEssentials

/// Where the command works: the project's folder, the fleet's home, and the environment it was started with.
package struct Project: Sendable {
    package let root: String
    package let home: FleetHome
    package let environment: [String: String]

    package var fleetFile: String { root + "/compose/fleet.json" }
    package var binaries: String { root + "/.build/release" }

    package init(root: String, home: FleetHome, environment: [String: String]) {
        self.root = root
        self.home = home
        self.environment = environment
    }

    /// The project around this process: `SHOP_ROOT`, or the nearest folder above that has a fleet file.
    package static func current() throws -> Project {
        try find(
            environment: ProcessInfo.processInfo.environment, directory: FileManager.default.currentDirectoryPath)
    }

    package static func find(environment: [String: String], directory: String) throws -> Project {
        let root = try environment["SHOP_ROOT"].map { absolute($0, in: directory) } ?? searched(from: directory)
        let home = environment["SHOP_HOME"].flatMap { $0.isEmpty ? nil : absolute($0, in: directory) }
        return Project(root: root, home: FleetHome(path: home ?? root + "/.shop"), environment: environment)
    }

    private static func searched(from directory: String) throws -> String {
        var folder = directory
        while true {
            if FileManager.default.fileExists(atPath: folder + "/compose/fleet.json") { return folder }
            guard folder.count > 1, let slash = folder.lastIndex(of: "/") else { break }
            folder = String(folder[..<slash])
        }
        throw ShopError(
            "This is not the shop's folder", why: "neither \(directory) nor a folder above it has compose/fleet.json",
            mend: "cd to the project, or set SHOP_ROOT")
    }

    /// An absolute path without `.`, `..` and a slash at the end.
    package static func absolute(_ path: String, in directory: String) -> String {
        let full = path.hasPrefix("/") ? path : directory + "/" + path
        var parts: [Substring] = []
        for part in full.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// A short text that names what is built: the commit, `-dirty` if tracked files differ, `dev` without git.
    func release() async -> String {
        let git = ToolRun(
            "git", ["-C", root, "describe", "--always", "--dirty", "--exclude", "*", "--abbrev=7"],
            environment: environment)
        guard let (status, output) = try? await git.collect(), status == 0 else { return "dev" }
        let text = output.filter { !$0.isWhitespace }
        return text.isEmpty ? "dev" : text
    }
}
