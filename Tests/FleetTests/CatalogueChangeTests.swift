import FoundationEssentials
import Glibc
import HTTPTypes
import NIOCore
import Testing
import Wire

/// What changes in the catalogue is on the next page, though the shell keeps pieces of pages for an hour.
extension RealFleets {
    @Suite(.serialized) struct CatalogueChangeTests {
        private static let page = "/product/KT-001?sku=KT-001-SR"
        private static let other = "/product/KT-002?sku=KT-002-SG"
        /// Within so long a change has to be seen.
        private static let promise = Duration.seconds(1)
        /// How long an answer with a price is good for unless changes are heard of: fresh and a little stale.
        private static let shortLife = Duration.seconds(10)

        private func text(_ fleet: RunningFleet, _ path: String = page) async throws -> String {
            try await fleet.text(of: path)
        }

        /// How the buy button came onto the page: `hit` if it was kept.
        private func state(_ text: String) -> String? {
            text.firstMatch(of: #/data-name="checkout.add-to-cart"[^>]*data-state="([a-z-]+)"/#).map { String($0.1) }
        }

        /// Waits until a page is made of what is kept, then for as long as it would be good for without events.
        private func keepPages(_ fleet: RunningFleet) async throws {
            for page in [Self.page, Self.other] { _ = try await text(fleet, page) }
            try await Task.sleep(for: Self.shortLife + .seconds(1))
            _ = try await text(fleet, "/products")
            for page in [Self.page, Self.other] { #expect(state(try await text(fleet, page)) == "hit") }
        }

        private func sees(_ fleet: RunningFleet, _ words: String, on path: String = page) async throws {
            try await fleet.page(path, says: words, within: Self.promise)
        }

        @Test func whatIsSetAndWhatIsBoughtIsOnTheNextPages() async throws {
            try await RunningFleet.with { fleet in
                #expect(try await fleet.shop("catalog", "set", "KT-002-SG", "--stock", "1").status == 0)
                try await sees(fleet, "Only one left", on: Self.other)
                try await keepPages(fleet)
                try await aPriceAndAStockThatAreSetAreSeen(fleet)
                try await Buyer(fleet).buys("KT-002-SG")
                try await sees(fleet, "Sold out", on: Self.other)
            }
        }

        private func aPriceAndAStockThatAreSetAreSeen(_ fleet: RunningFleet) async throws {
            let (status, output) = try await fleet.shop(
                "catalog", "set", "KT-001-SR", "--price", "129.00", "--stock", "3")
            #expect(status == 0 && output.contains("price €129.00, was €"), "\(output)")
            try await sees(fleet, "€129.00")
            try await sees(fleet, "Only 3 left")
            #expect(try await fleet.shop("catalog", "set", "KT-999-XX", "--stock", "3").status == 1)
            #expect(try await fleet.shop("catalog", "set", "KT-001-SR", "--price", "cheap").status == 2)
            // A second change finds the pages kept again.
            _ = try await text(fleet)
            #expect(state(try await text(fleet)) == "hit")
            #expect(try await fleet.shop("catalog", "set", "KT-001-SR", "--price", "99").status == 0)
            try await sees(fleet, "€99.00")
        }

        @Test func aCartShowsAPriceThatChangedAndWantsItAccepted() async throws {
            try await RunningFleet.with { fleet in
                let buyer = Buyer(fleet)
                let cookies = try await buyer.puts("KT-001-SR")
                #expect(try await fleet.shop("catalog", "set", "KT-001-SR", "--price", "129.00").status == 0)
                let cart = try await buyer.sees("/checkout/cart", cookies)
                #expect(cart.contains("The price has changed: it was <s>€") && cart.contains("Accept €129.00"))
            }
        }

        /// Without the broker nobody is told: then what is kept lives no longer than it did before there were events.
        @Test func withoutTheBrokerNothingIsKeptForLong() async throws {
            try await RunningFleet.with { fleet in
                try await keepPages(fleet)
                try fleet.process("broker").send(SIGSTOP)
                defer { try? fleet.process("broker").send(SIGCONT) }
                #expect(try await fleet.shop("catalog", "set", "KT-001-SR", "--price", "129.00").status == 0)
                let deadline = ContinuousClock.now + .seconds(25)
                while try await !text(fleet).contains("€129.00") {
                    try #require(ContinuousClock.now < deadline, "the old price stayed")
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
        }
    }
}

/// Somebody who buys one article by the forms, with a browser's cookies.
private struct Buyer {
    private let address: Address
    private let fleet: RunningFleet

    init(_ fleet: RunningFleet) {
        self.fleet = fleet
        address = Address(host: "127.0.0.1", port: fleet.port)
    }

    /// - Returns: the cookies that name the cart.
    func puts(_ sku: String) async throws -> [String: String] {
        Self.cookies(try await post("/checkout/cart/add", "sku=\(sku)&quantity=1", [:]))
    }

    func sees(_ path: String, _ cookies: [String: String]) async throws -> String {
        let request = WireRequest(target: path, headers: [.cookie: Self.header(cookies)])
        let page = try await WireClient.shared.send(request, to: address, deadline: .after(.seconds(5)))
        return String(buffer: page.body)
    }

    func buys(_ sku: String) async throws {
        let cookies = try await puts(sku)
        let page = try await sees("/checkout/checkout", cookies)
        let key = try #require(page.firstMatch(of: #/name="key" value="([^"]+)"/#)).output.1
        let form = """
            key=\(key)&email=ada%40example.org&name=Ada&fulfilment=delivery&street=Windgasse+7&postal-code=20095\
            &city=Hamburg&payment=test-card-accepted
            """
        let placed = try await post("/checkout/place-order", form, cookies)
        try #require(placed.headers[.location]?.hasPrefix("/checkout/thanks") == true, "\(placed.headers)")
    }

    private func post(_ path: String, _ form: String, _ cookies: [String: String]) async throws -> WireResponse {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if !cookies.isEmpty { headers[.cookie] = Self.header(cookies) }
        return try await WireClient.shared.send(
            WireRequest(method: .post, target: path, headers: headers, body: ByteBuffer(string: form)), to: address,
            deadline: .after(.seconds(10)))
    }

    private static func header(_ cookies: [String: String]) -> String {
        cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; ")
    }

    private static func cookies(_ answer: WireResponse) -> [String: String] {
        answer.headers[values: .setCookie].reduce(into: [:]) { cookies, text in
            let pair = text.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
        }
    }
}
