import Chassis
import GRDB
import Vocabulary

/// Keeps carts. A cart is there as soon as something is in it, and gone when nothing is.
package struct CartStore: Sendable {
    private let file: SharedCommit
    private let clock: WallClock

    package init(_ file: SharedCommit) {
        self.init(file, clock: .system)
    }

    init(_ file: SharedCommit, clock: WallClock) {
        self.file = file
        self.clock = clock
    }

    package func lines(of cart: CartID) async throws -> [CartLine] {
        try await file.database.read { try CartTable.lines($0, of: cart) }
    }

    /// Pieces in all lines.
    package func count(of cart: CartID) async throws -> Int {
        try await file.database.read { try CartTable.count($0, of: cart) }
    }

    /// Adds pieces to what is there and agrees to `line`'s price for all of them.
    /// - Returns: pieces in the cart.
    /// - Throws: ``CartError``; the cart is then as it was.
    package func add(_ line: CartLine, to cart: CartID) async throws -> Int {
        try await file.write { database in
            let present = try CartTable.quantity(database, of: line.sku, in: cart) ?? 0
            guard let together = Quantity(present + line.quantity.count) else {
                throw CartError.tooManyPieces(present: present)
            }
            var sum = line
            sum.quantity = together
            return try put(sum, in: cart, database)
        }
    }

    /// Sets how many there are and agrees to `line`'s price; an article that is not there is added.
    package func set(_ line: CartLine, in cart: CartID) async throws -> Int {
        try await file.write { try put(line, in: cart, $0) }
    }

    /// Removes articles; one that is not there is no error.
    package func remove(_ skus: [SKU], from cart: CartID) async throws -> Int {
        try await file.write { database in
            for sku in skus { try CartTable.remove(database, sku, from: cart) }
            return try CartTable.count(database, of: cart)
        }
    }

    /// Empties the carts that nobody has changed for `age`.
    /// - Returns: how many lines went.
    package func expire(age: Duration) async throws -> Int {
        let since = clock.now() - Int(age.components.seconds) * 1_000
        return try await file.write { try CartTable.removeUntouched($0, since: since) }
    }

    private func put(_ line: CartLine, in cart: CartID, _ database: Database) throws -> Int {
        let isNew = try CartTable.quantity(database, of: line.sku, in: cart) == nil
        guard try !isNew || CartTable.lineCount(database, of: cart) < CartTable.lineLimit else {
            throw CartError.tooManyLines
        }
        try CartTable.put(database, line, in: cart, at: clock.now())
        return try CartTable.count(database, of: cart)
    }
}
