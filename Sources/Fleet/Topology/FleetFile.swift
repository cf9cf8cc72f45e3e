import FoundationEssentials

/// The topology: which processes make up a shop, in the order in which they are named and numbered.
///
/// `compose/fleet.json` holds it as written; `$SHOP_HOME/run/fleet.json` holds it as running, with an `address` and a
/// `release` for every process.
package struct FleetFile: Codable, Sendable, Equatable {
    /// The version of the schema; this code reads and writes 1.
    package var format: Int
    package var processes: [ProcessSpecification]

    package init(format: Int = 1, processes: [ProcessSpecification]) {
        self.format = format
        self.processes = processes
    }

    /// The one process that the outside reaches.
    package var publicProcess: ProcessSpecification? {
        processes.first(where: \.isPublic)
    }

    package subscript(name name: String) -> ProcessSpecification? {
        processes.first { $0.name == name }
    }
}

extension FleetFile {
    /// Reads and checks a fleet file.
    ///
    /// - Throws: `FleetFileError`, which names the file, the place in it and what is wrong there.
    package init(contentsOf path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FleetFileError(file: path, place: "", problem: "the file cannot be read")
        }
        try self.init(decoding: data, file: path)
    }

    /// Decodes and checks the text of a fleet file; `file` is its name in errors.
    package init(decoding data: Data, file: String) throws {
        do {
            let document = try JSONDecoder().decode(JSONValue.self, from: data)
            try FleetFile.refuseUnknownFields(in: document, file: file)
            self = try JSONDecoder().decode(FleetFile.self, from: data)
        } catch let error as DecodingError {
            throw FleetFileError(file: file, error)
        }
        try check(file: file)
    }

    /// The file's text, with sorted keys, so that two equal fleets are equal files.
    package func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
