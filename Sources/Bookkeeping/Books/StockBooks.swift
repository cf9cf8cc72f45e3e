/// What catalog-service's database says about orders and pieces.
package struct StockBooks: Sendable, Equatable {
    package struct Reservation: Sendable, Equatable {
        /// reserved, sold, released, refused or withdrawn (taken at once, as the release before did).
        package var state: String
        /// Pieces by SKU; none of an order that was over before it asked.
        package var lines: [String: Int]

        package init(_ state: String, _ lines: [String: Int]) {
            self.state = state
            self.lines = lines
        }
    }

    /// The pieces of one article.
    package struct Pieces: Sendable, Equatable {
        package var stock: Int
        package var reserved: Int
        package var sold: Int
        package var received: Int

        package init(stock: Int, reserved: Int, sold: Int, received: Int) {
            self.stock = stock
            self.reserved = reserved
            self.sold = sold
            self.received = received
        }
    }

    /// By the order's number.
    package var reservations: [String: Reservation] = [:]
    /// By SKU.
    package var pieces: [String: Pieces] = [:]
    package var events = EventBooks()

    package init() {}
}
