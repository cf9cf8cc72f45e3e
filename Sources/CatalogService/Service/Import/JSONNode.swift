/// A piece of a JSON document that knows the line it stands on.
struct JSONNode {
    enum Value {
        case object([Member])
        case array([JSONNode])
        case text(String)
        /// Nil for a number that is not whole or does not fit.
        case number(Int?)
        case bool(Bool)
        case null
    }

    struct Member {
        let name: String
        let line: Int
        let node: JSONNode
    }

    /// 1 at the top.
    let line: Int
    let value: Value

    /// What it is, for an error message.
    var kind: String {
        switch value {
        case .object: "an object"
        case .array: "a list"
        case .text: "text"
        case .number: "a number"
        case .bool: "true or false"
        case .null: "null"
        }
    }
}
