import Gateway
import HTTPTypes
import Testing

@Suite struct SecurityHeadersTests {
    private func added(to contentType: String?, isSecure: Bool = false) -> HTTPFields {
        var fields = HTTPFields()
        fields[.contentType] = contentType
        SecurityHeaders.add(to: &fields, nonce: "N0NCE", isSecure: isSecure)
        return fields
    }

    @Test(arguments: ["text/html", "text/html; charset=utf-8", "Text/HTML;charset=UTF-8"])
    func pagesGetTheWholeSet(_ contentType: String) {
        let fields = added(to: contentType)
        #expect(
            fields[.contentSecurityPolicy] == """
                default-src 'none'; script-src 'self' 'nonce-N0NCE'; style-src 'self'; img-src 'self' data:; \
                font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                manifest-src 'self'; report-uri /csp-report
                """)
        for name in [
            "x-content-type-options", "referrer-policy", "x-frame-options", "permissions-policy",
            "cross-origin-opener-policy",
        ] {
            #expect(HTTPField.Name(name).flatMap { fields[$0] } != nil, "\(name)")
        }
    }

    /// A 304 has no content type; a new nonce in its header would lock the scripts of the page that the browser kept.
    @Test(arguments: [nil, "text/css", "application/json"])
    func othersGetNoPolicy(_ contentType: String?) {
        let fields = added(to: contentType)
        #expect(fields[.contentSecurityPolicy] == nil)
        #expect(fields[.xContentTypeOptions] == "nosniff")
    }

    @Test func drawingsCannotRunScripts() {
        #expect(added(to: "image/svg+xml")[.contentSecurityPolicy]?.contains("sandbox") == true)
    }

    @Test func strictTransportIsAskedForOverHTTPSOnly() {
        #expect(added(to: "text/html")[.strictTransportSecurity] == nil)
        #expect(added(to: "text/html", isSecure: true)[.strictTransportSecurity] != nil)
    }

    @Test func noncesAreLongAndNeverTheSame() {
        let nonces = (0..<1_000).map { _ in SecurityHeaders.nonce() }
        #expect(Set(nonces).count == 1_000)
        #expect(nonces.allSatisfy { $0.utf8.count == 22 })
    }
}
