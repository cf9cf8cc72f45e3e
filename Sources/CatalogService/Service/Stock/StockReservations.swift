import CatalogAPI
import Chassis
import GRDB
import Logging
import OrderAPI
import Vocabulary
import Wire

/// Puts the pieces of orders aside, sells and releases them, as ``Reservation`` says: all pieces of an order or none,
/// once for each order. Each method runs in the transaction that records the event which asks for it.
struct StockReservations: Sendable {
    let outbox: Outbox
    let logger: Logger

    private var news: CatalogueNews { CatalogueNews(outbox: outbox) }

    func placed(_ database: Database, _ order: OrderPlaced) throws {
        let lines = order.lines.map { QuoteLine(sku: $0.sku, quantity: $0.quantity) }
        switch try step(database, order.order, on: .placed) {
        case .tries: try reserve(database, lines, for: order.order)
        case .repeats(.reserved): try say(database, StockEvents.reserved, order.order)
        case .repeats: try refuse(database, [], of: lines, order.order)
        case .stays, .isRefused, .forestalls, .sells, .releases: break
        }
    }

    func confirmed(_ database: Database, _ order: String) throws {
        guard try step(database, order, on: .confirmed) == .sells else { return }
        if try ReservationTable.state(database, of: order) == .reserved {
            try ReservationTable.sell(database, try ReservationTable.lines(database, of: order))
        }
        try ReservationTable.set(database, .sold, of: order)
        try say(database, StockEvents.sold, order)
    }

    func rejected(_ database: Database, _ order: String) throws {
        switch try step(database, order, on: .rejected) {
        case .forestalls: try ReservationTable.insert(database, order, .released)
        case .releases:
            let lines = try ReservationTable.lines(database, of: order)
            if try ReservationTable.state(database, of: order) == .reserved {
                try ReservationTable.release(database, lines)
            } else {
                try ReservationTable.takeBack(database, lines)
            }
            try news.stockMoved(database, lines, taken: false)
            try ReservationTable.set(database, .released, of: order)
            try say(database, StockEvents.released, order)
        case .tries, .repeats, .stays, .isRefused, .sells: break
        }
    }

    // MARK: Steps

    private func step(_ database: Database, _ order: String, on event: Reservation.Event) throws -> Reservation.Step {
        let state = try ReservationTable.state(database, of: order)
        let step = Reservation.step(state, on: event)
        if step == .isRefused {
            logger.critical(
                "order-service said what cannot be",
                metadata: ["order": "\(order)", "state": "\(state?.rawValue ?? "none")", "event": "\(event)"])
        }
        return step
    }

    private func reserve(_ database: Database, _ lines: [QuoteLine], for order: String) throws {
        let shortages = try StockWithdrawals.shortages(of: lines, in: database)
        guard shortages.isEmpty else {
            try ReservationTable.insert(database, order, .refused)
            try ReservationTable.insert(database, lines, short: shortages, of: order)
            return try refuse(database, shortages, of: lines, order)
        }
        try ReservationTable.insert(database, order, .reserved)
        try ReservationTable.insert(database, lines, of: order)
        try ReservationTable.reserve(database, lines)
        try news.stockMoved(database, lines, taken: true)
        try say(database, StockEvents.reserved, order)
    }

    private func refuse(
        _ database: Database, _ shortages: [StockWithdrawals.Shortage], of lines: [QuoteLine], _ order: String
    ) throws {
        let shortages = shortages.map { shortage in
            let line = lines[shortage.index]
            return StockRefused.Shortage(
                sku: line.sku, wanted: line.quantity.count, available: shortage.available ?? 0)
        }
        try outbox.append(
            database, StockEvents.refused, key: order,
            payload: StockRefused(order: order, shortages: shortages), correlation: order)
    }

    private func say(_ database: Database, _ type: EventType<StockChanged>, _ order: String) throws {
        try outbox.append(database, type, key: order, payload: StockChanged(order: order), correlation: order)
    }
}
