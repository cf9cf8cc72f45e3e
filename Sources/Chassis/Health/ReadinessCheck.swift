/// Something that must be well before a process takes traffic.
package struct ReadinessCheck: Sendable {
    package let name: String
    /// Nil when well, else what is not.
    package let complaint: @Sendable () async -> String?

    package init(_ name: String, complaint: @escaping @Sendable () async -> String?) {
        self.name = name
        self.complaint = complaint
    }
}
