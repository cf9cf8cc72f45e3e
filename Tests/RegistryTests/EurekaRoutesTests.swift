import Foundation
import Hummingbird
import Registry
import RegistryAPI
import TestSupport
import Testing
import Wire

/// Eureka's interface over HTTP: every operation, its codes, its documents.
@Suite struct EurekaRoutesTests {
    private let path = "/eureka/apps/DECIDE-FRAGMENTS/decide-1"

    @Test(arguments: ["/eureka", "/eureka/v2"])
    func leaseGoesFromRegistrationToCancellation(root: String) async throws {
        let registry = try RegistryFixture()
        #expect(try await registry.register().status == .noContent)
        let lease = "\(root)/apps/decide-fragments/decide-1"
        #expect(try await registry.send(.put, lease).status == .ok)
        #expect(try await registry.send(.get, lease).status == .ok)
        #expect(try await registry.send(.put, "\(lease)/status?value=OUT_OF_SERVICE").status == .ok)
        #expect(
            try await registry.directory().directory.instances(of: "decide-fragments").first?.status == .outOfService)
        #expect(try await registry.send(.delete, "\(lease)/status").status == .ok)
        #expect(try await registry.send(.put, "\(lease)/metadata?share=25").status == .ok)
        #expect(try await registry.directory().directory.instances(of: "decide-fragments").first?.share == 25)
        #expect(try await registry.send(.delete, lease).status == .ok)
        #expect(try await registry.send(.delete, lease).status == .notFound)
        #expect(try await registry.send(.put, lease).status == .notFound)
        #expect(try await registry.send(.get, lease).status == .notFound)
        let services = try await registry.directory().services
        #expect(services == ["decide-fragments": []])
        #expect(try await registry.send(.delete, "\(root)/apps/decide-fragments").status == .ok)
        #expect(try await registry.directory().retired == ["decide-fragments"])
        #expect(try await registry.send(.delete, "\(root)/apps/decide-fragments").status == .notFound)
    }

    @Test func everyChangeSaysWhatTheDirectoryIsAtWithIt() async throws {
        let registry = try RegistryFixture()
        let answers = [
            try await registry.register(), try await registry.send(.put, "\(path)/metadata?share=5"),
            try await registry.send(.put, "\(path)/status?value=DOWN"),
            try await registry.send(.delete, "\(path)/status"), try await registry.send(.delete, path),
        ]
        let marks = answers.compactMap { $0.headers[.shopDirectory].flatMap(DirectoryMark.init) }
        #expect(marks.map(\.version) == [2, 3, 4, 5, 6])
        #expect(try await registry.directory().mark == marks.last)
    }

    @Test func instanceIsWrittenAsEurekaWritesIt() async throws {
        let registry = try RegistryFixture()
        _ = try await registry.register()
        let instance = try #require(try await registry.json(path)["instance"] as? [String: Any])
        #expect(instance["app"] as? String == "DECIDE-FRAGMENTS")
        #expect(instance["vipAddress"] as? String == "decide-fragments")
        #expect(instance["status"] as? String == "UP")
        #expect(instance["overriddenStatus"] as? String == "UNKNOWN")
        #expect((instance["port"] as? [String: Any])?["$"] as? Int == 4_000)
        #expect((instance["port"] as? [String: Any])?["@enabled"] as? String == "true")
        #expect((instance["dataCenterInfo"] as? [String: Any])?["name"] as? String == "MyOwn")
        #expect((instance["leaseInfo"] as? [String: Any])?["durationInSecs"] as? Int == 15)
        #expect((instance["leaseInfo"] as? [String: Any])?["registrationTimestamp"] as? Int == Sample.start)
        #expect((instance["metadata"] as? [String: Any])?["release"] as? String == "12-a31d074")
        #expect(instance["lastDirtyTimestamp"] as? String == "1")
    }

    @Test func applicationsAreInTheirEnvelopes() async throws {
        let registry = try RegistryFixture()
        _ = try await registry.register()
        _ = try await registry.register(Sample.document("decide-2", port: 4_001, status: .starting))
        let all = try #require(try await registry.json("/eureka/apps")["applications"] as? [String: Any])
        #expect(all["apps__hashcode"] as? String == "STARTING_1_UP_1_")
        #expect(all["versions__delta"] as? String == "3")
        let applications = try #require(all["application"] as? [[String: Any]])
        #expect(applications.map { $0["name"] as? String } == ["DECIDE-FRAGMENTS"])
        #expect((applications.first?["instance"] as? [Any])?.count == 2)
        let one = try #require(
            try await registry.json("/eureka/apps/decide-fragments")["application"] as? [String: Any])
        #expect((one["instance"] as? [Any])?.count == 2)
        _ = try await registry.send(.delete, path)
        let delta = try #require(try await registry.json("/eureka/apps/delta")["applications"] as? [String: Any])
        #expect(delta["apps__hashcode"] as? String == "STARTING_1_")
        let changed = (delta["application"] as? [[String: Any]])?.first?["instance"] as? [[String: Any]]
        #expect(Set(changed?.compactMap { $0["actionType"] as? String } ?? []) == ["ADDED", "DELETED"])
    }

    @Test func leaseEndsOnTimeThoughNobodyLooks() async throws {
        let registry = try RegistryFixture()
        _ = try await registry.register()
        registry.clock.advance(milliseconds: 14_999)
        #expect(try await registry.send(.get, path).status == .ok)
        registry.clock.advance(milliseconds: 1)
        #expect(try await registry.send(.put, path).status == .notFound)
    }

    // MARK: Forms

    static let tastes: [(String?, Int, String)] = [
        (nil, 200, "application/xml"), ("application/xml", 200, "application/xml"), ("*/*", 200, "application/json"),
        ("application/json", 200, "application/json"),
        ("application/json, application/*+json", 200, "application/json"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", 200, "application/xml"),
        ("text/plain", 406, "application/problem+json"),
    ]

    @Test(arguments: tastes)
    func callerGetsWhatItReads(accept: String?, status: Int, type: String) async throws {
        let registry = try RegistryFixture()
        _ = try await registry.register()
        for target in ["/eureka/apps", "/eureka/apps/delta", "/eureka/apps/decide-fragments", path] {
            var headers: HTTPFields = [:]
            headers[.accept] = accept
            let answer = try await registry.router.get(target, headers: headers)
            #expect(answer.status.code == status)
            #expect(answer.headers[.contentType] == type)
        }
    }

    @Test func xmlIsWellFormedWhateverTheMetadata() async throws {
        let registry = try RegistryFixture()
        var document = Sample.document()
        document.metadata = ["a": "<&\"\u{1}>", "no name": "x", "1": "x", "b-c.d_e": "ü"]
        _ = try await registry.register(document)
        let answer = try await registry.router.get(path, headers: [.accept: "application/xml"])
        #expect(answer.text.contains("<metadata><a>&lt;&amp;&quot;&gt;</a><b-c.d_e>ü</b-c.d_e></metadata>"))
        #expect(answer.text.contains("<port enabled=\"true\">4000</port>"))
    }
}
