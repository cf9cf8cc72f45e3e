import Fleet
import FoundationEssentials
import Glibc
import Testing

/// A project's folder with one built process, and a home for its releases.
struct ReleaseWorkshop {
    let folder: String
    let store: ReleaseStore
    let start = Date(timeIntervalSince1970: 1_700_000_000)

    init(in folder: String) throws {
        self.folder = folder
        store = ReleaseStore(home: FleetHome(path: folder + "/home"))
        try write("build/kites", "#!/bin/sh\necho one\n", mode: 0o755)
        try write("project/Templates/page.mustache", "<p>one</p>")
        try write("project/Templates/parts/row.mustache", "<td></td>")
        try write("project/Public/kites/kites.css", "p { }")
        try write("project/openapi.json", "{}")
    }

    var build: ReleaseBuild {
        ReleaseBuild(
            name: "kites", executable: folder + "/build/kites", root: folder + "/project",
            files: ["Templates", "Public/kites", "openapi.json"], commit: "a31d074")
    }

    var releases: String { folder + "/home/releases/kites" }

    /// A release of a page that says the text.
    @discardableResult
    func stage(_ text: String, at seconds: Int = 0) throws -> Release {
        try write("project/Templates/page.mustache", text)
        return try store.stage(build, at: start + Double(seconds)).release
    }

    func write(_ path: String, _ text: String, mode: Int = 0o644) throws {
        let file = "\(folder)/\(path)"
        try FileManager.default.createDirectory(
            atPath: String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    }

    func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// What lies in the folder of the process's releases, besides locks and the history.
    var folders: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: releases)) ?? []
        return names.filter { !$0.hasSuffix(".lock") && $0 != "history.json" }.sorted()
    }

    static func status(_ path: String) throws -> stat {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return status
    }
}
