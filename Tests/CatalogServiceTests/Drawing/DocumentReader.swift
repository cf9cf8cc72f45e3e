import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Reads a document with an XML parser and gathers what a picture may not repeat or carry.
final class DocumentReader: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var identifiers: [String] = []
    private(set) var references: [String] = []
    private(set) var attributes: Set<String> = []

    /// True when the whole text is one well-formed document.
    func reads(_ document: String) -> Bool {
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        return parser.parse()
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes found: [String: String] = [:]
    ) {
        elements.append(element)
        attributes.formUnion(found.keys)
        if let id = found["id"] { identifiers.append(id) }
        if let target = found["href"] { references.append(String(target.dropFirst())) }
        for value in found.values {
            if value.hasPrefix("url(#") { references.append(String(value.dropFirst(5).dropLast())) }
        }
    }
}
