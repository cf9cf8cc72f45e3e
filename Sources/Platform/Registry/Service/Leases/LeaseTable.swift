import RegistryAPI
import Wire

/// Which instances exist and are well: told what happens and when, it says what is known. Eureka's rules, with exact
/// leases. Times are milliseconds since 1970 and never run backwards.
package struct LeaseTable: Sendable {
    /// One line of the log from which Eureka's delta is made.
    package struct Change: Sendable {
        package let at: Int
        package let application: String
        package let document: InstanceDocument
    }

    package enum Renewal: Sendable, Hashable {
        case renewed
        /// There is no such lease, or the instance has changed since it registered: it must register anew.
        case unknown
    }

    /// From how many instances on the registry may doubt itself.
    package static let protectedSize = 7
    /// How long a change stays in the delta, in milliseconds (Eureka's `retentionTimeInMSInDeltaQueue`).
    package static let deltaRetention = 180_000
    private static let deltaLimit = 1_000

    /// Leases by application, in upper case, then by the instance's id. An application whose instances are all gone
    /// stays, with none: that is an outage, not an end.
    package private(set) var applications: [String: [String: Lease]] = [:]
    /// Services that an operator has ended, by their names.
    package private(set) var retired: Set<String> = []
    /// Counts what anybody could see change.
    package private(set) var version = 1
    package private(set) var protection = Protection.automatic
    package private(set) var isProtecting = false
    private var log: [Change] = []

    package var count: Int { applications.values.reduce(0) { $0 + $1.count } }

    package init() {}

    // MARK: Looking

    package func lease(_ application: String, _ id: String) -> Lease? { applications[application.uppercased()]?[id] }

    package var directory: Directory {
        var services: [String: [Instance]] = [:]
        for (application, leases) in applications {
            services[application.lowercased()] = leases.values.compactMap(\.instance).sorted { $0.id < $1.id }
        }
        return Directory(services: services, retired: retired)
    }

    /// The newest of the recent changes of each instance, oldest first.
    package func delta(at now: Int) -> [Change] {
        var newest: [String: Change] = [:]
        for change in log where change.at + Self.deltaRetention > now {
            newest["\(change.application)/\(change.document.instanceId ?? "")"] = change
        }
        return newest.values.sorted { ($0.at, $0.document.instanceId ?? "") < ($1.at, $1.document.instanceId ?? "") }
    }

    /// When the next lease ends; nil if none does by itself.
    package var nextEnd: Int? { protection == .on ? nil : applications.values.joined().map(\.value.endsAt).min() }

    package func protectionReport(at now: Int) -> ProtectionReport {
        ProtectionReport(
            mode: protection, isProtecting: isProtecting, instances: count, overdue: overdue(at: now).count)
    }

    // MARK: What instances say

    /// - Precondition: the document has been checked: it has an id, an application and an address.
    package mutating func register(_ document: InstanceDocument, at now: Int) {
        guard let id = document.instanceId, let application = document.app?.uppercased() else { return }
        let before = applications[application]?[id]
        var lease = Lease(document, at: now)
        // What an operator told a registry before this one, as the instance remembers it.
        if before == nil, let override = document.overriddenStatus, override != .unknown { lease.override = override }
        if let before {
            lease = before
            lease.renewedAt = now
            // What is older than what is known arrived late, and only shows that the instance lives.
            let isOutdated = document.lastDirtyTimestamp.map { $0.value < before.document.dirtySince } ?? false
            if !isOutdated { lease.document = document }
        }
        if retired.remove(application.lowercased()) != nil { version += 1 }
        put(lease, id, application, before, now)
    }

    /// - Parameter dirtySince: when the instance says that it changed last.
    package mutating func renew(_ application: String, _ id: String, dirtySince: Int?, at now: Int) -> Renewal {
        let application = application.uppercased()
        guard let lease = applications[application]?[id] else { return .unknown }
        if let dirtySince, dirtySince > lease.document.dirtySince { return .unknown }
        applications[application]?[id]?.renewedAt = now
        return .renewed
    }

    /// - Returns: whether there was such a lease.
    package mutating func cancel(_ application: String, _ id: String, at now: Int) -> Bool {
        remove(application.uppercased(), id, at: now)
    }

    // MARK: What operators say

    /// - Parameter status: nil gives control back to the instance.
    /// - Returns: whether there is such a lease.
    package mutating func override(_ application: String, _ id: String, with status: Instance.Status?, at now: Int)
        -> Bool
    {
        change(application, id, at: now) { $0.override = status }
    }

    /// - Returns: whether there is such a lease.
    package mutating func setMetadata(_ application: String, _ id: String, _ values: [String: String], at now: Int)
        -> Bool
    {
        change(application, id, at: now) { $0.operatorsMetadata.merge(values) { $1 } }
    }

    /// Takes a service out of the fleet for good, until something registers under its name again.
    /// - Returns: whether anybody knew it.
    package mutating func retire(_ application: String, at now: Int) -> Bool {
        let application = application.uppercased()
        guard let leases = applications[application] else { return false }
        for id in leases.keys { _ = remove(application, id, at: now) }
        applications[application] = nil
        retired.insert(application.lowercased())
        version += 1
        return true
    }

    package mutating func protect(_ protection: Protection, at now: Int) {
        self.protection = protection
        expire(at: now)
    }

    // MARK: Time

    /// Ends the leases that have run out, unless the registry doubts itself.
    package mutating func expire(at now: Int) {
        let overdue = overdue(at: now)
        let wasProtecting = isProtecting
        switch protection {
        case .on: isProtecting = !overdue.isEmpty
        case .off: isProtecting = false
        case .automatic: isProtecting = count >= Self.protectedSize && overdue.count * 2 > count
        }
        if isProtecting != wasProtecting { version += 1 }
        if !isProtecting { for (application, id) in overdue { _ = remove(application, id, at: now) } }
        log.removeAll { $0.at + Self.deltaRetention <= now }
    }

    private func overdue(at now: Int) -> [(application: String, id: String)] {
        applications.flatMap { application, leases in
            leases.filter { $0.value.endsAt <= now }.keys.sorted().map { (application: application, id: $0) }
        }
    }

    /// Something that is not in the table has changed, e.g. the registry is not warming up any more.
    package mutating func touch() { version += 1 }

    // MARK: Changes

    private mutating func change(
        _ application: String, _ id: String, at now: Int, _ change: (inout Lease) -> Void
    ) -> Bool {
        let application = application.uppercased()
        guard var lease = applications[application]?[id] else { return false }
        let before = lease
        change(&lease)
        put(lease, id, application, before, now)
        return true
    }

    private mutating func put(_ lease: Lease, _ id: String, _ application: String, _ before: Lease?, _ now: Int) {
        var lease = lease
        if lease.upSince == nil, lease.status == .up { lease.upSince = now }
        defer { applications[application, default: [:]][id] = lease }
        if let before, lease.looksLike(before) { return }
        lease.changedAt = now
        note(lease.view(before == nil ? .added : .modified), application, now)
    }

    private mutating func remove(_ application: String, _ id: String, at now: Int) -> Bool {
        guard var lease = applications[application]?.removeValue(forKey: id) else { return false }
        lease.changedAt = now
        note(lease.view(.deleted), application, now)
        return true
    }

    private mutating func note(_ document: InstanceDocument, _ application: String, _ now: Int) {
        version += 1
        log.append(Change(at: now, application: application, document: document))
        if log.count > Self.deltaLimit { log.removeFirst(log.count - Self.deltaLimit) }
    }
}

extension InstanceDocument {
    /// When the instance changed last by its own clock; 0 if it does not say.
    var dirtySince: Int { lastDirtyTimestamp?.value ?? 0 }
}
