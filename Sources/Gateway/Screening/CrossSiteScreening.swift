import NIOHTTP1

/// Keeps other sites from posting in a visitor's name. Browsers say where a request began: in `Sec-Fetch-Site`, or in
/// `Origin`; clients that say neither carry nobody's cookies but their own.
package enum CrossSiteScreening {
    static func check(_ head: HTTPRequestHead) throws(Refusal) {
        guard head.method == .POST else { return }
        let isForeign =
            isForeign(site: head.headers.first(name: "sec-fetch-site"))
            || isForeign(origin: head.headers.first(name: "origin"), host: head.headers.first(name: "host"))
        guard !isForeign else { throw Refusal(.forbidden, "Forms are taken from the shop's own pages only.") }
    }

    package static func isForeign(site: String?) -> Bool {
        switch site {
        case nil, "same-origin", "none": false
        default: true
        }
    }

    package static func isForeign(origin: String?, host: String?) -> Bool {
        guard let origin else { return false }
        guard let host, let scheme = ["http://", "https://"].first(where: origin.hasPrefix) else { return true }
        return origin.dropFirst(scheme.utf8.count).lowercased() != host.lowercased()
    }
}
