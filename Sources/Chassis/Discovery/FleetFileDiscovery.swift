import FoundationEssentials
import Wire

/// Discovery from the running fleet's file, which the supervisor writes before it starts the first process.
package struct FleetFileDiscovery: Discovery {
    private struct File: Decodable {
        struct Process: Decodable {
            var name: String
            var address: Address?
            var fragments: Bool?
        }

        var processes: [Process]
    }

    private let table: [String: [Address]]
    package let fragmentServers: [String]

    /// - Parameter path: nil for a process that stands alone and finds nobody.
    /// - Throws: ``SettingsError`` if the file cannot be read or is not a fleet file.
    package init(path: String?) throws {
        guard let path else {
            table = [:]
            fragmentServers = []
            return
        }
        do {
            let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: path)))
            var table: [String: [Address]] = [:]
            for process in file.processes {
                if let address = process.address { table[process.name, default: []].append(address) }
            }
            self.table = table
            var seen: Set<String> = []
            fragmentServers = file.processes.filter { $0.fragments == true && seen.insert($0.name).inserted }.map(
                \.name)
        } catch {
            throw SettingsError(
                key: "SHOP_FLEET", detail: "names \(path), which cannot be read as a fleet file: \(error)")
        }
    }

    package func addresses(of service: String) -> [Address] { table[service] ?? [] }
}
