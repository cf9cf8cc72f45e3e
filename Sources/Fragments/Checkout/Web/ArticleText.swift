/// How team Checkout writes an article.
enum ArticleText {
    /// Colourway, and the size where there is more than one.
    static func variant(colourway: String, size: String) -> String {
        size == "Standard" ? colourway : "\(colourway), \(size)"
    }

    static func items(_ count: Int) -> String { count == 1 ? "1 item" : "\(count) items" }
}
