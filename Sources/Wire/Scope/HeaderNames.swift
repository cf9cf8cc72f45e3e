import HTTPTypes

/// Header fields of the house.
extension HTTPField.Name {
    /// W3C Trace Context.
    package static let traceparent = field("traceparent")
    /// Milliseconds that the caller will still wait (``Deadline/headerValue``).
    package static let shopDeadline = field("shop-deadline")
    /// The visitor's bucket, which decides the release that he gets of a service that has several.
    package static let shopBucket = field("shop-bucket")
    /// The release that answered.
    package static let shopRelease = field("shop-release")
    /// The nonce of this response's content security policy, from the gateway to the shell.
    package static let shopNonce = field("shop-nonce")
    /// A page's title as its primary fragment wants it, percent-encoded UTF-8.
    package static let shopTitle = field("shop-title")
    /// A page's description as its primary fragment wants it, percent-encoded UTF-8.
    package static let shopDescription = field("shop-description")
    /// Links of a response (RFC 8288), e.g. its canonical address.
    package static let link = field("link")
    /// What a kept answer shows, e.g. `product:KT-001`, in words with spaces between: who hears that one of them has
    /// changed drops the answer.
    package static let cacheTag = field("cache-tag")
    /// How long the shell may keep an answer as long as it hears of changes (a targeted field, RFC 9213).
    package static let shellCacheControl = field("shell-cache-control")
    /// The last server-sent event that a reader has.
    package static let lastEventID = field("last-event-id")
    package static let idempotencyKey = field("idempotency-key")
    package static let serverTiming = field("server-timing")
    /// What the registry's directory is at once a change is in it: `EPOCH:VERSION`.
    package static let shopDirectory = field("shop-directory")
    package static let forwardedFor = field("x-forwarded-for")
    package static let forwardedProto = field("x-forwarded-proto")
    package static let forwardedHost = field("x-forwarded-host")

    private static func field(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is not a header field's name") }
        return name
    }

    /// Fields that concern one connection only and are never passed on (RFC 9110, section 7.6.1).
    package static let hopByHop: Set<HTTPField.Name> = [
        .connection, field("keep-alive"), field("proxy-connection"), .te, .trailer, .transferEncoding, .upgrade,
        .proxyAuthenticate, .proxyAuthorization,
    ]
}
