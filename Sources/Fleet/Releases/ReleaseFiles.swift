import FoundationEssentials
import Glibc

/// The system calls that releases are made with: each throws a `ReleaseError` with the path and the reason.
enum ReleaseFiles {
    /// Copies a file's content to a new file with the mode; the file system shares the blocks where it can.
    static func copy(_ source: String, to target: String, mode: mode_t) throws(ReleaseError) {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw .reading(source) }
        defer { close(input) }
        try write(to: target, flags: O_EXCL, mode: mode) { output throws(ReleaseError) in
            try pour(input, source, into: output, target)
        }
    }

    /// Hard-links a file of a release into another one.
    static func link(_ source: String, to target: String) throws(ReleaseError) {
        guard Glibc.link(source, target) == 0 else { throw .writing(target) }
    }

    /// Replaces a file at once: a reader, also after a crash, sees the old content or the new.
    static func replace(_ path: String, with content: Data) throws(ReleaseError) {
        let draft = path + ".draft"
        do {
            try create(draft, content, flags: O_TRUNC)
            try rename(draft, to: path)
        } catch {
            unlink(draft)
            throw error
        }
        syncFolder(path.parentFolder)
    }

    /// Writes a file and waits until the disk has it.
    static func create(
        _ path: String, _ content: Data, flags: Int32 = O_EXCL, mode: mode_t = 0o644
    ) throws(ReleaseError) {
        try write(to: path, flags: flags, mode: mode) { output throws(ReleaseError) in
            var rest = content[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw .writing(path) }
                rest = rest.dropFirst(count)
            }
        }
    }

    static func rename(_ source: String, to target: String) throws(ReleaseError) {
        guard Glibc.rename(source, target) == 0 else { throw .writing(target) }
    }

    static func makeFolder(_ path: String) throws(ReleaseError) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST && isFolder(path) { return }
        guard errno == ENOENT, path.parentFolder != path else { throw .writing(path) }
        try makeFolder(path.parentFolder)
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw .writing(path) }
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Waits until the disk has the folder's entries; a file system that cannot is trusted.
    static func syncFolder(_ path: String) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func write(
        to path: String, flags: Int32, mode: mode_t, _ body: (Int32) throws(ReleaseError) -> Void
    ) throws(ReleaseError) {
        let output = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o600)
        guard output >= 0 else { throw .writing(path) }
        defer { close(output) }
        try body(output)
        // A device or pipe that stands in the file's place has no mode and no disk of its own.
        guard fchmod(output, mode) == 0, fsync(output) == 0 || errno == EINVAL else { throw .writing(path) }
    }

    /// FICLONE of ioctl_ficlone(2): the target shares the source's blocks, until one of them is written.
    private static let clone: UInt = 0x4004_9409

    private static func pour(
        _ input: Int32, _ source: String, into output: Int32, _ target: String
    ) throws(ReleaseError) {
        if ioctl(output, clone, input) != 0 { try pourThroughMemory(input, source, into: output, target) }
    }

    /// For file systems whose files cannot share blocks.
    private static func pourThroughMemory(
        _ input: Int32, _ source: String, into output: Int32, _ target: String
    ) throws(ReleaseError) {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(input, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .reading(source) }
            guard count > 0 else { return }
            var written = 0
            while written < count {
                let step = buffer.withUnsafeBytes { bytes in
                    Glibc.write(output, bytes.baseAddress.map { $0 + written }, count - written)
                }
                if step < 0, errno == EINTR { continue }
                guard step >= 0 else { throw .writing(target) }
                written += step
            }
        }
    }
}

extension String {
    /// The path without its last part.
    var parentFolder: String {
        guard let slash = lastIndex(of: "/"), slash != startIndex else { return "/" }
        return String(self[..<slash])
    }
}
