import Foundation
import Testing

/// A file that can be read but not written (`EBADF`, which SQLite takes for `SQLITE_IOERR_WRITE`) though this process
/// has it open for both.
package struct FailingFile {
    private let kept: [(descriptor: Int32, file: Int32)]

    /// - Parameter path: of a file that this process has open.
    package init(_ path: String) throws {
        let folder = "/proc/self/fd"
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: folder).compactMap(Int32.init).filter {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) == path
        }
        try #require(!descriptors.isEmpty)
        let reader = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        defer { close(reader) }
        kept = descriptors.map { descriptor in
            let file = dup(descriptor)
            dup2(reader, descriptor)
            return (descriptor, file)
        }
    }

    package func end() {
        for (descriptor, file) in kept {
            dup2(file, descriptor)
            close(file)
        }
    }
}

/// A file system of one megabyte in memory, which only root may mount.
package struct SmallDisk {
    package static let isPossible = geteuid() == 0 && (try? SmallDisk()).map { $0.remove() } != nil

    package let path: String

    package init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "disk-\(UUID().uuidString)")
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, "size=1m") == 0 else {
            try FileManager.default.removeItem(atPath: path)
            throw CocoaError(.fileWriteNoPermission)
        }
    }

    package func remove() {
        umount2(path, Int32(MNT_DETACH))
        try? FileManager.default.removeItem(atPath: path)
    }
}
