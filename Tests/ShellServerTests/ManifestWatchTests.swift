import FragmentContract
import HTTPTypes
import TestSupport
import Testing
import Wire

/// A team changes its manifest while the shell runs.
@Suite struct ManifestWatchTests {
    @Test func aNewPageAppearsInARunningShop() async throws {
        try await House.run { house in
            #expect(try await house.get("/third").status == .notFound)
            house.changeable.offer(ChangeableServer.manifest(release: "two", route: "/third"))
            try await house.eventually { try await house.get("/third").status == .ok }
            #expect(try await house.get("/second").status == .notFound)
        }
    }

    @Test(arguments: [
        ("not JSON", #"{"protocolVersion": 1, "#), ("nothing in it", "{}"),
        (
            "newer than 1",
            #"{"protocolVersion": 2, "server": "second-fragments", "pieces": []}"#
        ),
    ])
    func aManifestThatCannotBeReadIsRefusedAndTheLastGoodOneStays(_ reason: String, _ text: String) async throws {
        try await House.run { house in
            house.changeable.offer(text)
            try await house.eventually { house.log.text.contains("manifest refused") }
            #expect(try await house.get("/second").status == .ok, "\(reason)")
            house.changeable.offer(ChangeableServer.manifest(release: "three", route: "/third"))
            try await house.eventually { try await house.get("/third").status == .ok }
        }
    }

    @Test(arguments: [
        (ChangeableServer.manifest(release: "two", route: "/kites/{name}"), "belongs to explore-fragments"),
        (ChangeableServer.manifest(release: "two", layout: "billboard"), "there is no layout billboard"),
        (ChangeableServer.manifest(release: "two", protocolVersion: 2), "is newer than 1"),
    ])
    func aManifestThatDoesNotFitIsRefusedWithItsReason(_ manifest: FragmentManifest, _ reason: String) async throws {
        try await House.run { house in
            house.changeable.offer(manifest)
            try await house.eventually { house.log.text.contains(reason) }
            #expect(try await house.get("/second").status == .ok)
            #expect(try await house.get("/kites/delta").text.contains("<title>A kite"))
        }
    }

    @Test func aShellWithoutAManifestIsNotReadyAndTakesItWhenItComes() async throws {
        try await House.run(isComplete: false) { house in
            house.changeable.offer("nothing yet")
            try await house.eventually { try await house.get("/kites/delta").status == .ok }
            house.changeable.offer(ChangeableServer.manifest(release: "late"))
            try await house.eventually { try await house.get("/health/ready").status == .ok }
            try await house.eventually { try await house.get("/second").status == .ok }
            #expect(try await house.get("/health/live").status == .ok)
        }
    }
}
