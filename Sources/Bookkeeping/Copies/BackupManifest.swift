import Crypto
import FoundationEssentials
import Wire

/// What a backup consists of: `manifest.json` beside the copies.
package struct BackupManifest: Codable, Sendable, Equatable {
    package struct File: Codable, Sendable, Equatable {
        package var name: String
        package var bytes: Int
        /// In hexadecimal.
        package var sha256: String
    }

    package static let fileName = "manifest.json"

    package var format = 1
    /// RFC 3339, UTC: the moment that all copies are of.
    package var taken: String
    /// A short text that names the build that ran.
    package var release: String
    /// False where another engine carried the events: what its queues have is not of that moment.
    package var hasOwnBroker: Bool
    /// Nil where there is nothing like that, and in backups of before.
    package var carriedElsewhere: CarriedElsewhere?
    package var files: [File]

    package var bytes: Int { files.reduce(0) { $0 + $1.bytes } }

    /// Whether the copies in a folder are what was written.
    /// - Returns: the manifest.
    /// - Throws: ``BackupDamage``.
    package static func verified(in folder: String) throws -> BackupManifest {
        let path = "\(folder)/\(fileName)"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BackupDamage("\(path) is not there: this is no backup, or one that was never finished")
        }
        let sealed = try? JSONDecoder().decode(Sealed.self, from: data)
        guard let sealed, sealed.seal == sealed.manifest.seal else {
            throw BackupDamage("\(path) is not what was written")
        }
        guard sealed.manifest.format == 1 else {
            throw BackupDamage("\(path) has format \(sealed.manifest.format), which this release does not know")
        }
        for file in sealed.manifest.files {
            guard let found = try File(file.name, in: folder) else {
                throw BackupDamage("\(folder)/\(file.name) is missing")
            }
            guard found == file else {
                throw BackupDamage(
                    "\(folder)/\(file.name) is not what was written: \(found.bytes) bytes instead of \(file.bytes), or others"
                )
            }
        }
        return sealed.manifest
    }

    /// Writes it, when all else of the backup is on disk.
    func write(to folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try DurableFile.write(encoder.encode(Sealed(manifest: self, seal: seal)), to: "\(folder)/\(Self.fileName)")
    }

    /// The manifest with a checksum over itself.
    private struct Sealed: Codable {
        var manifest: BackupManifest
        var seal: String
    }

    private var seal: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return SHA256.hash(data: (try? encoder.encode(self)) ?? Data()).hexadecimal
    }
}

extension BackupManifest.File {
    /// Reads a file through; nil if there is none.
    init?(_ name: String, in folder: String) throws {
        guard let file = FileHandleReader("\(folder)/\(name)") else { return nil }
        defer { file.close() }
        var hash = SHA256()
        var bytes = 0
        while let chunk = try file.next() {
            hash.update(data: chunk)
            bytes += chunk.count
        }
        self.init(name: name, bytes: bytes, sha256: hash.finalize().hexadecimal)
    }
}

extension Digest {
    fileprivate var hexadecimal: String {
        map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0\(text)" : text
        }.joined()
    }
}

/// A backup that is not what was written. Nothing was touched.
package struct BackupDamage: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
