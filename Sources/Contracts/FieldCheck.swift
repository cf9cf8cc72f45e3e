import Wire

/// Looks for the fields of an expectation in an answer: pure.
package enum FieldCheck {
    /// One sentence a broken field, e.g. "`price.amount` to be a whole number …: it is missing", in the fields' order.
    package static func faults(in document: JSONNode, fields: [String: FieldKind]) -> [Fault] {
        fields.sorted { $0.key < $1.key }.compactMap { path, kind in
            found(document, steps(of: path)[...], kind).map { Fault(path: path, kind: kind, found: $0) }
        }
    }

    static func steps(of path: String) -> [Step] {
        path.split(separator: ".").flatMap { part -> [Step] in
            part.hasSuffix("[]") ? [.member(String(part.dropLast(2))), .elements] : [.member(String(part))]
        }.filter { $0 != .member("") }
    }

    package struct Fault: Sendable, Hashable {
        package let path: String
        package let kind: FieldKind
        /// E.g. "is missing" or "is null".
        package let found: String
    }

    enum Step: Equatable {
        case member(String)
        case elements
    }

    /// What is there instead; nil if all is well.
    private static func found(_ node: JSONNode?, _ steps: ArraySlice<Step>, _ kind: FieldKind) -> String? {
        guard let node, node != .nothing else {
            return kind.mayBeMissing ? nil : node == nil ? "is missing" : "is null"
        }
        switch steps.first {
        case nil:
            return kind.accepts(node) ? nil : "is \(node.words)"
        case .member(let name):
            guard case .object(let members) = node else { return "is in \(node.words), which is no object" }
            return found(members[name], steps.dropFirst(), kind)
        case .elements:
            guard case .list(let elements) = node else { return "is in \(node.words), which is no list" }
            return elements.lazy.compactMap { found($0, steps.dropFirst(), kind) }.first
        }
    }
}
