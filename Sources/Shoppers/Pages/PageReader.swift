import NIOCore

/// Reads a page as a shopper's browser does.
package enum PageReader {
    package static func read(_ body: ByteBuffer) -> PageFacts {
        let bytes = Array(body.readableBytesView)
        var scanner = MarkupScanner(bytes)
        var facts = PageFacts()
        while let tag = scanner.next() {
            switch tag.name {
            case "shop-fragment": facts.fragments.append(fragment(tag))
            case "link", "script", "img": note(tag, in: scanner, &facts)
            case "a": if let href = tag["href"] { facts.links.append(href) }
            case "form":
                facts.forms.append(.init(action: tag["action"] ?? "", isPosted: tag["method"]?.lowercased() == "post"))
            case "input": add(tag, to: &facts)
            case "shop-slot": if let id = tag["id"] { facts.slots.insert(String(id.dropFirst("shop-p".count))) }
            case "template":
                if let id = tag["id"], id.hasPrefix("shop-t") { facts.patches.insert(String(id.dropFirst(6))) }
            case "h1" where facts.heading.isEmpty:
                facts.heading = MarkupScanner.decoded(scanner.text(from: tag.end))
            default: break
            }
        }
        facts.isEnded = ends(bytes)
        return facts
    }

    private static func fragment(_ tag: MarkupScanner.Tag) -> PageFacts.Fragment {
        PageFacts.Fragment(
            name: tag["data-name"] ?? "", state: tag["data-state"] ?? "", release: tag["data-release"],
            reason: tag["data-reason"])
    }

    /// What the page needs of others, and what its own script does.
    private static func note(_ tag: MarkupScanner.Tag, in scanner: MarkupScanner, _ facts: inout PageFacts) {
        switch tag.name {
        case "link":
            guard tag["rel"] == "stylesheet", let href = tag["href"] else { return }
            facts.assets.append(AssetReference(.style, href, integrity: tag["integrity"]))
        case "img":
            // The probe is for browsers that apply patches natively, which these are not.
            guard let source = tag["src"], !source.hasPrefix("data:"), !source.hasPrefix("/capability/") else { return }
            facts.assets.append(AssetReference(.picture, source, isLazy: tag["loading"] == "lazy"))
        default:
            if let source = tag["src"] {
                facts.assets.append(AssetReference(.script, source, integrity: tag["integrity"]))
            } else if tag["nonce"] != nil, let end = scanner.find("</script", from: tag.end) {
                let parts = scanner.text(from: tag.end, to: end).split(
                    separator: "document.cookie=\"", omittingEmptySubsequences: false)
                for part in parts.dropFirst() {
                    facts.scriptCookies.append(String(part.prefix { $0 != "\"" }))
                }
            }
        }
    }

    private static func add(_ tag: MarkupScanner.Tag, to facts: inout PageFacts) {
        guard let name = tag["name"], tag["disabled"] == nil, !facts.forms.isEmpty else { return }
        facts.forms[facts.forms.count - 1].fields.append(
            .init(
                name: name, value: tag["value"] ?? "", type: tag["type"] ?? "text", isChecked: tag["checked"] != nil,
                maximum: tag["max"].flatMap { Int($0) }))
    }

    /// Whether `</html>` is the last that is there but space.
    private static func ends(_ bytes: [UInt8]) -> Bool {
        var end = bytes.count
        while end > 0, MarkupScanner.isSpace(bytes[end - 1]) { end -= 1 }
        return end >= 7 && bytes[end - 7..<end].elementsEqual("</html>".utf8)
    }
}
