import Bookkeeping
import Fleet

/// A shop is started with another engine than it ran with last. What the one that is left has taken and not delivered
/// would never be heard: the outboxes have given it away, and nobody asks there any more.
package struct EngineSwitch: Sendable, Equatable {
    /// As `FleetHome.lastEngine` names it.
    private let left: String
    /// Events that somebody has still to hear from it.
    private let waiting: Int
    /// What the broker will be found without when it is gone back to.
    private let carried: CarriedElsewhere?

    package init(from left: String, waiting: Int, carried: CarriedElsewhere? = nil) {
        (self.left, self.waiting, self.carried) = (left, waiting, carried)
    }

    /// Nil if the engine stays, or nothing has run here.
    /// - Throws: `ShopError` if the databases cannot be read.
    init?(_ project: Project, to choice: BrokerChoice) throws {
        let home = project.home
        guard let left = home.lastEngine, left != choice.engine, !DatabaseMoment.files(in: home.data).isEmpty else {
            return nil
        }
        let moment = try DatabaseMoment(of: project)
        defer { moment.close() }
        do {
            var books = try ShopBooks(moment, isRunning: false)
            let carried = CarriedElsewhere(books)
            if left != FleetHome.ownBroker { books.broker = nil }
            self.init(from: left, waiting: books.undelivered, carried: choice == .broker ? carried : nil)
        } catch {
            throw ShopError("The databases cannot be read", why: "\(error)", mend: "./shop audit")
        }
    }

    private var events: String { Words.count(waiting, "event", "events") }
    private var before: String { "./shop up --detach --broker \(left)" }

    /// - Throws: `ShopError` if the broker has events that nobody would hear.
    package func check() throws {
        guard left == FleetHome.ownBroker, waiting > 0 else { return }
        throw ShopError(
            "The broker has still to deliver \(events)",
            why: "the shop ran last with --broker \(left), and another engine would never deliver them",
            mend: "\(before), until ./shop audit --settled is clean (./shop dlq list shows what is parked), "
                + "then ./shop down, and this again")
    }

    /// The audit of the broker's time has to know what was before it.
    /// - Throws: `ShopError` if the disk does not take it.
    func writeDown(in home: FleetHome) throws {
        do {
            try carried?.write(to: home.data)
        } catch {
            throw ShopError(
                "What RabbitMQ has carried cannot be written down", why: "\(error)", mend: "df \(home.data)")
        }
    }

    /// What is to be said where it is not known whether anything is lost: a RabbitMQ that does not run is not asked,
    /// and what was given up there was never handled either.
    package var warning: String? {
        guard left != FleetHome.ownBroker, waiting > 0 else { return nil }
        return "\(events) went to the engine before (\(left)) and were not handled. Unless they were discarded, they "
            + "are heard only there: \(before), until ./shop audit --settled is clean, then ./shop down."
    }
}
