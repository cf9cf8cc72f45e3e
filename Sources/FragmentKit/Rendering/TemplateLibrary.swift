import Foundation
import Mustache

/// A team's templates, all read and resolved when the server starts: a missing file, a syntax error or an unknown
/// partial stops it there, with the file's name.
package struct TemplateLibrary: Sendable {
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    private let library: MustacheLibrary

    /// - Parameter folder: holds `NAME.mustache` files; subfolders are not read.
    package init(folder: String) throws {
        var templates: [String: MustacheTemplate] = [:]
        var partials: [(file: String, partial: String)] = []
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".mustache") }
        for file in files.sorted() {
            let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            do {
                templates[String(file.dropLast(".mustache".count))] = try MustacheTemplate(string: text)
            } catch {
                throw Fault(description: "\(folder)/\(file): \(error)")
            }
            partials += Self.partials(in: text).map { (file, $0) }
        }
        for (file, partial) in partials where templates[partial] == nil {
            throw Fault(description: "\(folder)/\(file): there is no template \(partial).mustache")
        }
        library = MustacheLibrary(templates: templates)
    }

    /// A template by its name.
    /// - Throws: ``Fault`` if there is none; ask for all of them at start.
    package func template(_ name: String) throws -> Template {
        guard library.getTemplate(named: name) != nil else {
            throw Fault(description: "there is no template \(name).mustache")
        }
        return Template(library: library, name: name)
    }

    private static func partials(in text: String) -> [String] {
        text.components(separatedBy: "{{>").dropFirst().compactMap { rest in
            rest.components(separatedBy: "}}").first?.trimmingCharacters(in: .whitespaces)
        }
    }
}

/// One template, known to exist.
package struct Template: Sendable {
    fileprivate let library: MustacheLibrary
    package let name: String

    /// The template filled with `view`: a struct or dictionary whose members have the names that it uses. Everything in
    /// double braces is escaped.
    package func render(_ view: Any) -> String {
        library.render(view is MustacheParent ? view : ViewNode(view), withTemplate: name) ?? ""
    }
}
