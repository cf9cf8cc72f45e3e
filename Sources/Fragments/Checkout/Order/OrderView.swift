import CatalogAPI
import OrderAPI

/// What `thanks.mustache` shows.
struct OrderView {
    let heading: String
    let state: String
    /// What is said aloud when this takes the place of what was shown before.
    let announcement: String
    let notice: String?
    let number: String
    let secret: String
    let email: String
    let isRejected: Bool
    let isCancellable: Bool
    let cartIsBack: Bool
    /// The page's own address; nil when it will say nothing new any more.
    let refresh: String?
    let page: String
    /// Nil when there is nothing to follow.
    let events: String?
    let now: String
    let version: Int
    let courseHeading: String
    let steps: [Step]
    let destination: Destination
    let lines: [OrderedLineView]
    let totals: TotalsView

    init(_ order: Order, store: Store?, notice: OrderNotice?) {
        let words = OrderWords(order)
        (heading, state) = (words.heading, words.state)
        self.notice = notice?.text
        announcement = [notice?.text, words.heading + ".", words.state].compactMap(\.self).joined(separator: " ")
        let place = OrderPlace(order)
        (number, secret, email) = (order.number, order.secret, order.email)
        isRejected = order.state == .rejected
        isCancellable = order.isCancellable
        cartIsBack = order.cartIsBack
        page = place.page
        refresh = order.isOver ? nil : place.page
        events = order.isOver ? nil : place.events(after: order.version)
        now = place.now
        version = order.version
        courseHeading = order.isOver ? "How it went" : "How it goes"
        steps = OrderTimeline(order).steps.map(Step.init)
        destination = Destination(order, store: store)
        lines = order.lines.map(OrderedLineView.init)
        totals = TotalsView(order.totals, way: order.isPickup ? "Pick-up" : "Delivery")
    }

    struct Step {
        let title: String
        let note: String?
        /// A part of a class name.
        let standing: String
        /// For those who do not see the marks.
        let spoken: String
        let isDone: Bool
        let isCurrent: Bool
        let isFailed: Bool
        let at: String?
        let time: String?

        init(_ step: OrderTimeline.Step) {
            (title, note, standing, at) = (step.title, step.note, step.standing.rawValue, step.at)
            time = step.at.flatMap(TimeText.short)
            isDone = step.standing == .done
            isCurrent = step.standing == .current
            isFailed = step.standing == .failed
            spoken =
                switch step.standing {
                case .done: "done"
                case .current: "under way"
                case .coming: "still to come"
                case .failed: "failed"
                }
        }
    }

    /// Where an order goes.
    struct Destination {
        let heading: String
        let lines: [String]
        let hours: String?

        init(_ order: Order, store: Store?) {
            switch order.fulfilment {
            case .delivery(let address):
                heading = "Delivered to"
                lines = [order.name, address.street, "\(address.postalCode) \(address.city)"]
                hours = nil
            case .pickup(let id):
                heading = "To be picked up by \(order.name)"
                lines =
                    store.map { [$0.name, $0.street, "\($0.postalCode) \($0.city)", $0.country] } ?? ["Our store \(id)"]
                hours = store.map { $0.hours.joined(separator: " · ") }
            }
        }
    }
}
