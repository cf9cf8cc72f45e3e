import Composition
import HTTPTypes

/// A page as a visitor got it.
struct ShownPage: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String
    let time: Duration

    init(_ page: ComposedPage, _ text: String, _ time: Duration = .zero) {
        status = page.status
        headers = page.headers
        self.text = text
        self.time = time
    }

    /// A fragment on the page.
    struct Part: Sendable {
        let attributes: [String: String]
        let text: String

        var state: String? { attributes["data-state"] }
        var reason: String? { attributes["data-reason"] }
    }

    func part(_ name: String) -> Part? { parts(name).first }

    func parts(_ name: String) -> [Part] {
        text.ranges(of: "<shop-fragment data-name=\"\(name)\"").compactMap { part(text[$0.lowerBound...]) }
    }

    private func part(_ text: Substring) -> Part? {
        guard let end = text.firstIndex(of: ">") else { return nil }
        let attributes = text[..<end].matches(of: /([a-z-]+)="([^"]*)"/).map { (String($0.1), String($0.2)) }
        let inside = text[end...].dropFirst()
        var depth = 1
        for match in inside.matches(of: /<(\/?)shop-fragment/) {
            depth += match.1.isEmpty ? 1 : -1
            guard depth == 0 else { continue }
            return Part(
                attributes: Dictionary(attributes) { first, _ in first },
                text: String(inside[..<match.range.lowerBound]))
        }
        return nil
    }
}

extension String {
    /// A document without what differs from one time to the next.
    var withoutTimes: String { replacing(/\ data-ms="[0-9.]+"/, with: "") }
}
