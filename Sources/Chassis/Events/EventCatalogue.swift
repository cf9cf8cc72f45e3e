import Hummingbird
import NIOCore
import Wire

/// What a service says and what it listens to: the one place that tells. Its documents are served from here.
package struct EventCatalogue: Sendable {
    package let service: String
    package let publishes: [any EventDeclaration]
    package let consumes: [any EventDeclaration]

    package init(service: String, publishes: [any EventDeclaration] = [], consumes: [any EventDeclaration] = []) {
        self.service = service
        self.publishes = publishes
        self.consumes = consumes
    }

    /// The topics that it listens to, each once, in the order of their names.
    package var topics: [String] { Set(consumes.map(\.topic)).sorted() }
}
