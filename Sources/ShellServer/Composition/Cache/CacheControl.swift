import HTTPTypes

/// What a response says about being kept (RFC 9111, section 5.2, and RFC 5861), as a shared cache reads it.
struct CacheControl: Sendable, Hashable {
    var isStorable = true
    /// Seconds.
    var freshness = 0
    var staleWhileRevalidate = 0
    var staleIfError = 0
    /// It must not be shown once stale, whatever happens.
    var mustRevalidate = false

    init(_ headers: HTTPFields) {
        var sharedAge: Int?
        var age: Int?
        for (name, value) in Self.directives(headers[.cacheControl] ?? "") {
            let seconds = value.flatMap { Int($0) }.map { min(max(0, $0), 31_536_000) }
            switch name {
            case "no-store", "private": isStorable = false
            case "no-cache": (age, mustRevalidate) = (0, true)
            case "must-revalidate", "proxy-revalidate": mustRevalidate = true
            case "max-age": age = age ?? seconds ?? 0
            case "s-maxage": (sharedAge, mustRevalidate) = (seconds ?? 0, true)
            case "stale-while-revalidate": staleWhileRevalidate = seconds ?? 0
            case "stale-if-error": staleIfError = seconds ?? 0
            default: break
            }
        }
        if headers[.cacheControl] == nil { isStorable = false }
        if headers[values: .setCookie].first != nil { isStorable = false }
        freshness = max(0, (sharedAge ?? age ?? 0) - (headers[.age].flatMap { Int($0) } ?? 0))
        if mustRevalidate { (staleWhileRevalidate, staleIfError) = (0, 0) }
    }

    private static func directives(_ text: String) -> [(String, String?)] {
        text.split(separator: ",").map { part in
            let pair = part.split(separator: "=", maxSplits: 1)
            let name = pair.first.map { String($0.filter { $0 != " " && $0 != "\t" }).lowercased() } ?? ""
            let value = pair.count > 1 ? String(pair[1].filter { $0 != "\"" && $0 != " " }) : nil
            return (name, value)
        }
    }
}
