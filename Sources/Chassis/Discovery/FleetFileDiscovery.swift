import FoundationEssentials
import Wire

/// Discovery from the running fleet's file, which the supervisor writes before it starts the first process.
package struct FleetFileDiscovery: Discovery {
    private struct File: Decodable {
        struct Process: Decodable {
            var name: String
            var team: String?
            var address: Address?
            var release: String?
            var fragments: Bool?
        }

        var processes: [Process]
    }

    private let board: DirectoryBoard

    /// - Parameter path: nil for a process that stands alone and finds nobody.
    /// - Throws: ``SettingsError`` if the file cannot be read or is not a fleet file.
    package init(path: String?) throws {
        guard let path else {
            board = DirectoryBoard()
            return
        }
        do {
            let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: path)))
            let instances = file.processes.enumerated().compactMap { number, process in
                process.address.map { address in
                    Instance(
                        id: "\(process.name)-\(number)", service: process.name, team: process.team ?? "",
                        address: address, release: process.release ?? "unknown",
                        servesFragments: process.fragments == true)
                }
            }
            board = DirectoryBoard(Directory(instances))
        } catch {
            throw SettingsError(
                key: "SHOP_FLEET", detail: "names \(path), which cannot be read as a fleet file: \(error)")
        }
    }

    package var directory: Directory { board.directory }

    package func changes() -> AsyncStream<Directory> { board.changes() }
}
