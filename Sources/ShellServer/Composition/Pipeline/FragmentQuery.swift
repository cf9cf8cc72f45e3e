import HTTPTypes
import Wire

/// One question to a fragment server: everything that its answer may depend on, and nothing else.
struct FragmentQuery: Sendable {
    let fragment: SiteMap.Fragment
    let key: CacheKey
    let headers: HTTPFields
    /// Whether the answer may be kept and shared if it says so: nothing of the visitor's own is sent, or the fragment
    /// is the same for all who send it.
    let isShareable: Bool
    /// Whether the page that asks waits for the answer longer than its declaration allows.
    var isAwaited = false

    /// - Parameter inputs: values that the fragment's declaration accepts.
    init(_ fragment: SiteMap.Fragment, inputs: [String: String], visitor: Visitor) {
        self.fragment = fragment
        var query = QueryWriter()
        for input in fragment.declaration.inputs { query.add(input.name, inputs[input.name]) }
        var variation: [String] = []
        var headers: HTTPFields = [.accept: "text/html"]
        var sent: [String] = []
        var isAnonymous = true
        for name in fragment.cookies {
            let value = visitor.cookies[name]
            variation.append(value.map { "\(name)=\($0)" } ?? "")
            if let value { sent.append("\(name)=\(value)") }
        }
        if !sent.isEmpty {
            headers[.cookie] = sent.joined(separator: "; ")
            isAnonymous = false
        }
        for name in fragment.headers {
            guard let field = HTTPField.Name(name) else { continue }
            let value = visitor.headers[field]
            variation.append(value.map { "\(name): \($0)" } ?? "")
            headers[field] = value
            if value != nil { isAnonymous = false }
        }
        key = CacheKey(
            fragment: fragment.declaration.name, release: fragment.release,
            target: query.target(fragment.declaration.path), variation: variation)
        self.headers = headers
        isShareable = !fragment.isOverride && (fragment.declaration.visibility == .shared || isAnonymous)
    }

    func request(ifNoneMatch tag: String?) -> WireRequest {
        var request = WireRequest(target: key.target, headers: headers)
        request.headers[.ifNoneMatch] = tag
        return request
    }
}

/// What of a request fragments may depend on.
package struct Visitor: Sendable {
    package let cookies: [String: String]
    package let headers: HTTPFields

    package init(cookies: [String: String] = [:], headers: HTTPFields = [:]) {
        self.cookies = cookies
        self.headers = headers
    }
}
