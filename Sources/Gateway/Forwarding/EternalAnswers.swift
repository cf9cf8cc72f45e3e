import HTTPTypes

/// Answers that never change, kept so that nobody is asked for them twice: what lies under a name that holds its
/// content's hash, and says so (`immutable`, RFC 8246). Only they: everything else is the shell's to cache, which knows
/// what pages are made of.
struct EternalAnswers: Sendable {
    private let cache = BoundedCache<String, ForwardedAnswer>(limit: 16 << 20)

    func answer(to request: HTTPRequest) -> ForwardedAnswer? {
        Self.target(of: request).flatMap { cache[$0] }
    }

    func keep(_ answer: ForwardedAnswer, to request: HTTPRequest) {
        guard let target = Self.target(of: request), answer.isEternal, case .whole(let body) = answer.body else {
            return
        }
        cache.insert(answer, of: body.readableBytes + 1_024, for: target)
    }

    /// What a plain question is for: no part of it, no comparison, and nothing that would let anybody ask for one thing
    /// under many names.
    private static func target(of request: HTTPRequest) -> String? {
        let fields = request.headerFields
        guard request.method == .get, let target = request.path, !target.contains("?"), fields[.range] == nil,
            fields[.ifNoneMatch] == nil, fields[.ifModifiedSince] == nil
        else { return nil }
        return target
    }
}

extension ForwardedAnswer {
    /// Whether it is the same for everybody, for good.
    var isEternal: Bool {
        let control = headers[.cacheControl]?.lowercased() ?? ""
        return status == .ok && control.contains("immutable") && control.contains("public")
            && headers[.setCookie] == nil && headers[.vary] == nil
    }
}
