import GRDB

/// All words of the search index, in order, with how many products have them: what is typed is compared with these.
struct SearchVocabulary: Sendable {
    private struct Entry: Sendable {
        let word: [UInt8]
        let products: Int
    }

    private let entries: [Entry]

    init(_ words: [(word: String, products: Int)]) {
        entries = words.map { Entry(word: Array($0.word.utf8), products: $0.products) }
            .sorted { $0.word.lexicographicallyPrecedes($1.word) }
    }

    static func load(from database: Database) throws -> SearchVocabulary {
        let rows = try Row.fetchCursor(database, sql: "SELECT term, doc FROM product_word")
        var words: [(word: String, products: Int)] = []
        while let row = try rows.next() { words.append((row[0], row[1])) }
        return SearchVocabulary(words)
    }

    func contains(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
        let index = firstIndex(notBefore: bytes)
        return index < entries.count && entries[index].word == bytes
    }

    func containsWord(beginning prefix: String) -> Bool {
        let bytes = Array(prefix.utf8)
        let index = firstIndex(notBefore: bytes)
        return index < entries.count && entries[index].word.starts(with: bytes)
    }

    /// The word that was probably meant: of those within one error (two for more than five letters) the nearest; among
    /// equals one with the same first letter, then one of the same letters, then the one that more products have.
    /// - Parameter asPrefix: whether what was typed may be the beginning of a word.
    func nearest(to typed: String, asPrefix: Bool) -> String? {
        let length = typed.unicodeScalars.count
        let hasDigit = typed.unicodeScalars.contains { $0.properties.numericType != nil }
        guard length >= 3, !hasDigit else { return nil }
        let limit = length > 5 ? 2 : 1
        var measure = EditDistance(from: typed)
        let (first, letters) = (typed.utf8.first, typed.utf8.sorted())
        var best: (score: (Int, Int, Int, Int), word: [UInt8])?
        for entry in entries where entry.word.count >= 3 {
            let whole = measure.distance(to: entry.word, limit: limit)
            let part = asPrefix && whole == nil ? measure.distance(to: entry.word, limit: limit, toPrefix: true) : nil
            guard let distance = whole.map({ $0 * 2 }) ?? part.map({ $0 * 2 + 1 }) else { continue }
            let isSwapped = whole != nil && entry.word.sorted() == letters
            let score = (distance, entry.word.first == first ? 0 : 1, isSwapped ? 0 : 1, -entry.products)
            if best.map({ score < $0.score }) ?? true { best = (score, entry.word) }
        }
        return best.map { String(decoding: $0.word, as: UTF8.self) }
    }

    private func firstIndex(notBefore word: [UInt8]) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].word.lexicographicallyPrecedes(word) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
