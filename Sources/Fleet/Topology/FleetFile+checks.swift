extension FleetFile {
    /// What a decoder cannot see: duplicates, dangling and circular needs, the one public process, sensible values.
    func check(file: String) throws {
        func refuse(_ place: String, _ problem: String) -> FleetFileError {
            FleetFileError(file: file, place: place, problem: problem)
        }
        guard format == 1 else { throw refuse("format", "\(format) is not a format that this shop reads (1)") }
        guard !processes.isEmpty else { throw refuse("processes", "the fleet has no process") }
        let names = Set(processes.map(\.name))
        var seen = Set<String>()
        for (index, process) in processes.enumerated() {
            let place = "processes[\(index)]"
            guard Self.isName(process.name) else {
                throw refuse("\(place).name", "'\(process.name)' is not a name (small letters, digits, hyphens)")
            }
            guard seen.insert(process.name).inserted else {
                throw refuse("\(place).name", "'\(process.name)' is there twice")
            }
            if let missing = process.needs.first(where: { !names.contains($0) }) {
                throw refuse("\(place).needs", "'\(process.name)' needs '\(missing)', which is not in the fleet")
            }
            guard process.health.hasPrefix("/") || process.health == ReadinessProbe.connecting else {
                throw refuse("\(place).health", "'\(process.health)' is not a path (it starts with /)")
            }
            if let problem = process.files.lazy.compactMap({ Self.problem(withFile: $0, of: process) }).first {
                throw refuse("\(place).files", problem)
            }
            guard !process.isPublic || process.strategy == .socket else {
                throw refuse("\(place).strategy", Self.socketRule(process))
            }
            for (name, seconds) in [
                ("readySeconds", process.timeouts.readySeconds), ("stopSeconds", process.timeouts.stopSeconds),
            ] where !(1...600).contains(seconds) {
                throw refuse("\(place).timeouts.\(name)", "\(seconds) is not between 1 and 600")
            }
        }
        let entries = processes.filter(\.isPublic).map(\.name)
        guard entries.count == 1 else {
            let found = entries.isEmpty ? "none is" : entries.joined(separator: ", ") + " are"
            throw refuse("processes", "exactly one process must be public; \(found)")
        }
        if let circle = circularNeed() {
            throw refuse("processes", "needs go round in a circle: \(circle.joined(separator: " → "))")
        }
    }

    /// Refuses fields that nothing reads, since a misspelt optional field would be silently without effect.
    static func refuseUnknownFields(in document: JSONValue, file: String) throws {
        try refuse(document, besides: ["format", "processes"], at: "", file: file)
        guard case .array(let processes)? = document["processes"] else { return }
        let known = Set(ProcessSpecification.CodingKeys.allCases.map(\.rawValue))
        for (index, process) in processes.enumerated() {
            try refuse(process, besides: known, at: "processes[\(index)].", file: file)
            if let timeouts = process["timeouts"] {
                let place = "processes[\(index)].timeouts."
                try refuse(timeouts, besides: ["readySeconds", "stopSeconds"], at: place, file: file)
            }
        }
    }

    private static func refuse(_ value: JSONValue, besides known: Set<String>, at place: String, file: String) throws {
        guard case .object(let fields) = value else { return }
        if let unknown = fields.keys.sorted().first(where: { !known.contains($0) }) {
            let names = known.sorted().joined(separator: ", ")
            throw FleetFileError(file: file, place: place + unknown, problem: "unknown field (known are \(names))")
        }
    }

    /// A file of a release lies below the project's root, in one place, and not where the release keeps its own.
    private static func problem(withFile file: String, of process: ProcessSpecification) -> String? {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false)
        guard !file.hasPrefix("/"), !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            return "'\(file)' is not a path from the project's root (such as Public/decide)"
        }
        guard parts[0] != "bin", file != "release.json" else {
            return "'\(file)' is a name that every release uses for itself"
        }
        let others = process.files.filter { $0 == file || file.hasPrefix($0 + "/") }
        return others.count == 1 ? nil : "'\(file)' is there twice, by itself or in a folder of the list"
    }

    private static func socketRule(_ process: ProcessSpecification) -> String {
        "'\(process.name)' is public, so its strategy is socket, not \(process.strategy.rawValue)"
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
            }
    }

    /// The first circle among the needs, by depth-first search; nil for a sound fleet.
    private func circularNeed() -> [String]? {
        let needs = Dictionary(uniqueKeysWithValues: processes.map { ($0.name, $0.needs) })
        var finished = Set<String>()
        func visit(_ name: String, path: [String]) -> [String]? {
            if let start = path.firstIndex(of: name) { return Array(path[start...]) + [name] }
            guard !finished.contains(name) else { return nil }
            for need in needs[name] ?? [] {
                if let circle = visit(need, path: path + [name]) { return circle }
            }
            finished.insert(name)
            return nil
        }
        return processes.lazy.compactMap { visit($0.name, path: []) }.first
    }
}
