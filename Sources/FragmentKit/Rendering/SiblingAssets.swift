import Foundation
import Synchronization

/// The files of a team in the other releases that lie beside this one on the disk, for pages that another release has
/// sent: `releases/NAME/VERSION/Public/TEAM`. Nothing is read before a file is asked for that this release lacks; then
/// each sibling is read once, because a release never changes.
final class SiblingAssets: Sendable {
    private let releases: String
    private let own: String
    private let team: String
    private let known = Mutex<[String: [String: AssetFolder.File]]>([:])

    /// Nil if `folder` is not a staged release's.
    init?(folder: String, team: String) {
        let parts = folder.split(separator: "/", omittingEmptySubsequences: false).filter { $0 != "." }
        guard parts.count > 5, parts[parts.count - 2] == "Public", parts[parts.count - 1] == team,
            parts[parts.count - 5] == "releases"
        else { return nil }
        releases = parts.dropLast(3).joined(separator: "/")
        own = String(parts[parts.count - 3])
        self.team = team
    }

    /// The file at a path such as `/assets/decide/decide.3f2a9c0155.css`, in whatever release.
    func file(at path: String) -> AssetFolder.File? {
        guard isWellFormed(path) else { return nil }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: releases)) ?? []
        let siblings = Set(names.filter { $0 != own && !$0.hasPrefix(".") })
        let (missing, found) = known.withLock { known in
            for gone in known.keys where !siblings.contains(gone) { known[gone] = nil }
            return (siblings.subtracting(known.keys), Self.find(path, in: known))
        }
        if found != nil || missing.isEmpty { return found }
        let read = missing.sorted().compactMap { name in files(of: name).map { (name, $0) } }
        return known.withLock { known in
            for (name, files) in read { known[name] = files }
            return Self.find(path, in: known)
        }
    }

    private static func find(_ path: String, in known: [String: [String: AssetFolder.File]]) -> AssetFolder.File? {
        known.values.lazy.compactMap { $0[path] }.first
    }

    /// Nil for a release that is not there yet: it is looked at again.
    private func files(of release: String) -> [String: AssetFolder.File]? {
        let folder = "\(releases)/\(release)/Public/\(team)"
        guard FileManager.default.fileExists(atPath: folder) else { return nil }
        let files = (try? AssetFolder.read(folder: folder, team: team)) ?? []
        return Dictionary(files.map { ($0.declaration.path, $0) }) { first, _ in first }
    }

    /// Whether `path` could be one that an ``AssetFolder`` has given out; for anything else the disk is left alone.
    private func isWellFormed(_ path: String) -> Bool {
        let prefix = "/assets/\(team)/"
        guard path.hasPrefix(prefix) else { return false }
        let parts = path.dropFirst(prefix.count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 3, let kind = parts.last, ["css", "js"].contains(kind) else { return false }
        let hash = parts[parts.count - 2]
        return hash.utf8.count == 10 && hash.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
            && parts.dropLast(2).allSatisfy { $0.utf8.allSatisfy { $0 != 47 && $0 != 92 && $0 > 32 && $0 < 127 } }
    }
}
