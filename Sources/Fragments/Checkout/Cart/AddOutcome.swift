import Vocabulary

/// What became of putting something into the cart; as a word it travels in the address of the page that says so.
enum AddOutcome: Hashable {
    case added(Int)
    case failed(CartNotice)

    init?(_ text: String) {
        if let quantity = Int(text).flatMap(Quantity.init) {
            self = .added(quantity.count)
        } else if let notice = CartNotice(rawValue: text) {
            self = .failed(notice)
        } else {
            return nil
        }
    }

    var text: String {
        switch self {
        case .added(let count): String(count)
        case .failed(let notice): notice.rawValue
        }
    }
}
