import Bookkeeping
import Foundation
import TestSupport
import Testing

/// A shop that went over RabbitMQ and is back at the broker.
@Suite struct CarriedElsewhereTests {
    private let orders = EventChannel(source: "/order-service", topic: "orders")
    private let catalogue = EventChannel(source: "/catalog-service", topic: "catalogue")

    /// Order-service has said 8: the broker had 1 and 2, RabbitMQ 3 to 6, and the outbox has the rest.
    private var atTheSwitch: ShopBooks {
        var books = SampleBooks.books()
        books.orders.events.said["orders"] = 8
        books.orders.events.unsent = [.init("orders", 7), .init("orders", 8)]
        books.stock.events.said["catalogue"] = 4
        books.broker?.received = [orders: SequenceSet(upTo: 2)]
        books.stock.events.handled = [orders: SequenceSet(upTo: 6)]
        return books
    }

    private func words(_ books: ShopBooks) -> [String] {
        Audit(of: books, mustBeSettled: true).report().disagreements.map { "\($0.about): \($0.words)" }
    }

    @Test func itIsWhatTheOutboxesGaveAwayAndTheBrokerHasNot() {
        let carried = CarriedElsewhere(atTheSwitch)
        #expect(carried.channels == [orders: SequenceSet([3...6]), catalogue: SequenceSet(upTo: 4)])
    }

    /// His outbox nobody can look into.
    @Test func ofAStrangerItIsWhatWasHandled() {
        var books = atTheSwitch
        let strangers = EventChannel(source: "/partner", topic: "orders")
        books.stock.events.handled[strangers] = SequenceSet([2...3])
        books.broker?.received[strangers] = SequenceSet([3...3])
        #expect(CarriedElsewhere(books).channels[strangers] == SequenceSet([2...2]))
        books.carriedElsewhere = CarriedElsewhere(books)
        #expect(Audit(of: books).report().isClean)
        // What was handled and never said by a service of the shop is not carried.
        books.stock.events.handled[orders] = SequenceSet(upTo: 9)
        #expect(CarriedElsewhere(books).channels[orders] == SequenceSet([3...6]))
    }

    @Test func whatAnotherEngineHasCarriedIsNotLost() {
        var books = atTheSwitch
        books.carriedElsewhere = CarriedElsewhere(books)
        books.orders.events.unsent = []
        books.broker?.received[orders] = SequenceSet([1...2, 7...8])
        books.stock.events.handled = [orders: SequenceSet(upTo: 8)]
        #expect(words(books).isEmpty)
        books.carriedElsewhere = CarriedElsewhere()
        #expect(words(books).count == 3)
    }

    @Test func whatIsLostOnEitherEngineIsSaid() {
        var books = atTheSwitch
        books.carriedElsewhere = CarriedElsewhere(books)
        books.orders.events.unsent = []
        books.broker?.received[orders] = SequenceSet([1...2, 8...8])
        books.stock.events.handled = [orders: SequenceSet([1...4, 6...6, 8...8])]
        let complaints = words(books)
        #expect(complaints.count == 2)
        #expect(complaints.contains("events order-service/orders: 7: said, not at the broker, and not in the outbox"))
        #expect(
            complaints.contains { $0.hasPrefix("events order-service/orders: 5: not handled by catalog-service and") })
    }

    @Test func itIsWrittenBesideTheDatabases() throws {
        let folder = try ScratchFolder()
        #expect(try CarriedElsewhere.written(in: folder.path) == nil)
        let carried = CarriedElsewhere([orders: SequenceSet([1...2, 4...9]), catalogue: SequenceSet()])
        try carried.write(to: folder.path)
        #expect(try CarriedElsewhere.written(in: folder.path) == carried)
        #expect(try ShopBooks(of: folder.path, isRunning: false).carriedElsewhere == carried)
        let file = "\(folder.path)/\(CarriedElsewhere.fileName)"
        #expect(try String(contentsOfFile: file, encoding: .utf8) == #"{"order-service/orders":[[1,2],[4,9]]}"#)
    }

    @Test(arguments: ["", "[]", #"{"orders":[[1,2]]}"#, #"{"order-service/orders":[[2,1]]}"#])
    func aFileThatWasNotWrittenSoIsDamage(text: String) throws {
        let folder = try ScratchFolder()
        try Data(text.utf8).write(to: URL(filePath: "\(folder.path)/\(CarriedElsewhere.fileName)"))
        #expect(try ShopBooks(of: folder.path, isRunning: false).damages.keys.sorted() == [CarriedElsewhere.fileName])
    }
}
