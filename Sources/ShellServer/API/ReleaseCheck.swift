import Wire

/// `POST /internal/release-check`: may this release of a fragment server take traffic?
package struct ReleaseCheckRequest: Sendable, Hashable, Codable {
    /// The process's name in the fleet.
    package var server: String
    /// Where an instance of the release listens.
    package var address: Address
    package var release: String

    package init(server: String, address: Address, release: String) {
        self.server = server
        self.address = address
        self.release = release
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case server, address, release }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        server = try container.decode(String.self, forKey: .server)
        address = try container.decode(Address.self, forKey: .address)
        release = try container.decode(String.self, forKey: .release)
    }
}

/// What the check found.
package struct ReleaseCheckReport: Sendable, Hashable, Codable {
    /// A reason not to let the release in.
    package struct Complaint: Sendable, Hashable, Codable {
        /// What is wrong, as a sentence that goes on after `who`'s name or stands alone.
        package var what: String
        /// Who would break or is to mend it: a fragment, a layout, or the server itself.
        package var who: String

        package init(what: String, who: String) {
            self.what = what
            self.who = who
        }
    }

    /// One fragment rendered with one of its samples.
    package struct Rendering: Sendable, Hashable, Codable {
        package var name: String
        package var sample: [String: String]
        /// 0 if there was no answer.
        package var status: Int
        package var bytes: Int
        /// The best of the tries.
        package var milliseconds: Int

        package init(name: String, sample: [String: String], status: Int, bytes: Int, milliseconds: Int) {
            self.name = name
            self.sample = sample
            self.status = status
            self.bytes = bytes
            self.milliseconds = milliseconds
        }
    }

    package var passed: Bool
    package var complaints: [Complaint]
    /// What is worth knowing but no reason to refuse.
    package var notes: [String]
    package var fragments: [Rendering]

    package init(complaints: [Complaint], notes: [String], fragments: [Rendering]) {
        passed = complaints.isEmpty
        self.complaints = complaints
        self.notes = notes
        self.fragments = fragments
    }
}
