import FoundationEssentials

/// An immutable build of one process, as its `release.json` describes it.
package struct Release: Codable, Sendable, Equatable {
    /// The process.
    package let name: String
    /// Counts up for each process, and is never used again.
    package let number: Int
    /// The build's commit, such as `a31d074` or `a31d074-dirty`.
    package let commit: String
    /// When the executable was linked.
    package let built: Date
    /// When the release was made of it.
    package let staged: Date
    package let fingerprint: ReleaseFingerprint

    /// `NUMBER-COMMIT`, such as `12-a31d074`: the name of its folder.
    package var version: String { Self.version(number, commit) }

    static func version(_ number: Int, _ commit: String) -> String { "\(number)-\(commit)" }

    /// The number that a version begins with; nil for a text that is no version.
    package static func number(of version: String) -> Int? {
        let parts = version.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), number > 0, String(number) == parts[0] else { return nil }
        return number
    }

    private enum CodingKeys: String, CodingKey {
        case name, version, number, commit, built, staged, fingerprint
    }

    package init(
        name: String, number: Int, commit: String, built: Date, staged: Date, fingerprint: ReleaseFingerprint
    ) {
        self.name = name
        self.number = number
        self.commit = commit
        self.built = built
        self.staged = staged
        self.fingerprint = fingerprint
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        number = try container.decode(Int.self, forKey: .number)
        commit = try container.decode(String.self, forKey: .commit)
        built = try container.decode(Date.self, forKey: .built)
        staged = try container.decode(Date.self, forKey: .staged)
        fingerprint = try container.decode(ReleaseFingerprint.self, forKey: .fingerprint)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(version, forKey: .version)
        try container.encode(number, forKey: .number)
        try container.encode(commit, forKey: .commit)
        try container.encode(built, forKey: .built)
        try container.encode(staged, forKey: .staged)
        try container.encode(fingerprint, forKey: .fingerprint)
    }
}

/// What a release is made of: the executable and files of a build.
package struct ReleaseBuild: Sendable, Equatable {
    /// The process.
    package var name: String
    package var executable: String
    /// The folder that the files lie below.
    package var root: String
    /// Files and folders from the root, as the fleet's file lists them for the process.
    package var files: [String]
    package var commit: String

    package init(name: String, executable: String, root: String, files: [String], commit: String) {
        self.name = name
        self.executable = executable
        self.root = root
        self.files = files
        self.commit = commit
    }
}
