/// Where an event's names lead to.
package enum EventNames {
    /// The path, at an event's source, of the JSON schema of its data.
    package static func schemaPath(of type: String) -> String { "/events/\(type).json" }

    /// A service as an event's source: a URI reference.
    package static func source(of service: String) -> String { "/\(service)" }
}
