import FoundationEssentials
import Glibc

/// The immutable releases of a home: `$SHOP_HOME/releases/NAME/VERSION/` with `bin/NAME`, the process's files in their
/// places, and `release.json`; and each process's history.
///
/// A release appears whole, by one rename, or not at all. What a command that was killed left behind is removed by the
/// next one. Releases are never changed; their files are read-only.
package struct ReleaseStore: Sendable {
    package enum Staging: Sendable, Equatable {
        case new(Release)
        /// The build is the one of a release that is there.
        case unchanged(Release)

        package var release: Release {
            switch self {
            case .new(let release), .unchanged(let release): release
            }
        }
    }

    private let root: String

    package init(home: FleetHome) {
        root = home.path + "/releases"
    }

    // MARK: Places

    func folder(of name: String) -> String { "\(root)/\(name)" }

    /// The release's folder: the `SHOP_ROOT` of its instances.
    package func folder(of name: String, version: String) -> String { "\(root)/\(name)/\(version)" }

    package func folder(of release: Release) -> String { folder(of: release.name, version: release.version) }

    package func executable(of name: String, version: String) -> String {
        "\(folder(of: name, version: version))/bin/\(name)"
    }

    package func executable(of release: Release) -> String {
        executable(of: release.name, version: release.version)
    }

    // MARK: Reading

    /// All releases of the process that are there, the oldest first.
    package func releases(of name: String) -> [Release] {
        versions(of: name).compactMap { try? release(of: name, version: $0) }.sorted { $0.number < $1.number }
    }

    /// - Throws: `ReleaseError.unknownRelease` or `.damaged`.
    package func release(of name: String, version: String) throws(ReleaseError) -> Release {
        let file = "\(folder(of: name, version: version))/release.json"
        guard Release.number(of: version) != nil, let data = FileManager.default.contents(atPath: file) else {
            throw .unknownRelease(process: name, version: version)
        }
        do {
            return try FleetState.decoder().decode(Release.self, from: data)
        } catch {
            throw .damaged(path: file, reason: "\(error)")
        }
    }

    /// The names of the folders of releases, in no order.
    private func versions(of name: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder(of: name))) ?? []
        return names.filter { Release.number(of: $0) != nil }
    }

    // MARK: Staging

    /// Makes a release of the build, unless there is one that equals it, and notes it in the history.
    ///
    /// - Parameter evenIfUnchanged: makes a new release of a build that one was made of already.
    /// - Throws: `ReleaseError`. Nothing is left of a release that failed.
    package func stage(
        _ build: ReleaseBuild, at now: Date, evenIfUnchanged: Bool = false
    ) throws(ReleaseError) -> Staging {
        try ReleaseFiles.makeFolder(folder(of: build.name))
        guard let lock = try FileLock.attempt("\(folder(of: build.name))/staging.lock") else {
            throw .busy(process: build.name)
        }
        defer { lock.release() }
        sweep(build.name)
        let sources = try ReleaseSources(of: build)
        let present = releases(of: build.name)
        if !evenIfUnchanged, let same = present.last(where: { $0.fingerprint == sources.fingerprint }) {
            try updateHistory(of: build.name) { $0.add(same) }
            return .unchanged(same)
        }
        let number = try nextNumber(of: build.name)
        let release = Release(
            name: build.name, number: number, commit: Self.fileName(build.commit), built: sources.built, staged: now,
            fingerprint: sources.fingerprint)
        try make(release, of: build, sources, sharingWith: present)
        try updateHistory(of: build.name) { $0.add(release) }
        return .new(release)
    }

    private func make(
        _ release: Release, of build: ReleaseBuild, _ sources: ReleaseSources, sharingWith present: [Release]
    ) throws(ReleaseError) {
        let draft = "\(folder(of: build.name))/.draft-\(release.number)"
        do throws(ReleaseError) {
            try fill(draft, release, of: build, sources, sharingWith: present)
            // A file that was saved in between would make a release that is no one's build.
            guard try ReleaseSources(of: build).fingerprint == sources.fingerprint else {
                throw .changedMeanwhile(process: build.name)
            }
            try ReleaseFiles.rename(draft, to: folder(of: release))
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
        ReleaseFiles.syncFolder(folder(of: build.name))
    }

    private func fill(
        _ draft: String, _ release: Release, of build: ReleaseBuild, _ sources: ReleaseSources,
        sharingWith present: [Release]
    ) throws(ReleaseError) {
        try ReleaseFiles.makeFolder("\(draft)/bin")
        let executable = "\(draft)/bin/\(build.name)"
        if let twin = present.last(where: { $0.fingerprint.executable == sources.fingerprint.executable }) {
            try ReleaseFiles.link(self.executable(of: twin), to: executable)
        } else {
            // Never a link to the build's own file: the linker may write into it.
            try ReleaseFiles.copy(build.executable, to: executable, mode: 0o555)
        }
        for path in sources.paths {
            try ReleaseFiles.makeFolder("\(draft)/\(path)".parentFolder)
            try ReleaseFiles.copy("\(build.root)/\(path)", to: "\(draft)/\(path)", mode: 0o444)
        }
        do {
            try ReleaseFiles.create("\(draft)/release.json", FleetState.encoder().encode(release), mode: 0o444)
        } catch let error as ReleaseError {
            throw error
        } catch {
            throw .unwritable(path: "\(draft)/release.json", reason: "\(error)")
        }
    }

    /// Removes what killed commands left: drafts, and folders that were being pruned.
    private func sweep(_ name: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder(of: name))) ?? []
        for leftover in names where leftover.hasPrefix(".draft-") || leftover.hasPrefix(".pruned-") {
            try? FileManager.default.removeItem(atPath: "\(folder(of: name))/\(leftover)")
        }
    }

    /// One more than any number that the history or a folder ever had.
    private func nextNumber(of name: String) throws(ReleaseError) -> Int {
        let numbers = versions(of: name).compactMap(Release.number(of:))
        return max(numbers.max() ?? 0, try history(of: name).lastNumber) + 1
    }

    /// A commit's text as a part of a folder's name.
    static func fileName(_ commit: String) -> String {
        let text = String(commit.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") })
        return text.isEmpty ? "dev" : text
    }

    // MARK: Pruning

    /// Removes the oldest releases, so that `count` are left. Never one that runs (`used`), serves, is being rolled
    /// out, or is the one to roll back to, so that more may be left. Returns the versions that went.
    ///
    /// - Throws: `ReleaseError`.
    @discardableResult
    package func prune(_ name: String, keeping count: Int = 5, used: Set<String>) throws(ReleaseError) -> [String] {
        guard ReleaseFiles.isFolder(folder(of: name)) else { return [] }
        guard let lock = try FileLock.attempt("\(folder(of: name))/staging.lock") else { throw .busy(process: name) }
        defer { lock.release() }
        let history = try history(of: name)
        let kept = used.union(history.needed)
        let releases = releases(of: name)
        let candidates = releases.dropLast(max(count, 1)).map(\.version).filter { !kept.contains($0) }
        for version in candidates {
            // First out of sight, by one step: a release is whole or gone.
            let pruned = "\(folder(of: name))/.pruned-\(version)"
            try ReleaseFiles.rename(folder(of: name, version: version), to: pruned)
            try? FileManager.default.removeItem(atPath: pruned)
        }
        return candidates
    }
}
