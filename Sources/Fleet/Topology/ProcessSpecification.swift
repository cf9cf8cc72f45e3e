/// One process of the fleet: what it is called, whose it is, what it needs and how patient one is with it.
package struct ProcessSpecification: Codable, Sendable, Equatable {
    /// How long to wait for a process, in seconds.
    package struct Timeouts: Codable, Sendable, Equatable {
        /// From its start until `/health/ready` answers 200.
        package var readySeconds: Int
        /// From SIGTERM until SIGKILL.
        package var stopSeconds: Int

        package init(readySeconds: Int = 20, stopSeconds: Int = 10) {
            self.readySeconds = readySeconds
            self.stopSeconds = stopSeconds
        }
    }

    /// Name of the process, of its executable and of its log.
    package var name: String
    package var team: String
    /// What it does, in a few words.
    package var does: String
    /// Names of the processes that it calls.
    package var needs: [String]
    /// Path of its readiness check; `tcp` for one that is ready when it can be connected to.
    package var health: String
    /// Whether it is the one entry for the outside; `public` in the file.
    package var isPublic: Bool
    /// Whether it serves fragments and a manifest; `fragments` in the file.
    package var servesFragments: Bool
    /// What its release consists of besides the executable: files and folders, from the project's root. The process
    /// finds them below `SHOP_ROOT`, in the same places.
    package var files: [String]
    /// How a new release takes the place of the running one.
    package var strategy: RolloutStrategy
    package var timeouts: Timeouts
    /// `host:port`, in a running fleet's file only.
    package var address: String?
    /// The build that runs, in a running fleet's file only.
    package var release: String?

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, team, does, needs, health, files, strategy, timeouts, address, release
        case isPublic = "public"
        case servesFragments = "fragments"
    }

    package init(
        name: String, team: String, does: String = "", needs: [String] = [], health: String = "/health/ready",
        isPublic: Bool = false, servesFragments: Bool = false, files: [String] = [], strategy: RolloutStrategy? = nil,
        timeouts: Timeouts = Timeouts(), address: String? = nil, release: String? = nil
    ) {
        self.name = name
        self.team = team
        self.does = does
        self.needs = needs
        self.health = health
        self.isPublic = isPublic
        self.servesFragments = servesFragments
        self.files = files
        self.strategy = strategy ?? (isPublic ? .socket : .canary)
        self.timeouts = timeouts
        self.address = address
        self.release = release
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        team = try container.decode(String.self, forKey: .team)
        does = try container.decode(String.self, forKey: .does)
        needs = try container.decode([String].self, forKey: .needs)
        health = try container.decode(String.self, forKey: .health)
        isPublic = try container.decodeIfPresent(Bool.self, forKey: .isPublic) ?? false
        servesFragments = try container.decodeIfPresent(Bool.self, forKey: .servesFragments) ?? false
        files = try container.decodeIfPresent([String].self, forKey: .files) ?? []
        strategy =
            try container.decodeIfPresent(RolloutStrategy.self, forKey: .strategy) ?? (isPublic ? .socket : .canary)
        timeouts = try container.decode(Timeouts.self, forKey: .timeouts)
        address = try container.decodeIfPresent(String.self, forKey: .address)
        release = try container.decodeIfPresent(String.self, forKey: .release)
    }
}
