import HTTPTypes
import Wire

/// The visitor's bucket, by which every service's callers choose the release that he gets: one of ten thousand, kept in
/// a cookie, so that a visitor stays with his releases. It says nothing else about anybody.
///
/// Whoever develops a fragment server against this shop has the bucket of that override, as long as it is there.
struct VisitorBucket: Sendable {
    static let cookie = "shop-bucket"

    private let bucket: Int
    private let isNew: Bool

    /// - Parameter overrides: nil where there are none.
    init(_ fields: HTTPFields, overrides: Overrides?) {
        let known = Cookies.parse(fields[.cookie])[Self.cookie].flatMap { text in
            ReleaseChoice.bucket(text) ?? overrides?.bucket(text)
        }
        bucket = known ?? .random(in: 0..<ReleaseChoice.bucketCount)
        isNew = known == nil
    }

    /// Does what is to be done for this visitor, whose bucket every call then carries.
    func scoped<Result>(
        isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Result
    ) async rethrows -> Result {
        var scope = RequestScope.current ?? RequestScope(trace: .root())
        scope.bucket = bucket
        return try await RequestScope.$current.withValue(scope, operation: work)
    }

    /// Gives a new visitor's browser the cookie, with a page.
    func remember(in fields: inout HTTPFields) {
        guard isNew, fields[.contentType].map(SecurityHeaders.mediaType) == "text/html" else { return }
        fields.append(
            HTTPField(
                name: .setCookie,
                value: "\(Self.cookie)=\(bucket); Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"))
    }
}
