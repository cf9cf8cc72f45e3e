import FoundationEssentials
import Glibc

/// Tells whether two builds are the same one.
///
/// The linker writes an executable only when something changed, so that its size and time of change stand for its
/// content; the files are small and are read.
package struct ReleaseFingerprint: Codable, Sendable, Hashable {
    /// Size and time of change, in nanoseconds.
    package let executable: String
    /// A hash over the paths and contents of the files.
    package let files: String

    package init(executable: String, files: String) {
        self.executable = executable
        self.files = files
    }
}

/// The sources of a release, looked at: what to copy, and how they are recognised.
struct ReleaseSources {
    let fingerprint: ReleaseFingerprint
    let built: Date
    /// The plain files, from the root, sorted.
    let paths: [String]

    init(of build: ReleaseBuild) throws(ReleaseError) {
        var status = stat()
        guard stat(build.executable, &status) == 0, access(build.executable, X_OK) == 0,
            status.st_mode & S_IFMT == S_IFREG
        else { throw .missingExecutable(process: build.name, path: build.executable) }
        let seconds = status.st_mtim.tv_sec
        let nanoseconds = status.st_mtim.tv_nsec
        built = Date(timeIntervalSince1970: Double(seconds))
        paths = try Self.paths(of: build)
        var hash = ContentHash()
        for path in paths {
            hash.add(path.utf8)
            guard let content = FileManager.default.contents(atPath: "\(build.root)/\(path)") else {
                throw .reading("\(build.root)/\(path)")
            }
            hash.add(content)
        }
        fingerprint = ReleaseFingerprint(
            executable: "\(status.st_size)-\(seconds).\(nanoseconds)", files: hash.text)
    }

    private static func paths(of build: ReleaseBuild) throws(ReleaseError) -> [String] {
        var paths: [String] = []
        var folders: [String] = []
        for file in build.files {
            guard access("\(build.root)/\(file)", F_OK) == 0 else {
                throw .missingFile(process: build.name, path: file)
            }
            if ReleaseFiles.isFolder("\(build.root)/\(file)") { folders.append(file) } else { paths.append(file) }
        }
        while let folder = folders.popLast() {
            let names: [String]
            do {
                names = try FileManager.default.contentsOfDirectory(atPath: "\(build.root)/\(folder)")
            } catch {
                throw .unreadable(path: folder, reason: "\(error)")
            }
            // What begins with a dot is an editor's or the system's, not the team's.
            for name in names where !name.hasPrefix(".") && !name.hasSuffix("~") {
                let path = "\(folder)/\(name)"
                if ReleaseFiles.isFolder("\(build.root)/\(path)") { folders.append(path) } else { paths.append(path) }
            }
        }
        return paths.sorted()
    }
}

/// FNV-1a with 64 bits (draft-eastlake-fnv): it tells changed content from unchanged, and protects against nobody.
struct ContentHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Adds the bytes and their number, so that the boundary between two pieces counts.
    mutating func add(_ bytes: some Collection<UInt8>) {
        var count = 0
        for byte in bytes {
            state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            count += 1
        }
        withUnsafeBytes(of: UInt64(count).littleEndian) { length in
            for byte in length { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        }
    }

    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
