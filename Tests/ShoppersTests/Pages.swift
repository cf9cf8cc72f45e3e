import NIOCore
import Shoppers

/// Pages as the shop sends them, in small.
enum Pages {
    static func fragment(_ name: String, state: String = "miss", _ markup: String = "") -> String {
        """
        <shop-fragment data-name="\(name)" data-team="t" data-release="1" data-ms="0.1" data-state="\(state)">\
        \(markup)</shop-fragment>
        """
    }

    static func page(_ body: String, head: String = "") -> String {
        let heading = body.contains("<h1>") ? "" : "<h1>Kites</h1>\n"
        return "<!doctype html>\n<html lang=\"en\">\n<head>\(head)</head>\n<body>\n\(heading)\(body)\n</body>\n</html>\n"
    }

    static func facts(_ body: String, head: String = "") -> PageFacts { read(page(body, head: head)) }

    static func read(_ text: String) -> PageFacts { PageReader.read(ByteBuffer(string: text)) }

    static let links = """
        <a href="/products/stunt">Stunt</a> <a href="/products/stunt?sort=newest">New</a> <a href="/product/KT-001">A</a>
        """

    static let product =
        fragment(
            "decide.product",
            """
            <h1>Skylark</h1><a href="/product/KT-001?sku=KT-001-SR">SR</a><a href="/product/KT-001?sku=KT-001-GL">GL</a>
            <a href="/product/KT-002?sku=KT-002-GL">other</a>
            """)
        + fragment(
            "checkout.add-to-cart",
            """
            <form method="post" action="/checkout/cart/add"><input type="hidden" name="sku" value="KT-001-SR">
            <input name="quantity" type="number" min="1" max="10" value="1" required></form>
            """)

    static let filters = fragment(
        "explore.category",
        """
        <form action="/products/stunt" method="get"><input type="checkbox" name="skill" value="beginner">
        <input name="minPrice" type="number" value=""></form>
        """)

    static func cart(_ lines: [String: Int], canCheckOut: Bool = true) -> String {
        let forms = lines.sorted { $0.key < $1.key }.map { sku, quantity in
            """
            <form method="post" action="/checkout/cart/remove"><input type="hidden" name="sku" value="\(sku)">\
            <input type="hidden" name="quantity" value="\(quantity)"></form>
            """
        }.joined()
        let link = lines.isEmpty || !canCheckOut ? "" : "<a href=\"/checkout/checkout\">Go to checkout</a>"
        return fragment("checkout.cart", forms + link)
    }

    static let checkout = checkout(key: "k&amp;1")

    static func checkout(key: String) -> String {
        fragment(
            "checkout.checkout",
            """
            <form method="post" action="/checkout/place-order"><input type="hidden" name="key" value="\(key)">
            <input type="radio" name="store" value="fano"></form>
            """)
    }

    static func thanks(_ number: String) -> String {
        "<h1>Thank you</h1>" + fragment("checkout.thanks", "<p>Order \(number)</p>")
    }
}
