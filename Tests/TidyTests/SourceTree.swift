import Foundation
import TestSupport

/// The project's Swift files, as text.
struct SourceFile: Sendable, CustomStringConvertible {
    /// From the project's root, e.g. `Sources/Wire/HTTP/WireClient.swift`.
    let path: String
    let lines: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.components(separatedBy: "\n")
    }

    var description: String { path }

    static func all(below folder: String) throws -> [SourceFile] {
        let root = URL(filePath: ProjectRoot.path)
        let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path(percentEncoded: false))
        var found: [SourceFile] = []
        while let file = files?.nextObject() as? String {
            guard file.hasSuffix(".swift") else { continue }
            let path = "\(folder)/\(file)"
            found.append(
                SourceFile(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8)))
        }
        return found.sorted { $0.path < $1.path }
    }
}
