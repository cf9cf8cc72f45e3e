import HTTPTypes

/// One line of the gateway's route table: what may come in, and who answers it. Whatever no line allows is not
/// reachable from outside.
package struct GatewayRoute: Sendable, Hashable {
    /// The name in logs.
    package let id: String
    /// A path, or a path that ends in `/*` and means everything below it.
    package let pattern: String
    package let methods: [HTTPRequest.Method]
    /// The process that answers, by its name in the fleet file.
    package let service: String
    /// How long the answer's head may take, and how long its body may pause.
    package let timeout: Duration

    package init(
        _ id: String, _ pattern: String, methods: [HTTPRequest.Method], to service: String, timeout: Duration
    ) {
        self.id = id
        self.pattern = pattern
        self.methods = methods
        self.service = service
        self.timeout = timeout
    }

    package func matches(_ path: some StringProtocol) -> Bool {
        guard pattern.hasSuffix("/*") else { return path == pattern }
        return path.utf8.starts(with: pattern.utf8.dropLast())
    }
}

extension GatewayRoute {
    /// The shop's routes; the first that matches a path takes it.
    package static let table = [
        GatewayRoute(
            "policy reports", PolicyReports.path, methods: [.post], to: "gateway", timeout: .seconds(5)),
        GatewayRoute(
            "pictures", "/pictures/*", methods: [.get, .head], to: "catalog-service", timeout: .seconds(5)),
        GatewayRoute("shop", "/*", methods: [.get, .head, .post], to: "shell-server", timeout: .seconds(10)),
    ]
}

extension [GatewayRoute] {
    package func route(for path: some StringProtocol) -> GatewayRoute? {
        first { $0.matches(path) }
    }
}
