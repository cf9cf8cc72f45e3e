/// How many typing errors lie between two words: letters put in, left out, changed, or two neighbours swapped
/// (Damerau-Levenshtein, in its restricted form known as optimal string alignment).
struct EditDistance {
    private let word: [UInt8]
    private var rows: [[Int]]

    /// - Parameter word: what was typed, folded.
    init(from word: String) {
        self.word = Array(word.utf8)
        rows = Array(repeating: Array(repeating: 0, count: self.word.count + 1), count: 3)
    }

    /// The distance to `other`, or nil if it is above `limit`.
    /// - Parameter toPrefix: to the nearest of `other`'s beginnings instead of the whole word.
    mutating func distance(to other: [UInt8], limit: Int, toPrefix: Bool = false) -> Int? {
        guard other.count >= word.count - limit, toPrefix || other.count <= word.count + limit else { return nil }
        let length = toPrefix ? min(other.count, word.count + limit) : other.count
        for column in rows[0].indices { rows[0][column] = column }
        var nearest = word.count
        for row in 1..<(length + 1) {
            let smallest = fill(row, of: other)
            if toPrefix { nearest = min(nearest, rows[row % 3][word.count]) }
            if smallest > limit { break }
            if row == length, !toPrefix { nearest = rows[row % 3][word.count] }
        }
        if !toPrefix, length == 0 { nearest = word.count }
        return nearest <= limit ? nearest : nil
    }

    /// Fills one row of the table, three of which are kept, and answers its smallest entry.
    private mutating func fill(_ row: Int, of other: [UInt8]) -> Int {
        let (current, before, secondBefore) = (row % 3, (row + 2) % 3, (row + 1) % 3)
        rows[current][0] = row
        var smallest = row
        for column in 1..<(word.count + 1) {
            let isSame = word[column - 1] == other[row - 1]
            var cost = min(
                rows[before][column] + 1, rows[current][column - 1] + 1, rows[before][column - 1] + (isSame ? 0 : 1))
            if row > 1, column > 1, word[column - 1] == other[row - 2], word[column - 2] == other[row - 1] {
                cost = min(cost, rows[secondBefore][column - 2] + 1)
            }
            rows[current][column] = cost
            smallest = min(smallest, cost)
        }
        return smallest
    }
}
