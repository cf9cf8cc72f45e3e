/// One running copy of a process, as discovery knows it.
package struct Instance: Sendable, Hashable, Codable {
    /// The words are Eureka's.
    package enum Status: String, Sendable, Codable, CaseIterable {
        case up = "UP"
        case down = "DOWN"
        /// It is there and will be up, e.g. a successor that waits for its turn.
        case starting = "STARTING"
        /// It works but takes no new calls: it is being replaced, or an operator took it out.
        case outOfService = "OUT_OF_SERVICE"
        case unknown = "UNKNOWN"
    }

    /// Unique in its fleet, e.g. `decide-fragments-12-a31d074-1`.
    package var id: String
    /// The process's name in the fleet file.
    package var service: String
    package var team: String
    package var address: Address
    /// E.g. `12-a31d074`: a number that counts up, then the commit.
    package var release: String
    package var status: Status
    /// The percentage of visitors that this release is for: 100 for one in full service, less for a candidate.
    package var share: Int
    /// Whether it answers a fragment manifest.
    package var servesFragments: Bool
    /// The bucket of the one visitor whom it is for, who asked for it (``ReleaseChoice/overrideBuckets``); nil for an
    /// instance of the shop's own.
    package var overrideBucket: Int?

    package var isOverride: Bool { overrideBucket != nil }

    package init(
        id: String, service: String, team: String = "", address: Address, release: String, status: Status = .up,
        share: Int = 100, servesFragments: Bool = false, overrideBucket: Int? = nil
    ) {
        self.id = id
        self.service = service
        self.team = team
        self.address = address
        self.release = release
        self.status = status
        self.share = share
        self.servesFragments = servesFragments
        self.overrideBucket = overrideBucket
    }
}
