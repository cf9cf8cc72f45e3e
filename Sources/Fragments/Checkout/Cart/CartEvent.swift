import Vocabulary
import Wire

/// A change of a cart, as a word in its page's address.
enum CartChangeWord: String {
    case added, removed, changed, accepted
}

/// What happened just before a cart is shown.
enum CartEvent {
    struct Article {
        let sku: SKU
        let name: String
        let quantity: Int
    }

    case changed(CartChangeWord, Article)
    case refused(CartNotice)

    /// One sentence.
    var text: String {
        switch self {
        case .changed(.added, let article): "Added \(article.name)."
        case .changed(.removed, let article): "Removed \(article.name)."
        case .changed(.changed, let article): "\(article.name): \(article.quantity)."
        case .changed(.accepted, let article): "Accepted the price of \(article.name)."
        case .refused(let notice): notice.text
        }
    }
}

/// What a cart's page says about it. Changes that can be seen in the lines are only announced.
struct CartMessage {
    /// A form that takes a removal back.
    struct Undo {
        let sku: String
        let quantity: Int
        let back: String
    }

    let text: String
    /// `good` or `warn`: part of a class name.
    let kind: String
    let undo: Undo?

    init?(_ event: CartEvent?) {
        switch event {
        case .changed(.removed, let article):
            (text, kind) = (event?.text ?? "", "good")
            undo = Undo(
                sku: article.sku.text, quantity: article.quantity,
                back: CartPlace.after(.added, article.sku, article.quantity).path)
        case .changed(.added, _):
            (text, kind, undo) = (event?.text ?? "", "good", nil)
        case .refused(let notice):
            (text, kind, undo) = (notice.text, "warn", nil)
        case .changed(.changed, _), .changed(.accepted, _), nil:
            return nil
        }
    }
}
