/// Whether leases that have run out are kept, because it is likelier that the registry is cut off than that so many
/// instances died in one moment (Eureka's self-preservation).
package enum Protection: String, Sendable, Codable, CaseIterable {
    /// Kept while more than half of at least seven instances are overdue.
    case automatic
    /// Nothing runs out until an operator says so.
    case on
    /// Whatever runs out leaves.
    case off
}

/// What the registry says about its own caution.
package struct ProtectionReport: Sendable, Hashable, Codable {
    package var mode: Protection
    /// Whether it keeps leases right now that have run out.
    package var isProtecting: Bool
    package var instances: Int
    /// How many of them have not renewed in time.
    package var overdue: Int

    package init(mode: Protection, isProtecting: Bool, instances: Int, overdue: Int) {
        self.mode = mode
        self.isProtecting = isProtecting
        self.instances = instances
        self.overdue = overdue
    }
}
