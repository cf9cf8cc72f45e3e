import Fleet
import FoundationEssentials
import Glibc

/// What `redeploy` makes a release of that is not quite the project's: an executable, and the files of its process.
struct ReleaseFolder {
    let process: String
    let path: String

    init(of process: String, beside home: FleetHome) throws {
        self.process = process
        path = home.path + "-of-" + process + "-" + String(UInt32.random(in: 0 ... .max), radix: 36)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for file in try FleetFile(contentsOf: ProjectFolder.root + "/compose/fleet.json")[name: process]?.files ?? [] {
            let place = "\(path)/\(file)"
            try FileManager.default.createDirectory(
                atPath: String(place[..<(place.lastIndex(of: "/") ?? place.endIndex)]),
                withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: "\(ProjectFolder.root)/\(file)", toPath: place)
        }
    }

    /// The command's arguments.
    var redeployment: [String] { ["redeploy", process, "--binaries", path, "--files", path] }

    func use(executable: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(path)/\(process)", withDestinationPath: "\(ProjectFolder.binaries)/\(executable)")
    }

    /// - Parameter script: of the shell; `$genuine` is the project's own executable.
    func use(script: String) throws {
        let text = "#!/bin/sh\ngenuine=\(ProjectFolder.binaries)/\(process)\n\(script)\n"
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(process)"))
        chmod("\(path)/\(process)", 0o755)
    }

    func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(file)"))
    }
}
