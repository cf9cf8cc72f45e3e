import Crypto
import Foundation
import FragmentContract
import Hummingbird
import NIOCore

/// A team's styles and scripts, read at start, each under a path that contains a hash of its content.
package struct AssetFolder: Sendable {
    package struct File: Sendable {
        package let declaration: AssetDeclaration
        package let body: ByteBuffer
        package let contentType: String
    }

    package let files: [File]
    private let byPath: [String: File]
    private let siblings: SiblingAssets?

    /// - Parameters:
    ///   - folder: holds `NAME.css` and `NAME.js` files; a missing folder holds none. If it belongs to a staged release
    ///     (`releases/NAME/VERSION/Public/TEAM`), the files of the releases beside it are served too.
    ///   - team: whose they are: the middle of their paths.
    package init(folder: String, team: String) throws {
        files = try Self.read(folder: folder, team: team)
        byPath = Dictionary(files.map { ($0.declaration.path, $0) }) { first, _ in first }
        siblings = SiblingAssets(folder: folder, team: team)
    }

    static func read(folder: String, team: String) throws -> [File] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return try names.sorted().compactMap { name in
            try read(name, data: { try Data(contentsOf: URL(filePath: "\(folder)/\(name)")) }, team: team)
        }
    }

    private static func read(_ name: String, data: () throws -> Data, team: String) throws -> File? {
        let kinds: [String: (AssetDeclaration.Kind, String)] = [
            "css": (.style, "text/css; charset=utf-8"), "js": (.script, "text/javascript; charset=utf-8"),
        ]
        guard let dot = name.lastIndex(of: "."), let (kind, type) = kinds[String(name[name.index(after: dot)...])]
        else {
            return nil
        }
        let data = try data()
        let hash = SHA256.hash(data: data).prefix(5).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0\(text)" : text
        }
        return File(
            declaration: AssetDeclaration(
                name: name, kind: kind, path: "/assets/\(team)/\(name[..<dot]).\(hash.joined())\(name[dot...])",
                integrity: "sha384-\(Data(SHA384.hash(data: data)).base64EncodedString())"),
            body: ByteBuffer(bytes: data), contentType: type)
    }

    /// The file at a path such as `/assets/decide/decide.3f2a9c0155.css`, to be kept for ever by whoever gets it.
    package func response(for path: String) -> Response? {
        guard let file = byPath[path] ?? siblings?.file(at: path) else { return nil }
        return Response(
            status: .ok,
            headers: [.contentType: file.contentType, .cacheControl: "public, max-age=31536000, immutable"],
            body: ResponseBody(byteBuffer: file.body))
    }
}
