/// A fleet file that cannot be used: which file, where in it, and what is wrong there.
package struct FleetFileError: Error, Equatable, CustomStringConvertible {
    package let file: String
    /// A path such as `processes[3].timeouts.readySeconds`; empty for the file as a whole.
    package let place: String
    package let problem: String

    package init(file: String, place: String, problem: String) {
        self.file = file
        self.place = place
        self.problem = problem
    }

    package var description: String {
        place.isEmpty ? "\(file): \(problem)" : "\(file): \(place): \(problem)"
    }
}

extension FleetFileError {
    init(file: String, _ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(file: file, place: Self.place(context.codingPath + [key]), problem: "the field is missing")
        case .valueNotFound(_, let context):
            self.init(file: file, place: Self.place(context.codingPath), problem: "the value is null")
        case .typeMismatch(let type, let context):
            self.init(
                file: file, place: Self.place(context.codingPath), problem: "the value is not \(Self.words(for: type))")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(file: file, place: Self.place(context.codingPath), problem: context.debugDescription)
        case .dataCorrupted(let context):
            let reason = context.underlyingError.map { String(describing: $0) } ?? context.debugDescription
            self.init(file: file, place: Self.place(context.codingPath), problem: "not valid JSON: \(reason)")
        @unknown default:
            self.init(file: file, place: "", problem: String(describing: error))
        }
    }

    /// `processes[3].name`, from the keys and indices that lead there.
    static func place(_ path: [any CodingKey]) -> String {
        path.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
    }

    private static func words(for type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Int.Type: "a whole number"
        case is [String].Type, is [ProcessSpecification].Type, is [Any].Type: "a list"
        default: "an object"
        }
    }
}
