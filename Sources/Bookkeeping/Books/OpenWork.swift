import GRDB

/// How much a shop has still to do, told cheaply and not of one moment: for whoever waits until there is nothing.
package enum OpenWork {
    private static let questions = [
        "order-service.sqlite": """
        SELECT (SELECT count(*) FROM order_sagas WHERE deadline IS NOT NULL)
            + (SELECT count(*) FROM payments WHERE state IN ('requested', 'capturing', 'voiding'))
            + (SELECT count(*) FROM outbox)
        """,
        "catalog.sqlite": "SELECT count(*) FROM outbox",
        "broker.sqlite": "SELECT count(*) FROM delivery",
    ]

    /// - Throws: `DatabaseError`.
    package static func count(in folder: String) throws -> Int {
        var count = 0
        for name in DatabaseMoment.files(in: folder) {
            guard let question = questions[name] else { continue }
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(1)
            let database = try DatabaseQueue(path: "\(folder)/\(name)", configuration: configuration)
            defer { try? database.close() }
            count += try database.read { try Int.fetchOne($0, sql: question) ?? 0 }
        }
        return count
    }
}
