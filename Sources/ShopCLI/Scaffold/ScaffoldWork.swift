import FoundationEssentials
import Glibc

/// Brings a ``Scaffold`` into a project, and takes it out again.
package struct ScaffoldWork: Sendable {
    package let scaffold: Scaffold
    /// The project's folder.
    package let root: String

    package init(_ scaffold: Scaffold, root: String) {
        self.scaffold = scaffold
        self.root = root
    }

    private var name: TeamName { scaffold.name }

    // MARK: In

    /// Writes the files and the lines in shared files: all of it or nothing.
    ///
    /// - Throws: `ShopError` when the name is taken, or a shared file does not look as expected.
    package func add() throws {
        if let taken = try placeTaken() {
            throw ShopError(
                "'\(name.text)' is there already", why: taken,
                mend: "./shop new fragment ANOTHER-NAME, or ./shop remove fragment \(name.text)", status: .usage)
        }
        var changes = FileChanges()
        for file in scaffold.files { changes.write("\(root)/\(file.path)", file.text) }
        for (path, insertions) in insertionsByFile {
            var text = try read(path)
            for insertion in insertions {
                guard text.ranges(of: insertion.anchor).count == 1 else {
                    let line = insertion.anchor.split(separator: "\n").last ?? ""
                    throw ShopError(
                        "Nothing was written", why: "\(path) has no line '\(line)' any more to write before",
                        mend: "bring that line back, or add there yourself:\n\(insertion.text)")
                }
                text.replace(insertion.anchor, with: insertion.text + insertion.anchor)
            }
            changes.write("\(root)/\(path)", text)
        }
        try changes.apply()
    }

    /// What has the name, or its page, already; nil if nothing does.
    private func placeTaken() throws -> String? {
        if let folder = scaffold.folders.first(where: { FileManager.default.fileExists(atPath: "\(root)/\($0)") }) {
            return "there is \(folder)"
        }
        for (path, marks) in [
            ("Package.swift", ["\"\(name.module)\"", "\"\(name.process)\"", "\"\(name.tests)\""]),
            ("compose/fleet.json", ["\"name\": \"\(name.process)\"", "\"team\": \"\(name.text)\""]),
        ] {
            let text = try read(path)
            if let mark = marks.first(where: text.contains) { return "\(path) has \(mark)" }
        }
        return pageTaken()
    }

    /// A page, an action or a health check is a quoted path somewhere in the sources.
    private func pageTaken() -> String? {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/Sources")) ?? []
        for path in paths.sorted() where path.hasSuffix(".swift") {
            guard let text = try? read("Sources/\(path)") else { continue }
            if ["\"", "/", "?"].contains(where: { text.contains("\"/\(name.text)\($0)") }) {
                return "Sources/\(path) has something at /\(name.text)"
            }
        }
        return nil
    }

    // MARK: Out

    /// Removes what ``add()`` wrote.
    ///
    /// - Throws: `ShopError` when nothing of it is there, or it was changed: what people wrote is theirs to remove.
    package func remove() throws {
        var changes = FileChanges()
        var changed: [String] = []
        var found = false
        for (path, insertions) in insertionsByFile {
            let before = try read(path)
            let after = insertions.reduce(into: before) { text, insertion in
                if let range = text.firstRange(of: insertion.text) { text.removeSubrange(range) }
            }
            if after.contains("\"\(name.process)\"") || after.contains("\"\(name.module)\"") { changed.append(path) }
            found = found || after != before
            if after != before { changes.write("\(root)/\(path)", after) }
        }
        let written = Dictionary(uniqueKeysWithValues: scaffold.files.map { ($0.path, $0.text) })
        for path in present {
            found = true
            if let text = written[path], try read(path) == text {
                changes.remove("\(root)/\(path)")
            } else {
                changed.append(path)
            }
        }
        guard found || !changed.isEmpty else {
            throw ShopError("There is no team '\(name.text)' here", why: "nothing of it is in \(root)", status: .usage)
        }
        guard changed.isEmpty else {
            throw ShopError(
                "Nothing was removed", why: "no longer as ./shop new wrote it: \(changed.joined(separator: ", "))",
                mend: "git rm -r \(scaffold.folders.joined(separator: " ")), and take the lines of \(name.process) "
                    + "out of Package.swift and compose/fleet.json")
        }
        try changes.apply()
    }

    /// The files in the team's folders, from the project's root.
    private var present: [String] {
        scaffold.folders.flatMap { folder -> [String] in
            let paths = (try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
            return paths.map { "\(folder)/\($0)" }.filter { isFile("\(root)/\($0)") }
        }.sorted()
    }

    private func isFile(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    // MARK: Shared files

    private var insertionsByFile: [(path: String, insertions: [Scaffold.Insertion])] {
        let paths = Set(scaffold.insertions.map(\.path)).sorted()
        return paths.map { path in (path, scaffold.insertions.filter { $0.path == path }) }
    }

    private func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: "\(root)/\(path)") else {
            throw ShopError("\(path) cannot be read", why: "it is not in \(root)", mend: "cd to the project")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
