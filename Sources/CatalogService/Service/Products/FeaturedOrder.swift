/// The order in which a shop lays out its table: always the same for the same products, and varied, so that neighbours
/// differ. Products are dealt like cards: evenly by category, within a category evenly by shape; whose turn it is first
/// is decided by a hash of the number.
enum FeaturedOrder {
    static func arrange(_ listings: [Listing]) -> [Listing] {
        let categories = Dictionary(grouping: listings, by: \.category.id).mapValues { products in
            deal(Array(Dictionary(grouping: products, by: \.shape).mapValues(shuffled).values))
        }
        return deal(Array(categories.values))
    }

    /// Spreads each hand evenly over the whole: the i-th of n cards lies at (i + ½) / n.
    private static func deal(_ hands: [[Listing]]) -> [Listing] {
        let cards = hands.flatMap { hand in
            hand.enumerated().map { (place: (Double($0) + 0.5) / Double(hand.count), listing: $1) }
        }
        return cards.sorted { left, right in
            left.place != right.place
                ? left.place < right.place : isFirst(left.listing.id.text, right.listing.id.text)
        }.map(\.listing)
    }

    private static func shuffled(_ listings: [Listing]) -> [Listing] {
        listings.sorted { isFirst($0.id.text, $1.id.text) }
    }

    private static func isFirst(_ left: String, _ right: String) -> Bool {
        let (leftHash, rightHash) = (hash(left), hash(right))
        return leftHash != rightHash ? leftHash < rightHash : left < right
    }

    /// FNV-1a with a finishing mix: the same in every process, unlike Swift's own hashing.
    private static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        return hash ^ (hash >> 33)
    }
}
