/// Joins what the databases of a shop say about every order, payment, parcel, piece of stock and event, and tells where
/// they disagree. A pure function over values.
///
/// What is on its way is no disagreement, unless it is far too late, or everything must have ended.
package struct Audit: Sendable {
    /// How much later than its deadline something may be, in milliseconds: a service may have been away.
    package static let lateness = 60_000

    let books: ShopBooks
    /// Whether nothing may be under way any more.
    let mustBeSettled: Bool

    package init(of books: ShopBooks, mustBeSettled: Bool = false) {
        self.books = books
        self.mustBeSettled = mustBeSettled
    }

    package func report() -> AuditReport {
        var report = AuditReport()
        for (name, finding) in books.damages.sorted(by: { $0.key < $1.key }) {
            report.disagreements.append(
                .init("database \(name)", "it is damaged (\(finding)); ./shop down, then ./shop restore DIR"))
        }
        auditOrders(&report)
        auditStrangers(&report)
        auditStock(&report)
        auditEvents(&report)
        return report
    }

    // MARK: Orders

    private func auditOrders(_ report: inout AuditReport) {
        for order in books.orders.orders {
            let audit = OrderAudit(
                order: order, reservation: books.stock.reservations[order.number],
                bank: books.orders.bank[order.number])
            var complaints = audit.complaints
            if audit.isUnderWay {
                report.counts.underWay += 1
                complaints += lateness(of: order).map { [$0] } ?? []
            } else {
                report.counts.ended += 1
            }
            report.counts.orders += 1
            report.counts.payments += order.payment == nil ? 0 : 1
            report.counts.parcels += order.parcel == nil ? 0 : 1
            report.disagreements += complaints.map { .init("order \(order.number)", $0) }
        }
    }

    private func lateness(of order: OrderEntry) -> String? {
        let state = order.saga?.state ?? "nowhere"
        if mustBeSettled { return "is \(state), and not everything that belongs to it has ended" }
        guard books.isRunning else { return nil }
        let due = order.saga?.deadline ?? order.timeline.last?.at ?? books.readAt
        let late = books.readAt - due
        guard late > Self.lateness else { return nil }
        return "is \(state), and has been waiting for \(late / 1_000) s longer than it should"
    }

    /// What is about orders that there are not.
    private func auditStrangers(_ report: inout AuditReport) {
        let known = Set(books.orders.orders.map(\.number))
        for number in books.stock.reservations.keys.sorted() where !known.contains(number) {
            let state = books.stock.reservations[number]?.state ?? ""
            report.disagreements.append(
                .init("order \(number)", "catalog-service has its pieces as \(state), order-service has no such order"))
        }
        for number in books.orders.bank.keys.sorted() where !known.contains(number) {
            let state = books.orders.bank[number]?.state ?? ""
            report.disagreements.append(
                .init("order \(number)", "the bank has a payment that is \(state), order-service has no such order"))
        }
    }

    // MARK: Stock

    private func auditStock(_ report: inout AuditReport) {
        var reserved: [String: Int] = [:]
        var sold: [String: Int] = [:]
        for reservation in books.stock.reservations.values {
            switch reservation.state {
            case "reserved": reserved.merge(reservation.lines, uniquingKeysWith: +)
            case "sold", "withdrawn": sold.merge(reservation.lines, uniquingKeysWith: +)
            default: break
            }
        }
        for (sku, pieces) in books.stock.pieces.sorted(by: { $0.key < $1.key }) {
            report.counts.articles += 1
            report.counts.pieces += pieces.received
            func complain(_ words: String) { report.disagreements.append(.init("article \(sku)", words)) }
            if pieces.received != pieces.stock + pieces.reserved + pieces.sold {
                complain(
                    "\(pieces.received) pieces were received, but \(pieces.stock) in stock, \(pieces.reserved) "
                        + "reserved and \(pieces.sold) sold make \(pieces.stock + pieces.reserved + pieces.sold)")
            }
            if pieces.reserved != reserved[sku, default: 0] {
                complain("\(pieces.reserved) pieces are reserved, by orders \(reserved[sku, default: 0])")
            }
            if pieces.sold != sold[sku, default: 0] {
                complain("\(pieces.sold) pieces are sold, to orders \(sold[sku, default: 0])")
            }
        }
    }
}
