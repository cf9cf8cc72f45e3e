import Hummingbird
import NIOCore
import RegistryAPI
import TestSupport
import Testing
import Wire

@Suite struct MalformedInputTests {
    /// One change to a good registration, and the field that is then complained about.
    static let faults: [(String, @Sendable (inout InstanceDocument) -> Void)] = [
        ("instanceId", { $0.instanceId = nil }), ("instanceId", { $0.instanceId = "" }),
        ("instanceId", { $0.instanceId = "a/b" }), ("instanceId", { $0.instanceId = "a\nb" }),
        ("instanceId", { $0.instanceId = String(repeating: "a", count: 161) }), ("hostName", { $0.hostName = nil }),
        ("ipAddr", { $0.ipAddr = nil }), ("ipAddr", { $0.ipAddr = "::1 " }), ("app", { $0.app = "OTHER" }),
        ("app", { $0.app = nil }), ("port", { $0.port = nil }), ("port", { $0.port = .init(0, enabled: true) }),
        ("port", { $0.port = .init(65_536, enabled: true) }),
        ("leaseInfo.durationInSecs", { $0.leaseInfo?.durationInSecs = 0 }),
        ("metadata.share", { $0.metadata?["share"] = "101" }), ("metadata.share", { $0.metadata?["share"] = "-1" }),
        ("metadata.override", { $0.metadata?["override"] = "7" }),
        ("metadata", { $0.metadata?["x"] = String(repeating: "a", count: 1_025) }),
        ("metadata", { $0.metadata?[String(repeating: "a", count: 65)] = "" }),
        ("metadata", { for number in 0..<65 { $0.metadata?["\(number)"] = "" } }),
    ]

    @Test(arguments: faults.indices)
    func faultyRegistrationIsRefusedWithTheField(index: Int) async throws {
        let registry = try RegistryFixture()
        var document = Sample.document()
        Self.faults[index].1(&document)
        let body = String(buffer: try StrictJSON.encode(InstanceEnvelope(document)))
        let answer = try await registry.router.send(.post, "/eureka/apps/DECIDE-FRAGMENTS", json: body)
        #expect(answer.status == .badRequest)
        #expect(try answer.decode(Problem.self).errors?.map(\.field) == ["instance.\(Self.faults[index].0)"])
        #expect(try await registry.directory().services.isEmpty)
    }

    @Test(arguments: [
        ("", 400), ("{", 400), ("[]", 422), ("{}", 422), ("{\"instance\": 1}", 422),
        ("{\"instance\": {\"status\": \"GREAT\"}}", 422), ("{\"instance\": {\"port\": {\"$\": \"x\"}}}", 422),
        ("{\"instance\": {\"metadata\": {\"a\": {}}}}", 422), ("{\"instance\": {}}", 400),
    ])
    func whatIsNoRegistrationIsRefused(body: String, status: Int) async throws {
        let answer = try await RegistryFixture().router.send(.post, "/eureka/apps/A", json: body)
        #expect(answer.status.code == status)
        #expect(answer.headers[.contentType] == Problem.mediaType)
    }

    @Test func longBodyAndXMLAreRefused() async throws {
        let registry = try RegistryFixture()
        let long = "{\"a\": \"\(String(repeating: "a", count: 33_000))\"}"
        #expect(try await registry.router.send(.post, "/eureka/apps/A", json: long).status == .contentTooLarge)
        let xml = WireRequest(
            method: .post, target: "/eureka/apps/A", headers: [.contentType: "application/xml"],
            body: ByteBuffer(string: "<instance/>"))
        #expect(try await registry.router.send(xml).status == .unsupportedMediaType)
    }

    @Test(arguments: [
        (HTTPRequest.Method.put, "/status"), (.put, "/status?value=great"), (.put, "/metadata"),
        (.put, "/metadata?share=x"), (.put, "/metadata?share=101"),
        (.put, "/metadata?override=9007199254740992"), (.put, "/metadata?=x"),
    ])
    func senselessChangeIsRefused(method: HTTPRequest.Method, change: String) async throws {
        let registry = try RegistryFixture()
        _ = try await registry.register()
        let answer = try await registry.send(method, "/eureka/apps/DECIDE-FRAGMENTS/decide-1\(change)")
        #expect(answer.status == .badRequest)
    }

    @Test(arguments: [
        "/eureka/watch?since=x", "/eureka/watch?since=a:b", "/eureka/watch?since=a:-1", "/eureka/watch?wait=25001",
        "/eureka/watch?wait=x", "/eureka/watch?wait=-1", "/eureka/watch?watcher=a%20b", "/eureka/watch?watcher=",
    ])
    func senselessWatchIsRefused(target: String) async throws {
        let registry = try RegistryFixture()
        #expect(try await registry.send(.get, target).status == .badRequest)
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/eureka/apps/x"), (.get, "/eureka/apps/x/y"), (.put, "/eureka/apps/x/y"),
        (.delete, "/eureka/apps/x/y"), (.put, "/eureka/apps/x/y/status?value=UP"),
        (.delete, "/eureka/apps/x/y/status"), (.put, "/eureka/apps/x/y/metadata?a=b"), (.delete, "/eureka/apps/x"),
        (.delete, "/eureka/watchers/x"),
    ])
    func whatNobodyKnowsIsNotFound(method: HTTPRequest.Method, target: String) async throws {
        let answer = try await RegistryFixture().send(method, target)
        #expect(answer.status == .notFound)
        #expect(try answer.decode(Problem.self).type == "/problems/not-found")
    }
}
