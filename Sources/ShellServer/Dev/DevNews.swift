/// What there is to tell browsers: the newest of each kind. A text stands until another one takes its place, whatever
/// is reloaded meanwhile, and to reload is to take all that is new.
package struct DevNews: Sendable, Equatable {
    package enum Event: Sendable, Equatable {
        case reload(server: String)
        /// Text for the person who develops; empty takes it back.
        case message(String)
    }

    package struct Numbered: Sendable, Equatable {
        package let number: Int
        package let event: Event
    }

    package private(set) var lastNumber = 0
    private var reload: Numbered?
    private var message: Numbered?
    /// The release of each fragment server that new visitors get.
    private var inForce: [String: String] = [:]

    package init() {}

    package mutating func add(_ event: Event) {
        lastNumber += 1
        let numbered = Numbered(number: lastNumber, event: event)
        switch event {
        case .reload: reload = numbered
        case .message: message = numbered
        }
    }

    /// A release that takes another one's place is one to reload for.
    package mutating func note(_ release: String, of server: String) {
        guard let before = inForce.updateValue(release, forKey: server), before != release else { return }
        add(.reload(server: server))
    }

    /// What a browser has missed since the event `number`, in order; one that has just come is shown a message that
    /// still stands.
    package func missed(since number: Int?) -> [Numbered] {
        guard let number else { return [message].compactMap(\.self).filter { $0.event != .message("") } }
        let newest = [reload, message].compactMap(\.self).sorted { $0.number < $1.number }
        // A number that was never given is another shell's, the one before.
        return number > lastNumber ? newest : newest.filter { $0.number > number }
    }
}
