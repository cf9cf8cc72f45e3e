/// Finds out what a visitor's browser can do with late parts, once, and remembers it in a cookie.
///
/// Script says `swap`. A browser with native patches applies one that holds a picture and so asks for it, with or
/// without script, and the answer's cookie says `native`. Who does neither stays with ordered pages.
package enum TierProbe {
    package static let cookie = "shop-tier"
    /// The address that only browsers with native patches ask for.
    package static let nativePath = "/capability/native.gif"
    package static let cookieAttributes = "Path=/; Max-Age=31536000; SameSite=Lax"

    static func script(nonce: String) -> String {
        "<script nonce=\"\(nonce)\">document.cookie=\"\(cookie)=swap; \(cookieAttributes)\"</script>"
    }

    /// Stands at the end of the body.
    static let patch = """
        <?start name="shop-probe"><?end name="shop-probe"><template for="shop-probe">\
        <img src="\(nativePath)" alt="" width="1" height="1" hidden></template>
        """
}
