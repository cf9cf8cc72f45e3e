import Chassis
import GRDB

/// Tells orders that their deadline has passed.
package struct SagaTimeouts: Sendable {
    let file: SharedCommit
    let course: OrderCourse
    let desk: PaymentDesk
    let clock: WallClock
    /// Nothing is timed out before.
    let start: Int

    /// - Parameter grace: how long after now nothing is timed out.
    init(file: SharedCommit, course: OrderCourse, desk: PaymentDesk, clock: WallClock, grace: Duration) {
        self.file = file
        self.course = course
        self.desk = desk
        self.clock = clock
        start = clock.now() + grace.milliseconds
    }

    /// Does what is due.
    /// - Returns: the next deadline.
    package func work() async throws -> Int? {
        while true {
            let now = clock.now()
            guard now >= start else { return start }
            let due = try await file.database.read { try SagaTable.due($0, at: now) }
            guard !due.isEmpty else { return try await file.database.read(SagaTable.nextDeadline) }
            // When much comes at once, an answer may lie at the bank for longer than an order has time.
            try await desk.hear(about: due)
            try await file.write { database in
                for order in due where try SagaTable.isDue(database, order, at: now) {
                    try course.take(database, .deadlinePassed, of: order)
                }
            }
        }
    }
}
