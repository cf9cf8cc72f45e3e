/// What came of the wish for so many instances of a process.
package struct ScaleOutcome: Sendable, Equatable {
    package var process: String
    package var wanted: Int
    /// Instances for which there was no free port.
    package var homeless: Int
    /// Instances that did not get ready, and were stopped.
    package var unready: Int
    /// How long they had for it, in seconds.
    package var readySeconds: Int

    package init(process: String, wanted: Int, homeless: Int = 0, unready: Int = 0, readySeconds: Int = 20) {
        self.process = process
        self.wanted = wanted
        self.homeless = homeless
        self.unready = unready
        self.readySeconds = readySeconds
    }

    package var reply: ControlReply {
        let count = wanted - homeless - unready
        let has = "\(process) has \(Self.instances(count))"
        var reasons: [String] = []
        if homeless > 0 { reasons.append("there is no free port for \(Self.instances(homeless))") }
        if unready > 0 {
            reasons.append(
                "\(Self.instances(unready)) \(unready == 1 ? "was" : "were") not ready within \(readySeconds) s, "
                    + "and stopped")
        }
        guard !reasons.isEmpty else { return ControlReply(.done, has) }
        return ControlReply(.failed, "\(has), not \(wanted): \(reasons.joined(separator: "; "))")
    }

    private static func instances(_ count: Int) -> String { "\(count) \(count == 1 ? "instance" : "instances")" }
}
