import Chassis
import Composition
import Foundation

/// The layouts, read and resolved at start.
enum LayoutFolder {
    /// - Throws: an error that names the file if one is malformed, or one that the shell cannot do without is missing.
    static func read(_ folder: String) throws -> [String: Layout] {
        let own = [Composer.ErrorLayout.notFound, Composer.ErrorLayout.unavailable]
        var layouts: [String: Layout] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where file.hasSuffix(".html") {
            let name = String(file.dropLast(".html".count))
            let source = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            layouts[name] = try Layout(name: name, source: source, needsPrimary: !own.contains(name))
        }
        for name in own where layouts[name] == nil {
            throw SettingsError(key: "layouts", detail: "lack \(name).html in \(folder)")
        }
        return layouts
    }
}
