import HTTPTypes
import Wire

/// Which header fields pass the gateway. What concerns one connection ends here (RFC 9110, section 7.6.1), what only
/// the house may say is not believed from outside, and what is for the house alone is not told outside.
package enum HeaderHygiene {
    /// The fields of a client's request that may go on.
    package static func inbound(_ fields: HTTPFields) -> HTTPFields {
        let named = connectionNamed(fields)
        return fields.filtered { name in
            !isHop(name, named) && !notFromOutside.contains(name) && !hasPrefix(name, of: reservedPrefixes)
                && !name.utf8.contains(UInt8(ascii: "_"))
        }
    }

    /// The fields of a process' answer that may go out.
    package static func outbound(_ fields: HTTPFields) -> HTTPFields {
        let named = connectionNamed(fields)
        return fields.filtered { name in
            !isHop(name, named) && !notForOutside.contains(name) && !hasPrefix(name, of: ["shop-"])
        }
    }

    /// Fields that the house sets or that would steer it: identity, forwarding, tracing, method and path overrides.
    private static let reservedPrefixes = [
        "shop-", "x-forwarded-", "x-user", "x-auth", "x-role", "x-identity", "x-account", "x-client-", "x-b3-",
        "x-remote-",
    ]
    private static let notFromOutside: Set<String> = [
        "traceparent", "tracestate", "baggage", "b3", "forwarded", "via", "x-real-ip", "x-request-id",
        "x-correlation-id", "x-original-url", "x-original-host", "x-rewrite-url", "x-http-method",
        "x-http-method-override", "x-method-override", "x-host", "true-client-ip", "expect", "accept-encoding",
        "content-length",
    ]
    private static let notForOutside: Set<String> = [
        "server", "x-powered-by", "via", "traceparent", "tracestate", "date", "content-security-policy",
    ]
    private static let hops = Set(HTTPField.Name.hopByHop.map(\.canonicalName))

    private static func isHop(_ name: String, _ named: Set<String>) -> Bool {
        hops.contains(name) || named.contains(name)
    }

    private static func connectionNamed(_ fields: HTTPFields) -> Set<String> {
        guard let connection = fields[.connection] else { return [] }
        return Set(connection.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() })
    }

    private static func hasPrefix(_ name: String, of prefixes: [String]) -> Bool {
        prefixes.contains { name.utf8.starts(with: $0.utf8) }
    }
}

extension HTTPFields {
    /// The fields whose name, in lower case, `isKept` wants.
    fileprivate func filtered(_ isKept: (String) -> Bool) -> HTTPFields {
        var kept = HTTPFields()
        kept.reserveCapacity(count + 6)
        for field in self where isKept(field.name.canonicalName) { kept.append(field) }
        return kept
    }
}

extension HTTPField.Name {
    /// The trace that an answer belongs to.
    static let shopTrace = name("shop-trace")
    static let crossOriginOpenerPolicy = name("cross-origin-opener-policy")
    static let permissionsPolicy = name("permissions-policy")
    static let referrerPolicy = name("referrer-policy")
    static let frameOptions = name("x-frame-options")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is not a header field's name") }
        return name
    }
}
