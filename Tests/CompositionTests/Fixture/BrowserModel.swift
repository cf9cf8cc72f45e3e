import Composition

/// What a browser makes of a page's late parts: the document that is left when it has applied them all.
enum BrowserModel {
    static func final(_ text: String, _ tier: StreamingTier) -> String {
        switch tier {
        case .ordered: text
        case .native: native(text)
        case .swap: swap(text)
        }
    }

    /// A `<template for>` takes the place of the range of its name.
    private static func native(_ text: String) -> String {
        var document = text
        while let patch = document.firstMatch(of: /<template for="(p[0-9]+)">/) {
            guard let end = document[patch.range.upperBound...].firstRange(of: "</template>"),
                let start = document.firstRange(of: "<?start name=\"\(patch.1)\">"),
                let stop = document.firstRange(of: "<?end name=\"\(patch.1)\">")
            else { return "a patch has no place: \(document)" }
            let markup = document[patch.range.upperBound..<end.lowerBound]
            document = String(
                document[..<start.lowerBound] + markup + document[stop.upperBound..<patch.range.lowerBound]
                    + document[end.upperBound...])
        }
        return document
    }

    /// The script puts a template's content in its slot's place and removes the template and itself.
    private static func swap(_ text: String) -> String {
        var document = text
        while let patch = document.firstMatch(of: /<template id="shop-t([0-9]+)">/) {
            guard let end = document[patch.range.upperBound...].firstRange(of: "</template>"),
                let script = document[end.upperBound...].prefixMatch(
                    of: /<script nonce="n0nce">.*?shopSwap\([0-9]+\)<\/script>/),
                let slot = document.firstRange(of: "<shop-slot id=\"shop-p\(patch.1)\">"),
                let stop = document[slot.upperBound...].firstRange(of: "</shop-slot>")
            else { return "a patch has no place: \(document)" }
            let markup = document[patch.range.upperBound..<end.lowerBound]
            document = String(
                document[..<slot.lowerBound] + markup + document[stop.upperBound..<patch.range.lowerBound]
                    + document[script.range.upperBound...])
        }
        return document
    }
}
