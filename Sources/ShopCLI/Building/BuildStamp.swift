import FoundationEssentials
import Glibc

/// Remembers what the last good build was made from, so that a command need not ask SwiftPM (which takes seconds)
/// whether anything changed: a file in the build folder that lists the sources and is as old as that build's start.
package struct BuildStamp: Sendable {
    private let project: Project
    private let file: String
    private let folders: [String]

    package init(project: Project, includesTests: Bool) {
        self.project = project
        file = project.root + "/.build/shop-\(includesTests ? "tests" : "fleet").stamp"
        folders = includesTests ? ["Sources", "Tests"] : ["Sources"]
    }

    /// Whether the executables are there and no source was changed, added or removed since the last good build.
    package func isFresh(products: [String]) -> Bool {
        let binaries = project.binaries
        guard products.allSatisfy({ FileManager.default.isExecutableFile(atPath: "\(binaries)/\($0)") }),
            let built = modified(file), let recorded = FileManager.default.contents(atPath: file)
        else { return false }
        let sources = sources()
        guard recorded == Self.list(sources) else { return false }
        return sources.allSatisfy { (modified("\(project.root)/\($0)") ?? .max) < built }
    }

    /// Notes the state of the sources before the build reads them.
    package func begin() {
        try? FileManager.default.createDirectory(
            atPath: project.root + "/.build", withIntermediateDirectories: true)
        try? Self.list(sources()).write(to: URL(filePath: file + ".new"))
    }

    /// The build that began has succeeded.
    package func finish() {
        rename(file + ".new", file)
    }

    /// Paths from the project's root, sorted.
    private func sources() -> [String] {
        let found = folders.flatMap { folder in
            let paths = (try? FileManager.default.subpathsOfDirectory(atPath: "\(project.root)/\(folder)")) ?? []
            return paths.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") || $0.hasSuffix(".h") }
                .map { "\(folder)/\($0)" }
        }
        return (found + ["Package.swift"]).sorted()
    }

    private static func list(_ sources: [String]) -> Data {
        Data(sources.joined(separator: "\n").utf8)
    }

    /// Nanoseconds since 1970.
    private func modified(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
    }
}
