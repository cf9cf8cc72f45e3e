import RegistryAPI
import Wire

/// One application and its instances, as Eureka writes it.
struct ApplicationDocument: Encodable {
    var name: String
    var instance: [InstanceDocument]
}

/// All applications, or those that changed.
struct ApplicationsDocument: Encodable {
    var version: Int
    /// How many instances have each status: a client that applied a delta compares it with its own.
    var hash: String
    var application: [ApplicationDocument]

    enum CodingKeys: String, CodingKey {
        case version = "versions__delta"
        case hash = "apps__hashcode"
        case application
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(String(version), forKey: .version)
        try container.encode(hash, forKey: .hash)
        try container.encode(application, forKey: .application)
    }
}

struct ApplicationEnvelope: Encodable {
    var application: ApplicationDocument
}

struct ApplicationsEnvelope: Encodable {
    var applications: ApplicationsDocument
}

extension LeaseTable {
    /// Nil if nobody knows the application.
    func application(_ name: String) -> ApplicationDocument? {
        let name = name.uppercased()
        return applications[name].map { leases in
            let instances = leases.sorted { $0.key < $1.key }.map { $0.value.view(.added) }
            return ApplicationDocument(name: name, instance: instances)
        }
    }

    var applicationsDocument: ApplicationsDocument {
        ApplicationsDocument(
            version: version, hash: hash, application: applications.keys.sorted().compactMap(application))
    }

    func deltaDocument(at now: Int) -> ApplicationsDocument {
        let changes = Dictionary(grouping: delta(at: now), by: \.application)
        return ApplicationsDocument(
            version: version, hash: hash,
            application: changes.sorted { $0.key < $1.key }.map {
                ApplicationDocument(name: $0.key, instance: $0.value.map(\.document))
            })
    }

    /// `DOWN_1_UP_3_`: Eureka's `getReconcileHashCode`.
    private var hash: String {
        var counts: [String: Int] = [:]
        for lease in applications.values.joined() { counts[lease.value.status.rawValue, default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { "\($0.key)_\($0.value)_" }.joined()
    }
}
