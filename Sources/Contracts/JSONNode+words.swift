import Wire

extension JSONNode {
    /// What it is, as a message says it.
    var words: String {
        switch self {
        case .nothing: "null"
        case .truth(let value): "\(value)"
        case .whole(let value): "the number \(value)"
        case .fraction(let value): "the number \(value)"
        case .text(let value): "the text \"\(value.prefix(40))\""
        case .list(let value): value.isEmpty ? "an empty list" : "a list"
        case .object: "an object"
        }
    }
}
