import Chassis
import GRDB

/// A simulated carrier: it collects parcels and hands them over when their time has come by its clock.
package struct Carrier: Sendable {
    let file: SharedCommit
    let course: OrderCourse
    let clock: WallClock
    let delivery: Duration

    /// Does what is due.
    /// - Returns: when something is due next.
    package func work() async throws -> Int? {
        while true {
            let now = clock.now()
            let count = try await file.write { database in
                let collected = try ParcelTable.toCollect(database, at: now)
                for order in collected {
                    try ParcelTable.collected(database, of: order, at: now, delivery: now + delivery.milliseconds)
                    try course.take(database, .collected, of: order)
                }
                let delivered = try ParcelTable.toDeliver(database, at: now)
                for order in delivered {
                    try ParcelTable.delivered(database, of: order, at: now)
                    try course.take(database, .delivered, of: order)
                }
                return collected.count + delivered.count
            }
            if count == 0 { return try await file.database.read(ParcelTable.next) }
        }
    }
}
