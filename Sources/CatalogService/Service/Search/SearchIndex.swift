import GRDB
import Vocabulary

/// What a search found.
struct SearchMatches: Sendable {
    /// The products from best to worst: 0 is the best.
    var ranks: [ProductID: Int] = [:]
    /// The words that were searched for, as forms that match.
    var words: Set<String> = []
    /// What was searched for instead, if what was typed is not there.
    var correctedText: String?
}

/// Full-text search over products (SQLite FTS5, ranked by bm25: the name counts ten times its text, category and uses
/// five times).
enum SearchIndex {
    /// Little words that say nothing about a kite; they are left out while other words remain.
    private static let idle: Set = ["a", "an", "and", "the", "for", "of", "with", "in", "on", "to", "my", "that", "is"]

    /// Every word must match, the last one as a beginning; a word that is nowhere gives way to the nearest that is.
    static func search(_ text: String, vocabulary: SearchVocabulary, in database: Database) throws -> SearchMatches {
        let typed = try words(of: text, in: database)
        let telling = typed.filter { !idle.contains($0) }
        let searched = telling.isEmpty ? typed : telling
        var matches = SearchMatches()
        var meant: [String: String] = [:]
        var terms: [String] = []
        for (index, word) in searched.enumerated() {
            let isLast = index == searched.count - 1
            guard let (forms, correction) = known(word, vocabulary, asPrefix: isLast) else { return matches }
            meant[word] = correction
            matches.words.formUnion(forms)
            terms.append("(\(forms.map { "\"\($0)\"\(isLast ? " *" : "")" }.joined(separator: " OR ")))")
        }
        guard !terms.isEmpty else { return matches }
        for (rank, product) in try products(matching: terms.joined(separator: " AND "), in: database).enumerated() {
            if let id = ProductID(product) { matches.ranks[id] = rank }
        }
        if !meant.isEmpty, !matches.ranks.isEmpty {
            matches.correctedText = typed.map { meant[$0] ?? $0 }.joined(separator: " ")
        }
        return matches
    }

    /// The forms of a word that the index knows; if it knows none, those of the nearest word, and that word. Nil if
    /// nothing is near.
    private static func known(
        _ word: String, _ vocabulary: SearchVocabulary, asPrefix: Bool
    ) -> (forms: [String], correction: String?)? {
        let forms = Self.forms(of: word).filter {
            asPrefix ? vocabulary.containsWord(beginning: $0) : vocabulary.contains($0)
        }
        if !forms.isEmpty { return (forms, nil) }
        guard let nearest = vocabulary.nearest(to: word, asPrefix: asPrefix) else { return nil }
        return (Self.forms(of: nearest).filter { $0 == nearest || vocabulary.contains($0) }, nearest)
    }

    private static func products(matching expression: String, in database: Database) throws -> [String] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT product FROM product_text WHERE product_text MATCH ?
                ORDER BY bm25(product_text, 0, 10, 5, 1), product
                """)
        return try String.fetchAll(statement, arguments: [expression])
    }

    /// The words of a text as the index itself splits and folds them: letters and digits only, no case, no diacritics.
    static func words(of text: String, in database: Database) throws -> [String] {
        let tokenizer = try database.makeTokenizer(.unicode61(diacritics: .remove))
        return try tokenizer.tokenize(query: String(text.map { $0 == "\0" ? " " : $0 })).map(\.token)
    }

    /// A word, and its singular or plural.
    private static func forms(of word: String) -> [String] {
        guard word.utf8.count > 2 else { return [word] }
        return word.hasSuffix("s") ? [word, String(word.dropLast())] : [word, "\(word)s"]
    }
}

// MARK: Writing

extension SearchIndex {
    /// Makes the index equal to `texts`, touching only what differs.
    static func write(_ texts: [SearchText], in database: Database) throws {
        var left: [String: (row: Int64, text: SearchText)] = [:]
        let rows = try Row.fetchCursor(database, sql: "SELECT rowid, product, name, shelf, body FROM product_text")
        while let row = try rows.next() {
            let text = SearchText(product: row[1], name: row[2], shelf: row[3], body: row[4])
            left[text.product] = (row[0], text)
        }
        for text in texts {
            let existing = left.removeValue(forKey: text.product)
            if existing?.text == text { continue }
            if let row = existing?.row { try delete(row, in: database) }
            try insert(text, in: database)
        }
        for old in left.values { try delete(old.row, in: database) }
    }

    private static func insert(_ text: SearchText, in database: Database) throws {
        let sql = "INSERT INTO product_text (product, name, shelf, body) VALUES (?, ?, ?, ?)"
        try database.cachedStatement(sql: sql).execute(arguments: [text.product, text.name, text.shelf, text.body])
    }

    private static func delete(_ row: Int64, in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM product_text WHERE rowid = ?").execute(arguments: [row])
    }
}
