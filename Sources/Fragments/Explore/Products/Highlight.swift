/// A piece of text, searched for or not.
package struct TextRun: Sendable, Hashable {
    package let text: String
    package let isHit: Bool

    package init(text: String, isHit: Bool) {
        self.text = text
        self.isHit = isHit
    }
}

/// Finds in texts what was searched for: words that begin with one of the words of the search, whatever their case.
package struct Highlight: Sendable {
    private let words: [String]

    package init(_ search: String) {
        words = search.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// `text` in pieces, all of it and in order; escaping is the template's business, piece by piece.
    package func runs(of text: String) -> [TextRun] {
        var runs: [TextRun] = []
        var plain = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let end = text[index...].firstIndex { !$0.isLetter && !$0.isNumber } ?? text.endIndex
            if let length = hit(text[index..<end]) {
                let hitEnd = text.index(index, offsetBy: length)
                if plain < index { runs.append(TextRun(text: String(text[plain..<index]), isHit: false)) }
                runs.append(TextRun(text: String(text[index..<hitEnd]), isHit: true))
                plain = hitEnd
            }
            index = end < text.endIndex ? text.index(after: end) : end
        }
        if plain < text.endIndex { runs.append(TextRun(text: String(text[plain...]), isHit: false)) }
        return runs
    }

    /// How many characters of the word were searched for; nil if none.
    private func hit(_ word: Substring) -> Int? {
        let lowercased = word.lowercased()
        guard lowercased.count == word.count else { return nil }
        return words.filter { lowercased.hasPrefix($0) }.map(\.count).max()
    }
}
