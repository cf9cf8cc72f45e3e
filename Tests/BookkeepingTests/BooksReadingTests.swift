import Bookkeeping
import Broker
import CatalogService
import Chassis
import GRDB
import OrderService
import TestSupport
import Testing
import Wire

/// The books are read from the services' own schemas.
@Suite struct BooksReadingTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        let orders = try Storage.open("\(folder.path)/order-service.sqlite")
        try OrderDatabase.migrate(orders)
        let catalog = try Storage.open("\(folder.path)/catalog.sqlite")
        try CatalogueSchema.migrate(catalog)
        let broker = try Storage.open("\(folder.path)/broker.sqlite")
        try BrokerSchema.migrate(broker)
        try Self.fill(orders, catalog, broker)
        for database in [orders, catalog, broker] { try database.close() }
    }

    private static func fill(
        _ orders: any DatabaseWriter, _ catalog: any DatabaseWriter, _ broker: any DatabaseWriter
    ) throws {
        try orders.write { database in
            try database.execute(
                sql: """
                    INSERT INTO orders (id, number, secret, cart, state, placed_at, email, name, store, currency,
                        subtotal, shipping, tax, total)
                    VALUES (1, 'UP-2222-3333', '1234567890123456789012', 'abcdefghijklmnopqrstuv', 'pending', 5,
                        'a@example.org', 'A', 'fano', 'EUR', 3490, 0, 500, 3490);
                    INSERT INTO order_lines VALUES (1, 0, 'KT-001-SR', 'n', 'c', 's', 'p', 2, 1745, 3490);
                    INSERT INTO order_sagas (order_id, state, deadline) VALUES (1, 'reserved', 99);
                    INSERT INTO order_timeline VALUES (1, 0, 5, 'placed'), (1, 1, 6, 'stock-reserved');
                    INSERT INTO payments VALUES (1, 'test-card-slow', 3490, 'EUR', 'requested');
                    INSERT INTO bank_payments VALUES ('UP-2222-3333', 'test-card-slow', 3490, 'EUR', 'authorised', 1, 9);
                    INSERT INTO outbox_sequence VALUES ('orders', 2);
                    INSERT INTO outbox (topic, sequence, subject, event, checksum, appended_at)
                    VALUES ('orders', 2, 'UP-2222-3333', x'7b7d', 1, 5);
                    INSERT INTO inbox_range VALUES ('/catalog-service', 'stock', 1, 4)
                    """)
        }
        try catalog.write { database in
            try database.execute(
                sql: """
                    INSERT INTO reservation VALUES ('UP-2222-3333', 'reserved');
                    INSERT INTO reservation_line VALUES ('UP-2222-3333', 0, 'KT-001-SR', 2, NULL);
                    INSERT INTO departed_article VALUES ('KT-001-SR', 4, 9, 2, 3, 9)
                    """)
        }
        try broker.write { database in
            try database.execute(
                sql: """
                    INSERT INTO log VALUES (1, '/order-service', 'orders', 1, 'UP-2222-3333', 't', 5, 1, x'7b7d');
                    INSERT INTO received VALUES ('/order-service', 'orders', 1, 1);
                    INSERT INTO consumer_group VALUES (1, 'catalog-service');
                    INSERT INTO subscription VALUES (1, 'orders');
                    INSERT INTO delivery (group_id, position, topic, subject, is_head, parked_at, reason)
                    VALUES (1, 1, 'orders', 'UP-2222-3333', 1, 8, 'why')
                    """)
        }
    }

    @Test(arguments: [false, true]) func everythingIsRead(isRunning: Bool) throws {
        let books = try ShopBooks(of: folder.path, isRunning: isRunning)
        let order = try #require(books.orders.orders.first)
        #expect(order.saga == .init("reserved", deadline: 99) && order.lines == ["KT-001-SR": 2])
        #expect(order.timeline == [.init(at: 5, "placed"), .init(at: 6, "stock-reserved")])
        #expect(order.payment == .init("requested", amount: 3_490, token: "test-card-slow"))
        #expect(order.cart == "abcdefghijklmnopqrstuv" && order.parcel == nil)
        #expect(books.orders.bank == ["UP-2222-3333": .init("authorised", amount: 3_490)])
        #expect(books.stock.reservations == ["UP-2222-3333": .init("reserved", ["KT-001-SR": 2])])
        #expect(books.stock.pieces == ["KT-001-SR": .init(stock: 4, reserved: 2, sold: 3, received: 9)])
        #expect(books.orders.events.said == ["orders": 2])
        #expect(books.orders.events.unsent == [.init("orders", 2, isDamaged: true)])
        let stock = EventChannel(source: "/catalog-service", topic: "stock")
        #expect(books.orders.events.handled == [stock: SequenceSet(upTo: 4)])
        let broker = try #require(books.broker)
        let channel = EventChannel(source: "/order-service", topic: "orders")
        #expect(broker.received == [channel: SequenceSet(upTo: 1)] && broker.damaged == ["order-service/orders/1"])
        let group = try #require(broker.groups["catalog-service"])
        #expect(group.topics == ["orders"] && group.due == [channel: SequenceSet(upTo: 1)])
        #expect(group.parked == [.init(id: "order-service/orders/1", subject: "UP-2222-3333", reason: "why")])
        #expect(try OpenWork.count(in: folder.path) == 4)
    }

    /// What damages a file asks no column for its kind.
    @Test(arguments: [
        ("order-service", "outbox", "topic = x'00'"), ("order-service", "outbox", "sequence = 'one'"),
        ("order-service", "outbox", "subject = 7"), ("order-service", "outbox", "event = NULL"),
        ("order-service", "outbox", "checksum = x'01'"), ("order-service", "outbox_sequence", "last = 'two'"),
        ("order-service", "inbox_range", "source = x'00'"), ("order-service", "inbox_range", "last = NULL"),
        ("broker", "log", "source = x'00'"), ("broker", "log", "topic = NULL"), ("broker", "log", "subject = 7"),
        ("broker", "log", "type = x'00'"), ("broker", "log", "checksum = 'x'"), ("broker", "log", "body = 'text'"),
        ("broker", "log", "sequence = x'00'"), ("broker", "received", "first = 'x'"),
        ("broker", "delivery", "reason = x'ff'"),
    ]) func aValueOfAnotherKindIsDamageAndNoCrash(file: String, table: String, change: String) throws {
        let database = try Storage.open("\(folder.path)/\(file).sqlite")
        try database.writeWithoutTransaction { database in
            let columns = try String.fetchAll(
                database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table]
            ).joined(separator: ", ")
            try database.execute(
                sql: """
                    PRAGMA foreign_keys = 0;
                    CREATE TABLE anything AS SELECT \(columns) FROM \(table);
                    DROP TABLE \(table);
                    ALTER TABLE anything RENAME TO kinds;
                    CREATE TABLE \(table) (\(columns));
                    INSERT INTO \(table) SELECT * FROM kinds;
                    DROP TABLE kinds;
                    UPDATE \(table) SET \(change)
                    """)
        }
        try database.close()
        let books = try ShopBooks(of: folder.path, isRunning: false)
        #expect(!Audit(of: books).report().isClean)
    }

    /// Bookkeeping may not import the services, so that it says again what their catalogues declare.
    @Test func theAuditKnowsWhatTheServicesHear() {
        let catalogues = [OrderServiceEvents.catalogue, CatalogServiceEvents.catalogue]
        func channels(of type: any EventDeclaration) -> [EventChannel] {
            catalogues.filter { $0.publishes.contains { $0.name == type.name } }
                .map { EventChannel(source: "/\($0.service)", topic: type.topic) }
        }
        let declared = catalogues.map { ($0.service, Set($0.consumes.flatMap(channels))) }
        #expect(ShopBooks.heard == Dictionary(uniqueKeysWithValues: declared))
    }

    @Test func aFolderWithoutDatabasesHasEmptyBooks() throws {
        let books = try ShopBooks(of: ScratchFolder().path, isRunning: false)
        #expect(books.orders.orders.isEmpty && books.broker == nil)
    }
}
