import FoundationEssentials
import Glibc

/// Files that are on disk when a call returns.
enum DurableFile {
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ path: String) {
            description = "\(path): \(String(cString: strerror(errno)))"
        }
    }

    static func write(_ data: Data, to path: String) throws {
        let draft = path + ".draft"
        try data.write(to: URL(filePath: draft))
        try sync(draft)
        try rename(draft, to: path)
    }

    /// Copies a file whole.
    static func copy(_ path: String, to copy: String) throws {
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        try sync(copy)
    }

    /// Gives a file or a folder another name, for good.
    static func rename(_ path: String, to name: String) throws {
        guard Glibc.rename(path, name) == 0 else { throw Failure(path) }
        try sync(URL(filePath: name).deletingLastPathComponent().path)
    }

    /// Puts a file or a folder on disk.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure(path) }
    }
}

/// Reads a file piece by piece, however large it is.
struct FileHandleReader {
    private static let piece = 1 << 20
    private let descriptor: Int32
    private let path: String

    /// Nil if it cannot be opened.
    init?(_ path: String) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    /// Nil at the end.
    func next() throws -> Data? {
        var bytes = [UInt8](repeating: 0, count: Self.piece)
        let count = read(descriptor, &bytes, Self.piece)
        guard count >= 0 else { throw DurableFile.Failure(path) }
        return count == 0 ? nil : Data(bytes[..<count])
    }

    func close() { Glibc.close(descriptor) }
}
