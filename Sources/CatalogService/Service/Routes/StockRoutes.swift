import CatalogAPI
import Chassis
import Hummingbird
import Vocabulary
import Wire

/// Quotes and stock withdrawals: what order-service asks.
struct StockRoutes: Sendable {
    let products: ProductStore
    let withdrawals: StockWithdrawals

    static let lineLimit = 100

    func add(to router: some RouterMethods<ShopContext>) {
        router.post("/quotes", use: quote)
        router.put("/stock-withdrawals/{order}", use: withdraw)
        router.get("/stock-withdrawals/{order}", use: withdrawn)
    }

    @Sendable private func quote(_ request: Request, _ context: ShopContext) async throws -> Response {
        let lines = try await request.json(QuoteRequest.self).lines
        try Self.check(lines, count: 0...Self.lineLimit)
        return try .json(try await products.quote(lines), headers: Freshness.never)
    }

    @Sendable private func withdraw(_ request: Request, _ context: ShopContext) async throws -> Response {
        let order = try Self.order(context)
        let lines = try await request.json(StockWithdrawal.self).lines
        try Self.check(lines, count: 1...Self.lineLimit)
        switch try await withdrawals.withdraw(lines, for: order) {
        case .taken:
            return try .json(StockWithdrawn(order: order, lines: lines), status: .created, headers: Freshness.never)
        case .takenBefore:
            return try .json(StockWithdrawn(order: order, lines: lines), headers: Freshness.never)
        case .differsFromBefore:
            throw Problem(
                .conflict, type: CatalogProblem.differentWithdrawal, title: "Different withdrawal",
                detail: "Order \(order) asked for other pieces before; nothing was taken now.")
        case .short(let shortages):
            throw Problem(shortages, of: lines)
        }
    }

    @Sendable private func withdrawn(_ request: Request, _ context: ShopContext) async throws -> Response {
        let order = try Self.order(context)
        guard let lines = try await withdrawals.withdrawn(by: order) else {
            throw Problem.notFound("Order \(order) has taken nothing out of stock.")
        }
        return try .json(StockWithdrawn(order: order, lines: lines), headers: Freshness.never)
    }

    // MARK: Checks

    private static func order(_ context: ShopContext) throws -> String {
        let order = context.parameter("order")
        let isWellFormed = order.utf8.allSatisfy { byte in
            Unicode.Scalar(byte).properties.isAlphabetic && byte < 128
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
        guard isWellFormed, (1...64).contains(order.utf8.count) else {
            throw Problem.invalid("order", "must be 1 to 64 letters, digits, hyphens or underscores")
        }
        return order
    }

    private static func check(_ lines: [QuoteLine], count: ClosedRange<Int>) throws {
        guard count.contains(lines.count) else {
            throw Problem.invalid("lines", "must have \(count.lowerBound) to \(count.upperBound) elements")
        }
        var seen: Set<SKU> = []
        let repeated = lines.enumerated().filter { !seen.insert($1.sku).inserted }
        guard repeated.isEmpty else {
            throw Problem.invalid(
                repeated.map { index, line in
                    Problem.FieldError(
                        field: "lines[\(index)].sku", detail: "names \(line.sku) again; add the quantities to one line")
                })
        }
    }
}

extension Problem {
    fileprivate init(_ shortages: [StockWithdrawals.Shortage], of lines: [QuoteLine]) {
        self.init(
            .conflict, type: CatalogProblem.outOfStock, title: "Out of stock",
            detail: "Not everything is there in the quantity that was ordered; nothing was taken.",
            errors: shortages.map { shortage in
                let sku = lines[shortage.index].sku
                let there = shortage.available.map { "\($0) of \(sku) \($0 == 1 ? "is" : "are") there" }
                return FieldError(
                    field: "lines[\(shortage.index)].quantity",
                    detail: there ?? "0 of \(sku) are there: it is not sold any more")
            })
    }
}
