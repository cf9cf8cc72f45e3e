import HTTPTypes
import NIOCore
import Synchronization
import TestSupport
import Testing
import Wire

/// Somebody who shops: keeps cookies, follows redirects from forms to the fragments of the pages that they lead to.
final class CheckoutVisitor: Sendable {
    private let shop: CheckoutShop
    private let jar = Mutex<[String: String]>([:])

    init(_ shop: CheckoutShop, cookies: [String: String] = [:]) {
        self.shop = shop
        jar.withLock { $0 = cookies }
    }

    var cookies: [String: String] { jar.withLock(\.self) }

    /// Sends a form.
    /// - Returns: where the answer sends the browser, or its status where it does not.
    @discardableResult
    func send(_ action: String, _ fields: [String: String], headers: HTTPFields = [:]) async throws -> String {
        let answer = try await post(action, fields, headers: headers)
        return answer.headers[.location] ?? "status \(answer.status.code)"
    }

    func post(_ action: String, _ fields: [String: String], headers: HTTPFields = [:]) async throws -> WireResponse {
        var query = QueryWriter()
        for (name, value) in fields { query.add(name, value) }
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        headers[.cookie] = cookieHeader
        let answer = try await shop.checkout.send(
            WireRequest(
                method: .post, target: action, headers: headers,
                body: ByteBuffer(string: String(query.target("").dropFirst()))))
        for cookie in answer.headers[values: .setCookie] { keep(cookie) }
        return answer
    }

    /// The fragment of a page's path, e.g. `/checkout/cart?did=removed`.
    func see(_ page: String) async throws -> WireResponse {
        let path = page.replacing("/checkout/added", with: "/checkout/add-to-cart")
            .replacing(#/\/checkout\/order\/(UP-[A-Z0-9-]+)\?/#) { "/checkout/thanks?order=\($0.output.1)&" }
        return try await shop.checkout.get(
            path.replacing("/checkout/", with: "/fragments/"), headers: [.cookie: cookieHeader])
    }

    /// The fragment as soon as it says so; as it is after a minute if it never does.
    func see(_ page: String, until words: String) async throws -> WireResponse {
        let deadline = Deadline.after(.seconds(60))
        var answer = try await see(page)
        while !answer.text.contains(words), !deadline.hasPassed {
            try await Task.sleep(for: .milliseconds(10))
            answer = try await see(page)
        }
        return answer
    }

    /// The page that a form leads to.
    func text(after action: String, _ fields: [String: String]) async throws -> String {
        try await see(try await send(action, fields)).text
    }

    func add(_ sku: String, _ quantity: Int = 1) async throws {
        let place = try await send("/checkout/cart/add", ["sku": sku, "quantity": String(quantity)])
        try #require(place.hasPrefix("/checkout/cart?did=added"), "\(place)")
    }

    /// The checkout page's key, as its form carries it.
    func key() async throws -> String {
        let page = try await see("/checkout/checkout").text
        let start = try #require(page.firstRange(of: #"name="key" value=""#)).upperBound
        return String(page[start...].prefix { $0 != "\"" })
    }

    private var cookieHeader: String { cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; ") }

    private func keep(_ cookie: String) {
        let parts = cookie.split(separator: ";")
        let pair = (parts.first ?? "").split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return }
        let isGone = cookie.contains("Max-Age=0")
        jar.withLock { $0[String(pair[0])] = isGone ? nil : String(pair[1]) }
    }
}

extension [String: String] {
    /// The checkout form as somebody fills it in.
    static func order(key: String) -> [String: String] {
        [
            "key": key, "email": "ada@example.org", "name": "Ada Lovelace", "fulfilment": "delivery",
            "street": "Windgasse 7", "postal-code": "20095", "city": "Hamburg", "payment": "test-card-accepted",
        ]
    }

    func with(_ changes: [String: String]) -> [String: String] { merging(changes) { $1 } }
}
