/// JSON written down in Swift.
extension JSONNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int) { self = .whole(value) }
    package init(booleanLiteral value: Bool) { self = .truth(value) }
    package init(arrayLiteral elements: JSONNode...) { self = .list(elements) }

    /// Of two members of the same name the later counts.
    package init(dictionaryLiteral elements: (String, JSONNode)...) { self = .object(.init(elements) { $1 }) }
}

extension JSONNode {
    /// The member of an object; nil for a missing member and for anything but an object.
    package subscript(name: String) -> JSONNode? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }
}
