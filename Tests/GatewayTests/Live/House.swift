import Chassis
import Gateway
import Hummingbird
import TestSupport
import Wire

/// The real gateway on a real port, before processes that a test makes up.
enum House {
    /// The gateway before a Hummingbird application that stands for the shell and for the catalogue.
    static func run<Value: Sendable>(
        settings: GatewaySettings = GatewaySettings(), log: LogCapture? = nil,
        shell: (Router<ShopContext>) -> Void, _ body: @Sendable (Address) async throws -> Value
    ) async throws -> Value {
        let folder = try ScratchFolder()
        let router = Router(context: ShopContext.self, options: .autoGenerateHeadEndpoints)
        shell(router)
        let upstream = Chassis.test("shell-server", in: folder)
        return try await RunningServer.run(ShopApplication(router: router), on: upstream) { address in
            try await gateway(before: address, settings: settings, log: log, body)
        }
    }

    /// The gateway before whatever listens at `shell`.
    static func gateway<Value: Sendable>(
        before shell: Address?, settings: GatewaySettings = GatewaySettings(), log: LogCapture? = nil,
        routes: [GatewayRoute] = GatewayRoute.table, _ body: @Sendable (Address) async throws -> Value
    ) async throws -> Value {
        let folder = try ScratchFolder()
        let addresses = shell.map { [$0] } ?? []
        let chassis = Chassis.test(
            "gateway", in: folder,
            discovery: FixedDiscovery(["shell-server": addresses, "catalog-service": addresses]), log: log)
        let client = WireClient()
        defer { client.closeIdle() }
        let application = Gateway.buildApplication(chassis, settings: settings, routes: routes, client: client)
        return try await RunningServer.run(application, on: chassis, body)
    }

    /// The gateway before a server that does exactly what a test says.
    static func run<Value: Sendable>(
        settings: GatewaySettings = GatewaySettings(), log: LogCapture? = nil,
        routes: [GatewayRoute] = GatewayRoute.table,
        rawShell: @escaping @Sendable (RawConnection) async throws -> Void,
        _ body: @Sendable (Address) async throws -> Value
    ) async throws -> Value {
        try await RawServer.run(rawShell) { address in
            try await gateway(before: address, settings: settings, log: log, routes: routes, body)
        }
    }

    /// The shop's routes with this timeout.
    static func routes(timeout: Duration) -> [GatewayRoute] {
        GatewayRoute.table.map {
            GatewayRoute($0.id, $0.pattern, methods: $0.methods, to: $0.service, timeout: timeout)
        }
    }
}

extension Router<ShopContext> {
    /// Answers every GET below `/` with what it was asked.
    func addEcho() {
        for path in ["/", "/**"] as [RouterPath] {
            get(path) { request, _ in Self.echo(request, body: "") }
            post(path) { request, _ in
                Self.echo(request, body: String(buffer: try await request.body.collect(upTo: 1 << 20)))
            }
        }
    }

    private static func echo(_ request: Request, body: String) -> Response {
        let lines =
            ["\(request.method.rawValue) \(request.head.path ?? "")"]
            + request.headers.map { "\($0.name.canonicalName): \($0.value)" } + ["", body]
        return Response(
            status: .ok, headers: [.contentType: "text/plain", .server: "secret"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: lines.joined(separator: "\n"))))
    }
}
