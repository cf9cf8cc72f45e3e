import HTTPTypes

/// What a response says about being kept (RFC 9111, section 5.2, and RFC 5861), as a shared cache reads it.
package struct CacheControl: Sendable, Hashable {
    /// It is for one visitor, or carries what is.
    package var isPersonal = false
    /// It says that it may be kept at all.
    package var isStorable = true
    /// Seconds.
    package var freshness = 0
    package var staleWhileRevalidate = 0
    package var staleIfError = 0
    /// It must not be shown once stale, whatever happens.
    package var mustRevalidate = false

    /// - Parameter field: the one to read: a targeted one says the same for one kind of cache (RFC 9213).
    package init(_ headers: HTTPFields, field: HTTPField.Name = .cacheControl) {
        var sharedAge: Int?
        var age: Int?
        var isAlwaysStale = false
        for (name, value) in Self.directives(headers[field] ?? "") {
            switch name {
            case "no-store", "private": isPersonal = true
            case "no-cache": isAlwaysStale = true
            case "must-revalidate", "proxy-revalidate": mustRevalidate = true
            case "max-age": age = age ?? Self.seconds(value)
            case "s-maxage": sharedAge = sharedAge ?? Self.seconds(value)
            case "stale-while-revalidate": staleWhileRevalidate = Self.seconds(value)
            case "stale-if-error": staleIfError = Self.seconds(value)
            default: break
            }
        }
        if headers[values: .setCookie].first != nil { isPersonal = true }
        isStorable = headers[field] != nil && !isPersonal
        mustRevalidate = mustRevalidate || isAlwaysStale || sharedAge != nil
        freshness = isAlwaysStale ? 0 : max(0, (sharedAge ?? age ?? 0) - (headers[.age].map { Self.seconds($0) } ?? 0))
        if mustRevalidate { (staleWhileRevalidate, staleIfError) = (0, 0) }
    }

    /// Whether it is good for anything at any later time.
    var lasts: Bool { freshness + staleWhileRevalidate + staleIfError > 0 }

    package enum Age: Sendable, Hashable, CaseIterable {
        case fresh
        /// Stale, but to be shown while a new answer is fetched.
        case revalidating
        /// Stale: to be shown only if no new answer can be had.
        case onlyOnError
        case tooOld
    }

    /// What an answer is good for that was kept so long ago.
    package func age(after time: Duration) -> Age {
        let seconds = time / Duration.seconds(1)
        if seconds < Double(freshness) { return .fresh }
        if seconds < Double(freshness + staleWhileRevalidate) { return .revalidating }
        if seconds < Double(freshness + staleIfError) { return .onlyOnError }
        return .tooOld
    }

    private static let longest = 31_536_000

    /// Digits, perhaps in quotes (section 1.2.2); what is no such thing counts as stale.
    private static func seconds(_ text: (some StringProtocol)?) -> Int {
        guard let text, !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return 0 }
        return min(Int(text) ?? longest, longest)
    }

    private static func directives(_ text: String) -> [(name: String, value: String?)] {
        text.split(separator: ",").map { part in
            let pair = part.filter { $0 != " " && $0 != "\t" && $0 != "\"" }.split(separator: "=", maxSplits: 1)
            return (pair.first?.lowercased() ?? "", pair.count > 1 ? String(pair[1]) : nil)
        }
    }
}
