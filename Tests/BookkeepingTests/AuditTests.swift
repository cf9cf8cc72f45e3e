import Bookkeeping
import Testing

@Suite struct AuditTests {
    private func words(_ books: ShopBooks, settled: Bool = false) -> [String] {
        Audit(of: books, mustBeSettled: settled).report().disagreements.map { "\($0.about): \($0.words)" }
    }

    private let orders = EventChannel(source: "/order-service", topic: "orders")

    @Test func booksThatAgreeHaveNoDisagreement() {
        let report = Audit(of: SampleBooks.books(), mustBeSettled: true).report()
        #expect(report.isClean && report.isSettled)
        #expect(report.counts.orders == 1 && report.counts.ended == 1 && report.counts.pieces == 6)
    }

    // MARK: Pairs

    private static let states = ["placed", "reserved", "confirmed", "shipped", "delivered", "rejected"]

    /// Of each state of an order: what its payment, its pieces and its parcel may be.
    @Test(arguments: [
        ("placed", "awaiting", "- reserved refused withdrawn"), ("reserved", "requested", "reserved withdrawn"),
        ("confirmed", "capturing captured", "reserved sold withdrawn"),
        ("shipped", "capturing captured", "reserved sold withdrawn"),
        ("delivered", "capturing captured", "reserved sold withdrawn"),
        ("rejected", "voiding voided declined", "- reserved withdrawn released refused"),
    ])
    func whatGoesWithAnOrdersStateIsATable(_ saga: String, _ payments: String, _ reservations: String) {
        let all = ["awaiting", "requested", "authorised", "declined", "capturing", "captured", "voiding", "voided"]
        let mayPay = payments.split(separator: " ").map(String.init)
        for payment in all {
            #expect((Agreements.payment(payment, given: saga) != .disagrees) == mayPay.contains(payment), "\(payment)")
        }
        let mayHave = reservations.split(separator: " ").map(String.init)
        for reservation in [nil, "reserved", "sold", "released", "refused", "withdrawn"] {
            #expect(
                (Agreements.reservation(reservation, given: saga) != .disagrees)
                    == mayHave.contains(reservation ?? "-"), "\(reservation ?? "-")")
        }
    }

    @Test(arguments: [
        ("awaiting", "-"), ("requested", "- authorised declined"), ("declined", "declined"), ("authorised", ""),
        ("capturing", "authorised captured"), ("captured", "captured"), ("voiding", "- authorised declined voided"),
        ("voided", "- declined voided"),
    ])
    func whatTheBankMayHaveIsATable(_ payment: String, _ banks: String) {
        let mayBe = banks.split(separator: " ").map(String.init)
        for bank in [nil, "authorised", "declined", "captured", "voided"] {
            #expect((Agreements.bank(bank, given: payment) != .disagrees) == mayBe.contains(bank ?? "-"))
        }
    }

    @Test(arguments: states) func aParcelGoesWithItsOrder(_ saga: String) {
        let parcels: [(OrderEntry.Parcel?, String)] = [
            (nil, "placed reserved rejected"), (.init("P"), "confirmed"), (.init("P", collectedAt: 1), "shipped"),
            (.init("P", collectedAt: 1, deliveredAt: 2), "delivered"),
        ]
        for (parcel, states) in parcels {
            let agrees = Agreements.parcel(parcel, given: saga) == .agrees
            #expect(agrees == states.split(separator: " ").contains(Substring(saga)))
        }
    }

    @Test(arguments: states) func theWordOfTheReleaseBeforeGoesWithTheState(_ saga: String) {
        let right = ["placed": "pending", "reserved": "pending", "rejected": "rejected"][saga] ?? "received"
        for word in ["pending", "received", "rejected"] {
            #expect((Agreements.formerState(word, given: saga) == .agrees) == (word == right))
        }
    }

    // MARK: Orders

    @Test func moneyTakenForARejectedOrderIsSaid() {
        let books = SampleBooks.books(
            "rejected", reason: "cancelled", reservation: "released",
            timeline: ["placed", "cancelled", "rejected"])
        #expect(words(books) == ["order UP-2222-3333: the order is rejected, its payment captured"])
    }

    @Test func piecesThatWereNotGivenBackAreSaid() {
        let books = SampleBooks.books(
            "rejected", reason: "payment-declined", payment: "declined", bank: "declined", reservation: "sold",
            timeline: ["placed", "stock-reserved", "payment-declined", "rejected"])
        #expect(words(books) == ["order UP-2222-3333: the order is rejected, catalog-service has its pieces as sold"])
    }

    @Test func amountsAndPiecesMustBeTheOrders() {
        var books = SampleBooks.books()
        books.orders.orders[0].payment?.amount = 1
        books.orders.bank[SampleBooks.number]?.amount = 2
        books.stock.reservations[SampleBooks.number]?.lines = ["KT-001-SR": 1]
        let found = words(books)
        #expect(found.contains("order UP-2222-3333: it costs 3490, its payment is over 1 (minor units)"))
        #expect(found.contains("order UP-2222-3333: it costs 3490, the bank has 2 (minor units)"))
        #expect(
            found.contains("order UP-2222-3333: it is over 2 of KT-001-SR, catalog-service has 1 of KT-001-SR"))
        #expect(found.contains("article KT-001-SR: 2 pieces are sold, to orders 1"))
    }

    @Test(arguments: [
        (["placed", "stock-reserved", "confirmed", "confirmed", "shipped", "delivered"], "has confirmed 2 times"),
        (["stock-reserved", "confirmed", "shipped", "delivered"], "does not begin with placed"),
        (["placed", "stock-reserved", "confirmed", "delivered"], "its timeline has no shipped"),
        (["placed", "stock-reserved", "confirmed", "shipped", "delivered", "rejected"], "its timeline has rejected"),
    ])
    func aTimelineMustTellTheOrdersWay(_ timeline: [String], _ complaint: String) {
        #expect(words(SampleBooks.books(timeline: timeline)).contains { $0.hasSuffix(complaint) })
    }

    @Test func strangersAreSaid() {
        var books = SampleBooks.books()
        books.orders.orders = []
        #expect(words(books).count == 2)
    }

    /// Of what the release before ended, nobody wrote down why, and catalog-service may know nothing.
    @Test func anOrderOfTheReleaseBeforeMayHaveNoReservation() {
        let adopted = SampleBooks.books(
            "rejected", reason: "out-of-stock", payment: "voided", bank: nil, reservation: nil,
            timeline: ["placed", "rejected"])
        #expect(words(adopted, settled: true).isEmpty)
        let own = SampleBooks.books(
            "rejected", reason: "out-of-stock", payment: "voided", bank: nil, reservation: nil,
            timeline: ["placed", "stock-refused", "rejected"])
        #expect(words(own).isEmpty && words(own, settled: true).count == 1)
    }

    // MARK: What is under way

    @Test func whatIsUnderWayIsCountedAndIsNoDisagreement() {
        let books = SampleBooks.books(
            "reserved", payment: "requested", bank: "authorised", reservation: "reserved",
            timeline: ["placed", "stock-reserved"])
        let report = Audit(of: books).report()
        #expect(report.isClean && report.counts.underWay == 1 && report.counts.ended == 0 && !report.isSettled)
        #expect(words(books, settled: true).count == 1)
    }

    @Test func whatIsFarTooLateIsADisagreementOfARunningShopOnly() {
        var books = SampleBooks.books(
            "reserved", payment: "requested", bank: nil, reservation: "reserved",
            timeline: ["placed", "stock-reserved"])
        books.orders.orders[0].saga?.deadline = SampleBooks.now - Audit.lateness - 5_000
        #expect(
            words(books) == ["order UP-2222-3333: is reserved, and has been waiting for 65 s longer than it should"])
        books.isRunning = false
        #expect(words(books).isEmpty)
    }

    // MARK: Stock

    @Test func piecesThatWereLostOrMadeUpAreSaid() {
        var books = SampleBooks.books()
        books.stock.pieces["KT-001-SR"]?.stock = 5
        #expect(
            words(books) == [
                "article KT-001-SR: 6 pieces were received, but 5 in stock, 0 reserved and 2 sold make 7"
            ])
        books = SampleBooks.books()
        books.stock.pieces["KT-001-SR"] = .init(stock: 3, reserved: 1, sold: 2, received: 6)
        #expect(words(books) == ["article KT-001-SR: 1 pieces are reserved, by orders 0"])
    }

    // MARK: Events

    @Test func anEventThatIsNowhereIsSaid() {
        var books = SampleBooks.books()
        books.orders.events.said["orders"] = 5
        books.orders.events.unsent = [.init("orders", 5)]
        #expect(
            words(books) == ["events order-service/orders: 4: said, not at the broker, and not in the outbox"])
    }

    @Test func anEventThatNobodySaidIsSaid() {
        var books = SampleBooks.books()
        books.orders.events.said["orders"] = 2
        #expect(words(books) == ["events order-service/orders: 3: at the broker, never said by order-service"])
    }

    @Test func anEventThatWasNotHandledAndIsNotDueIsSaid() {
        var books = SampleBooks.books()
        books.stock.events.handled = [orders: SequenceSet(upTo: 1)]
        books.broker?.groups["catalog-service"]?.due = [orders: SequenceSet([3...3])]
        #expect(
            words(books) == [
                "events order-service/orders: 2: not handled by catalog-service and not due to it: lost, or discarded by hand"
            ])
        books.broker?.groups["catalog-service"]?.due = [orders: SequenceSet([2...3])]
        let report = Audit(of: books).report()
        #expect(report.isClean && report.counts.eventsUnderWay == 2)
    }

    @Test func anEventThatWasHandledAndNeverCameIsSaid() {
        var books = SampleBooks.books()
        books.stock.events.handled = [orders: SequenceSet(upTo: 4)]
        #expect(words(books) == ["events order-service/orders: 4: handled by catalog-service, never at the broker"])
    }

    @Test func aDamagedFileIsSaid() {
        var books = SampleBooks.books()
        books.damages = ["catalog.sqlite": "page 7"]
        #expect(
            words(books) == ["database catalog.sqlite: it is damaged (page 7); ./shop down, then ./shop restore DIR"])
    }

    @Test func damageAndParkingAreSaid() {
        var books = SampleBooks.books()
        books.orders.events.said["orders"] = 4
        books.orders.events.unsent = [.init("orders", 4, isDamaged: true)]
        books.broker?.damaged = ["order-service/orders/1"]
        books.broker?.groups["catalog-service"]?.parked = [.init(id: "x/y/1", subject: "s", reason: "no")]
        #expect(words(books).count == 3)
    }

    /// Where another engine carries the events, what was said is held against what was handled.
    @Test func withoutTheBrokersBookServicesAreComparedDirectly() {
        var books = SampleBooks.books()
        books.broker = nil
        #expect(words(books, settled: true).isEmpty)
        books.orders.events.said["orders"] = 4
        #expect(words(books).isEmpty && words(books, settled: true).count == 1)
        #expect(books.undelivered == 1)
        books.orders.events.unsent = [.init("orders", 4)]
        #expect(books.undelivered == 0)
        books.orders.events.unsent = []
        // Also of a topic of which nothing was ever handled.
        books.stock.events.said["stock"] = 2
        #expect(Audit(of: books).report().counts.eventsUnderWay == 3)
        books.stock.events.said["stock"] = nil
        books.orders.events.said["orders"] = 2
        #expect(words(books) == ["events order-service/orders: 3: handled by catalog-service, never said"])
    }
}
