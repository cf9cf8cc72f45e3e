/// A path with parameters, `/products/{category}`: matches paths and makes them.
package struct RoutePattern: Sendable, Hashable {
    package enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
    }

    package let text: String
    package let segments: [Segment]

    /// Nil if `text` is not an absolute path of non-empty segments, each literal or one `{parameter}`.
    package init?(_ text: String) {
        guard text.hasPrefix("/") else { return nil }
        self.text = text
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if text == "/" {
            segments = []
            return
        }
        var segments: [Segment] = []
        for part in parts {
            let inner = part.dropFirst().dropLast()
            if part.hasPrefix("{"), part.hasSuffix("}"), !inner.isEmpty, !inner.contains(where: { "{}".contains($0) }) {
                segments.append(.parameter(String(inner)))
            } else if !part.isEmpty, !part.contains(where: { "{}?#%".contains($0) }) {
                segments.append(.literal(String(part)))
            } else {
                return nil
            }
        }
        self.segments = segments
    }

    package var parameters: [String] {
        segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }

    /// The parameters' values if `path` fits, its segments already decoded.
    package func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, path) {
            switch segment {
            case .literal(let text): guard text == part else { return nil }
            case .parameter(let name): values[name] = part
            }
        }
        return values
    }

    /// The pattern with its parameters' names left out: two patterns with the same shape match the same paths.
    package var shape: String {
        "/" + segments.map { if case .literal(let text) = $0 { text } else { "{}" } }.joined(separator: "/")
    }

    /// Patterns with a literal where another has a parameter are tried first.
    package var specificity: [Int] {
        segments.map { if case .literal = $0 { 0 } else { 1 } }
    }
}
