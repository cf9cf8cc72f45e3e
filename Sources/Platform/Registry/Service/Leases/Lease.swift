import RegistryAPI
import Wire

/// One instance's claim to exist, which it has to renew. Times are milliseconds since 1970.
package struct Lease: Sendable, Hashable {
    /// As the instance described itself last.
    package var document: InstanceDocument
    /// What an operator has set.
    package var override: Instance.Status?
    /// Metadata that an operator has set: it stands though the instance registers again with its own.
    package var operatorsMetadata: [String: String] = [:]
    package let registeredAt: Int
    package var renewedAt: Int
    /// When it was usable for the first time.
    package var upSince: Int?
    package var changedAt: Int

    init(_ document: InstanceDocument, at now: Int) {
        self.document = document
        registeredAt = now
        renewedAt = now
        changedAt = now
    }

    /// How long it is believed after a renewal, in milliseconds.
    package var duration: Int {
        (document.leaseInfo?.durationInSecs ?? InstanceDocument.defaultLeaseSeconds) * 1_000
    }

    /// Exactly the last renewal plus the duration. (Eureka adds the duration twice, see its `Lease.java`.)
    package var endsAt: Int { renewedAt + duration }

    /// An operator's word counts more than the instance's, except that nobody can talk an instance up that says it is
    /// not (Eureka's `DownOrStartingRule` before its `OverrideExistsRule`).
    package var status: Instance.Status {
        let reported = document.status ?? .up
        guard let override, reported == .up || reported == .outOfService else { return reported }
        return override
    }

    private var described: InstanceDocument {
        guard !operatorsMetadata.isEmpty else { return document }
        var document = document
        document.metadata = metadata
        return document
    }

    package var metadata: [String: String] { (document.metadata ?? [:]).merging(operatorsMetadata) { $1 } }

    /// As the house knows it.
    package var instance: Instance? {
        var instance = described.instance
        instance?.status = status
        return instance
    }

    /// As Eureka writes it.
    package func view(_ action: InstanceDocument.ActionType) -> InstanceDocument {
        var view = described
        view.status = status
        view.overriddenStatus = override ?? .unknown
        view.leaseInfo = InstanceDocument.LeaseInfo(
            renewalIntervalInSecs: document.leaseInfo?.renewalIntervalInSecs ?? InstanceDocument.defaultRenewalSeconds,
            durationInSecs: duration / 1_000)
        view.leaseInfo?.registrationTimestamp = registeredAt
        view.leaseInfo?.lastRenewalTimestamp = renewedAt
        view.leaseInfo?.evictionTimestamp = 0
        view.leaseInfo?.serviceUpTimestamp = upSince ?? 0
        view.lastUpdatedTimestamp = LenientNumber(changedAt)
        view.actionType = action
        return view
    }

    /// The same to everybody who looks: times of renewal aside.
    func looksLike(_ other: Lease) -> Bool {
        var (mine, others) = (described, other.described)
        for field in [\InstanceDocument.lastDirtyTimestamp, \.lastUpdatedTimestamp] {
            mine[keyPath: field] = nil
            others[keyPath: field] = nil
        }
        return mine == others && status == other.status && override == other.override
    }
}
