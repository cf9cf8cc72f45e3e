import NIOCore
import Synchronization
import TestSupport
import Wire

/// A small shop on real connections that is well but for one thing.
final class MisbehavingShop: Sendable {
    enum Fault: Sendable, CaseIterable {
        case none
        // Of documents.
        case closes, resets, breaksOff, breaksOffChunked, hangs, talksNonsense, packsBadly, failsWith503, sendsText
        case doesNotEnd, missesAFragment, sendsAway
        // Of assets.
        case assetNotFound, assetOfAnotherType, assetTampered, assetBreaksOff, pictureDoesNotEnd
        // Of carts and orders.
        case closesKeptConnections, losesTheCart, cannotTakeOrders, losesOrders, takesOrdersTwice, neverConfirms
    }

    private struct State {
        /// By the cookie of their visitor.
        var carts: [String: [String: Int]] = [:]
        /// Numbers, by the key of their form.
        var orders: [String: String] = [:]
        var taken = 0
        var shown: Set<String> = []
    }

    private struct Visit {
        let target: String
        let form: Query
        let cookies: [String: String]

        var path: String { String(target.prefix { $0 != "?" }) }
        var query: Query { Query(target.drop { $0 != "?" }.dropFirst()) }
        var cart: String? { cookies["cart"] }
    }

    private let fault: Fault
    private let state = Mutex(State())

    init(_ fault: Fault) {
        self.fault = fault
    }

    static func run<Value: Sendable>(_ fault: Fault, _ body: @Sendable (Address) async throws -> Value) async throws
        -> Value
    {
        let shop = MisbehavingShop(fault)
        return try await RawServer.run({ try await shop.serve($0) }, body)
    }

    private func serve(_ connection: RawConnection) async throws {
        var isKept = false
        while true {
            let head = try await connection.read(through: "\r\n\r\n")
            func field(_ name: String) -> String? {
                let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ": ") }
                return line.map { String($0.dropFirst(name.count + 2)) }
            }
            let count = field("content-length").flatMap { Int($0) } ?? 0
            let form = Query(String(buffer: try await connection.read(count: count)))
            if fault == .closesKeptConnections, isKept { return }
            let words = head.split(separator: " ", maxSplits: 2)
            let visit = Visit(target: String(words[1]), form: form, cookies: Cookies.parse(field("cookie")))
            try await answer(visit, on: connection)
            isKept = true
        }
    }

    private func answer(_ visit: Visit, on connection: RawConnection) async throws {
        if visit.path.hasPrefix("/assets/") { return try await sendAsset(visit.path, on: connection) }
        let cart = visit.cart ?? "c\(UInt32.random(in: 0 ... .max))"
        if let place = place(after: visit, cart: cart) {
            return try await connection.send(
                """
                HTTP/1.1 303 See Other\r\nLocation: \(place)\r\nSet-Cookie: cart=\(cart); Path=/\r\n\
                Content-Length: 0\r\n\r\n
                """)
        }
        try await sendPage(page(visit), on: connection)
    }

    // MARK: Forms

    /// Where a posted form leads; nil for a page.
    private func place(after visit: Visit, cart: String) -> String? {
        let form = visit.form
        return state.withLock { state in
            let (sku, quantity) = (form["sku"] ?? "", form["quantity"].flatMap { Int($0) } ?? 0)
            switch visit.path {
            case "/checkout/cart/add":
                if fault != .losesTheCart { state.carts[cart, default: [:]][sku, default: 0] += quantity }
            case "/checkout/cart/quantity": state.carts[cart, default: [:]][sku] = quantity
            case "/checkout/cart/remove": state.carts[cart, default: [:]][sku] = nil
            case "/checkout/place-order": return order(form["key"] ?? "", cart: cart, &state)
            case "/" where fault == .sendsAway: return "/elsewhere"
            default: return nil
            }
            return "/checkout/cart?did=changed"
        }
    }

    private func order(_ key: String, cart: String, _ state: inout State) -> String {
        if fault == .cannotTakeOrders { return "/checkout/checkout?retry=1" }
        if state.orders[key] == nil || fault == .takesOrdersTwice {
            state.taken += 1
            state.orders[key] = "A-\(state.taken)"
        }
        state.carts[cart] = nil
        return "/checkout/thanks?order=\(state.orders[key] ?? "")&secret=s"
    }

    // MARK: Pages

    private func page(_ visit: Visit) -> (status: Int, text: String) {
        if fault == .failsWith503 { return (503, Pages.page("")) }
        let home = Pages.fragment(fault == .missesAFragment ? "explore.stores" : "explore.home")
        let head = """
            <link rel="stylesheet" href="/assets/a.css" \
            integrity="sha384-WeF0h3dEjGnea4ANejO7+5/xtGPkQ1TDVTvNucZm+pASWjx5+QOXvfX2oT3oKGhP">
            """
        let (lines, taken) = state.withLock { ($0.carts[visit.cart ?? ""] ?? [:], $0.taken) }
        let body =
            switch visit.path {
            case "/checkout/cart": Pages.cart(lines)
            case "/checkout/checkout": Pages.checkout(key: "k\(taken)")
            case "/checkout/thanks": thanks(visit.query["order"] ?? "")
            default: home + Pages.links + Pages.filters + Pages.fragment("explore.search") + Pages.product
            }
        if body.isEmpty { return (404, Pages.page("")) }
        let text = Pages.page(body + "<img src=\"/assets/a.svg\">", head: head)
            .split(separator: "<h1>Kites</h1>", maxSplits: 1).joined()
        return (200, fault == .doesNotEnd ? String(text.dropLast("</html>\n".count)) : text)
    }

    /// An order's page; where it is lost, nothing once it has been shown, and where it is never confirmed, that.
    private func thanks(_ number: String) -> String {
        let isNew = state.withLock { $0.shown.insert(number).inserted }
        if fault == .losesOrders, !isNew { return "" }
        let page = Pages.thanks(number)
        return fault == .neverConfirms ? page.split(separator: "Thank you").joined(separator: "Nearly there") : page
    }

    private func sendPage(_ page: (status: Int, text: String), on connection: RawConnection) async throws {
        let head = """
            HTTP/1.1 \(page.status) Status\r\nContent-Type: text/\(fault == .sendsText ? "plain" : "html")\r\n\
            Shop-Release: r1\r\n
            """
        let whole = "Content-Length: \(page.text.utf8.count)\r\n\r\n\(page.text)"
        switch fault {
        case .closes: throw Leaves()
        case .resets: try await connection.reset()
        case .breaksOff:
            try await connection.send(head + whole.dropLast(20))
            throw Leaves()
        case .breaksOffChunked:
            try await connection.send("\(head)Transfer-Encoding: chunked\r\n\r\n5\r\n<html\r\n")
            throw Leaves()
        case .hangs: await connection.waitForEnd()
        case .packsBadly:
            try await connection.send("\(head)Content-Encoding: gzip\r\nContent-Length: 8\r\n\r\nunpacked")
        case .talksNonsense: try await connection.send("nonsense\r\n\r\n")
        default: try await connection.send(head + whole)
        }
    }

    private func sendAsset(_ path: String, on connection: RawConnection) async throws {
        let isStyle = path.hasSuffix(".css")
        let body =
            isStyle
            ? (fault == .assetTampered ? "hallo" : "hello") : (fault == .pictureDoesNotEnd ? "<svg>" : "<svg></svg>")
        let status = fault == .assetNotFound ? 404 : 200
        let type = isStyle ? (fault == .assetOfAnotherType ? "text/html" : "text/css") : "image/svg+xml"
        let answer = """
            HTTP/1.1 \(status) Status\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
            """
        guard fault == .assetBreaksOff else { return try await connection.send(answer) }
        try await connection.send(String(answer.dropLast(2)))
        throw Leaves()
    }

    /// The connection is closed.
    private struct Leaves: Error {}
}
