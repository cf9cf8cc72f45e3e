import GRDB

extension ShopBooks {
    /// Reads the databases of a shop, all at one moment.
    /// - Parameters:
    ///   - folder: where they lie.
    ///   - isRunning: whether the shop runs.
    ///   - hasOwnBroker: false where another engine carries the events; a book of the broker's is an old one then.
    /// - Throws: `DatabaseError`.
    package init(of folder: String, isRunning: Bool, hasOwnBroker: Bool = true) throws {
        let moment = try DatabaseMoment(of: folder, isWritten: isRunning)
        defer { moment.close() }
        try self.init(moment, isRunning: isRunning, hasOwnBroker: hasOwnBroker)
    }

    package init(_ moment: DatabaseMoment, isRunning: Bool, hasOwnBroker: Bool = true) throws {
        readAt = moment.taken
        damages = try moment.damages()
        self.isRunning = isRunning
        orders = try moment.read("order-service.sqlite", table: "order_sagas", OrderBooks.init) ?? OrderBooks()
        stock = try moment.read("catalog.sqlite", table: "reservation", StockBooks.init) ?? StockBooks()
        guard hasOwnBroker else { return }
        broker = try moment.read("broker.sqlite", table: "delivery", BrokerBooks.init)
        do {
            carriedElsewhere = try moment.carriedElsewhere() ?? CarriedElsewhere()
        } catch {
            damages[CarriedElsewhere.fileName] = "it is not what was written"
        }
    }
}

// MARK: order-service

extension OrderBooks {
    init(_ database: Database) throws {
        var entries: [Int64: OrderEntry] = [:]
        let orders = try Row.fetchCursor(
            database,
            sql: """
                SELECT id, orders.number AS number, cart, orders.state AS former, total, orders.currency AS currency,
                    s.state AS saga, s.reason AS reason, s.deadline AS deadline,
                    p.state AS payment, p.amount AS amount, p.token AS token,
                    parcels.number AS parcel, collected_at, delivered_at
                FROM orders LEFT JOIN order_sagas s ON s.order_id = id LEFT JOIN payments p ON p.order_id = id
                LEFT JOIN parcels ON parcels.order_id = id
                """)
        while let row = try orders.next() { entries[row["id"]] = OrderEntry(row) }
        let lines = try Row.fetchCursor(database, sql: "SELECT order_id, sku, quantity FROM order_lines")
        while let row = try lines.next() { entries[row[0]]?.lines[row[1]] = row[2] }
        let moments = try Row.fetchCursor(
            database, sql: "SELECT order_id, at, what FROM order_timeline ORDER BY order_id, position")
        while let row = try moments.next() { entries[row[0]]?.timeline.append(.init(at: row[1], row[2])) }
        self.orders = entries.sorted { $0.key < $1.key }.map(\.value)
        let payments = try Row.fetchCursor(database, sql: "SELECT order_number, state, amount FROM bank_payments")
        while let row = try payments.next() { bank[row[0]] = BankEntry(row[1], amount: row[2]) }
        events = try EventBooks(database)
    }
}

extension OrderEntry {
    fileprivate init(_ row: Row) {
        self.init(
            number: row["number"], cart: row["cart"], formerState: row["former"], total: row["total"],
            currency: row["currency"], lines: [:])
        if let state: String = row["saga"] {
            saga = Saga(state, reason: row["reason"], deadline: row["deadline"])
        }
        if let state: String = row["payment"] {
            payment = Payment(state, amount: row["amount"], token: row["token"])
        }
        if let number: String = row["parcel"] {
            parcel = Parcel(number, collectedAt: row["collected_at"], deliveredAt: row["delivered_at"])
        }
    }
}

// MARK: catalog-service

extension StockBooks {
    init(_ database: Database) throws {
        let reservations = try Row.fetchCursor(database, sql: "SELECT order_id, state FROM reservation")
        while let row = try reservations.next() { self.reservations[row[0]] = Reservation(row[1], [:]) }
        let lines = try Row.fetchCursor(database, sql: "SELECT order_id, sku, quantity FROM reservation_line")
        while let row = try lines.next() { self.reservations[row[0]]?.lines[row[1]] = row[2] }
        // Beside what is in the catalogue: what has left it and is still reserved or was sold.
        for table in ["variant", "departed_article"] where try database.tableExists(table) {
            let articles = try Row.fetchCursor(
                database, sql: "SELECT sku, stock, reserved, withdrawn, received FROM \(table)")
            while let row = try articles.next() {
                pieces[row[0]] = Pieces(stock: row[1], reserved: row[2], sold: row[3], received: row[4])
            }
        }
        events = try EventBooks(database)
    }
}
