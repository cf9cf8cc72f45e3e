/// How wide text is on a terminal: control sequences take no place.
package enum DisplayWidth {
    package static func of(_ text: String) -> Int {
        var width = 0
        var isInSequence = false
        for character in text {
            if isInSequence {
                isInSequence = !character.isLetter
            } else if character == "\u{1B}" {
                isInSequence = true
            } else {
                width += 1
            }
        }
        return width
    }

    /// The text, cut with an ellipsis if it is wider than `width`; what is cut off still switches its colours off.
    package static func fit(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        guard width > 0 else { return "" }
        var result = ""
        var used = 0
        var isInSequence = false
        for character in text {
            if isInSequence {
                isInSequence = !character.isLetter
                result.append(character)
            } else if character == "\u{1B}" {
                isInSequence = true
                result.append(character)
            } else if used < width - 1 {
                used += 1
                result.append(character)
            }
        }
        return result + "…"
    }

    package static func pad(_ text: String, to width: Int, right: Bool = false) -> String {
        let gap = String(repeating: " ", count: max(0, width - of(text)))
        return right ? gap + text : text + gap
    }
}
