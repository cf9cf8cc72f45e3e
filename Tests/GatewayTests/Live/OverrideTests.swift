import Chassis
import Gateway
import HTTPTypes
import Hummingbird
import TestSupport
import Testing
import Wire

/// What a gateway that allows overrides tells the processes behind it of a visitor.
@Suite(.timeLimit(.minutes(1))) struct OverrideTests {
    private static let bucket = ReleaseChoice.overrideBuckets.lowerBound + 7

    /// Runs a gateway before a shell that answers with the bucket that it was told.
    private static func run(
        allowed: Bool, _ body: @escaping @Sendable (Address, DirectoryBoard) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        let router = Router(context: ShopContext.self)
        router.get("**") { request, _ in request.headers[.shopBucket] ?? "none" }
        router.get("/") { request, _ in request.headers[.shopBucket] ?? "none" }
        let shell = Chassis.test("shell-server", in: folder)
        try await RunningServer.run(ShopApplication(router: router), on: shell) { shell in
            let board = DirectoryBoard(FixedDiscovery(["shell-server": [shell]]).directory)
            var settings = GatewaySettings()
            settings.allowsOverrides = allowed
            let chassis = Chassis.test("gateway", in: folder, discovery: board)
            let client = WireClient()
            defer { client.closeIdle() }
            let gateway = Gateway.buildApplication(chassis, settings: settings, client: client)
            try await RunningServer.run(gateway, on: chassis) { address in
                board.update {
                    $0.services["decide-fragments"] = [
                        Instance(
                            id: "own", service: "decide-fragments", address: shell, release: "1-own",
                            overrideBucket: bucket)
                    ]
                }
                try await body(address, board)
            }
        }
    }

    private static func get(_ target: String, cookie: String? = nil, at gateway: Address) async throws -> WireResponse {
        var headers: HTTPFields = [:]
        headers[.cookie] = cookie
        return try await WireClient.shared.send(
            WireRequest(target: target, headers: headers), to: gateway, deadline: .after(.seconds(5)))
    }

    @Test func whoOpensAnOverridesEntranceIsItsVisitorUntilItEnds() async throws {
        try await Self.run(allowed: true) { gateway, board in
            let entrance = try await Self.get("/overrides/\(Self.bucket)", at: gateway)
            #expect(entrance.status == .seeOther && entrance.headers[.location] == "/")
            let cookie = try #require(entrance.headers[.setCookie])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            let pair = String(cookie.prefix { $0 != ";" })
            #expect(try await Self.get("/", cookie: pair, at: gateway).text == String(Self.bucket))
            board.update { $0.services["decide-fragments"] = [] }
            let bucket = try await Self.get("/", cookie: pair, at: gateway).text
            #expect(ReleaseChoice.bucket(bucket) != nil, "an ordinary visitor again, with \(bucket)")
            #expect(try await Self.get("/overrides/\(Self.bucket)", at: gateway).status == .notFound)
        }
    }

    @Test func aGuessedBucketIsNobodys() async throws {
        try await Self.run(allowed: true) { gateway, _ in
            #expect(try await Self.get("/overrides/\(Self.bucket + 1)", at: gateway).status == .notFound)
            let bucket = try await Self.get("/", cookie: "shop-bucket=\(Self.bucket + 1)", at: gateway).text
            #expect(ReleaseChoice.bucket(bucket) != nil)
        }
    }

    @Test func withoutPermissionThereAreNone() async throws {
        try await Self.run(allowed: false) { gateway, _ in
            // The shell's answer to a path like any other.
            let entrance = try await Self.get("/overrides/\(Self.bucket)", at: gateway)
            #expect(entrance.status == .ok && entrance.headers[values: .setCookie].isEmpty)
            let bucket = try await Self.get("/", cookie: "shop-bucket=\(Self.bucket)", at: gateway).text
            #expect(ReleaseChoice.bucket(bucket) != nil)
        }
    }
}
