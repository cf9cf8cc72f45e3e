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
    func draw(_ designs: [PictureDesign]) async throws -> [DrawnPicture] {
        let existing = try await database.read(Self.designs)
        return designs.filter { existing[$0.name] != DrawnPicture.key($0) }.map(DrawnPicture.init)
    }

    /// Puts new pictures in, and takes those out whose name is not in `designs` any more. Of a name that was there, the
    /// one before stays, because pages that were made a moment ago still show it.
    /// - Returns: whether anything changed.
    func write(_ pictures: [DrawnPicture], for designs: [PictureDesign], in database: Database) throws -> Bool {
        var existing = try Self.designs(in: database)
        for picture in pictures where existing[picture.name] != picture.design {
            try Self.replace(with: picture, in: database)
        }
        for design in designs { existing[design.name] = nil }
        for name in existing.keys.sorted() {
            try database.execute(sql: "DELETE FROM picture WHERE name = ?", arguments: [name])
        }
        return !pictures.isEmpty || !existing.isEmpty
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
    func redraw() async throws {
        let designs = PictureDesign.scenes + (try await database.read(Self.kites))
        let drawn = try await draw(designs)
        guard !drawn.isEmpty else { return }
        try await database.write { database in
            guard try write(drawn, for: designs, in: database) else { return }
            try database.execute(sql: "UPDATE catalogue SET generation = generation + 1")
        }
    }

    private static func kites(in database: Database) throws -> [PictureDesign] {
        var colours: [String: [String]] = [:]
        for colourway in try ColourwayRecord.fetchAll(database) { colours[colourway.id] = colourway.colours }
        var products: [String: ProductRecord] = [:]
        for product in try ProductRecord.fetchAll(database) { products[product.id] = product }
        return try VariantRecord.fetchAll(database).compactMap { variant in
            products[variant.product].flatMap { PictureDesign.kite($0, variant, colours[variant.colourway] ?? []) }
        }
    }
}
