import GRDB

/// The shop's pictures, kept in the database as they were drawn, each under its name and a hash of its content.
struct PictureBook: Sendable {
    let database: any DatabaseWriter

    /// The SVG document, or nil if no picture of that name has that content.
    func picture(_ name: String, hash: String) async throws -> String? {
        try await database.read { database in
            try String.fetchOne(
                database.cachedStatement(sql: "SELECT svg FROM picture WHERE name = ? AND hash = ?"),
                arguments: [name, hash])
        }
    }

    /// The drawing of that name as it is now, and its hash.
    func present(_ name: String) async throws -> (svg: String, hash: String)? {
        try await database.read { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT svg, hash FROM picture WHERE name = ? AND is_current = 1"),
                arguments: [name]
            ).map { ($0[0], $0[1]) }
        }
    }

    /// The path of each current picture by its name.
    static func paths(in database: Database) throws -> [String: String] {
        let rows = try Row.fetchCursor(database, sql: "SELECT name, hash FROM picture WHERE is_current = 1")
        var paths: [String: String] = [:]
        while let row = try rows.next() {
            let name: String = row[0]
            let hash: String = row[1]
            paths[name] = "/pictures/\(name).\(hash).svg"
        }
        return paths
    }

    // MARK: Drawing

    /// Draws those that the book does not have as this release would draw them.
    func draw(_ designs: [PictureDesign]) async throws -> [String: DrawnPicture] {
        let existing = try await database.read(Self.designs)
        var drawn: [String: DrawnPicture] = [:]
        for design in designs where existing[design.name] != DrawnPicture.key(design) {
            drawn[design.name] = DrawnPicture(design)
        }
        return drawn
    }

    /// Makes the book hold `designs` and nothing else. Of a name that was there, the picture before stays, because
    /// pages that were made a moment ago still show it.
    /// - Parameter drawn: by name; what is missing in it (because somebody else wrote meanwhile) is drawn now.
    /// - Returns: whether anything changed.
    func write(_ designs: [PictureDesign], drawn: [String: DrawnPicture], in database: Database) throws -> Bool {
        var left = try Self.designs(in: database)
        var hasChanged = false
        for design in designs where left.removeValue(forKey: design.name) != DrawnPicture.key(design) {
            try Self.replace(with: drawn[design.name] ?? DrawnPicture(design), in: database)
            hasChanged = true
        }
        for name in left.keys.sorted() {
            try database.execute(sql: "DELETE FROM picture WHERE name = ?", arguments: [name])
        }
        return hasChanged || !left.isEmpty
    }

    private static func designs(in database: Database) throws -> [String: String] {
        let rows = try Row.fetchCursor(database, sql: "SELECT name, design FROM picture WHERE is_current = 1")
        var designs: [String: String] = [:]
        while let row = try rows.next() { designs[row[0]] = row[1] }
        return designs
    }

    private static func replace(with picture: DrawnPicture, in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM picture WHERE name = ? AND is_current = 0 AND hash <> ?")
            .execute(arguments: [picture.name, picture.hash])
        try database.cachedStatement(sql: "UPDATE picture SET is_current = 0 WHERE name = ?")
            .execute(arguments: [picture.name])
        let insertion = """
            INSERT INTO picture (name, hash, design, is_current, svg) VALUES (?, ?, ?, 1, ?)
            ON CONFLICT (name, hash) DO UPDATE SET design = excluded.design, is_current = 1
            """
        try database.cachedStatement(sql: insertion)
            .execute(arguments: [picture.name, picture.hash, picture.design, picture.svg])
    }
}

// MARK: A new hand

extension PictureBook {
    /// Draws again what an earlier release drew otherwise; does nothing if it drew alike.
    /// - Parameter news: nil where nobody is to be told.
    func redraw(_ news: CatalogueNews?) async throws {
        let designs = PictureDesign.scenes + (try await database.read(Self.kites))
        let drawn = try await draw(designs)
        guard !drawn.isEmpty else { return }
        try await database.write { database in
            guard try write(designs, drawn: drawn, in: database) else { return }
            try database.execute(sql: "UPDATE catalogue SET generation = generation + 1")
            try news?.catalogueChanged(database)
        }
    }

    private static func kites(in database: Database) throws -> [PictureDesign] {
        PictureDesign.kites(
            try ProductRecord.fetchAll(database), try VariantRecord.fetchAll(database),
            try ColourwayRecord.fetchAll(database))
    }
}
