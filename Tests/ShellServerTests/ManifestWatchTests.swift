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
            house.changeable.offer(ChangeableServer.manifest(release: "2-two", route: "/third"))
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
            house.changeable.offer(text, release: "2-two", beside: true)
            try await house.eventually { house.log.text.contains("manifest refused") }
            #expect(try await house.get("/second").status == .ok, "\(reason)")
            house.changeable.offer(ChangeableServer.manifest(release: "3-three", route: "/third"))
            try await house.eventually { try await house.get("/third").status == .ok }
        }
    }

    @Test(arguments: [
        (ChangeableServer.manifest(release: "2-two", route: "/kites/{id}"), "belongs to explore-fragments"),
        (ChangeableServer.manifest(release: "2-two", layout: "billboard"), "there is no layout billboard"),
        (ChangeableServer.manifest(release: "2-two", protocolVersion: 2), "is newer than 1"),
    ])
    func aManifestThatDoesNotFitIsRefusedWithItsReason(_ manifest: FragmentManifest, _ reason: String) async throws {
        try await House.run { house in
            house.changeable.offer(manifest, beside: true)
            try await house.eventually { house.log.text.contains(reason) }
            #expect(try await house.get("/second").status == .ok)
            #expect(try await house.get("/kites/delta").text.contains("<title>A kite"))
        }
    }

    @Test func aTeamThatComesLateIsTakenInAndKeepsNobodyElseAway() async throws {
        try await House.run(second: "not yet") { house in
            try await house.eventually { try await house.get("/kites/delta").status == .ok }
            house.changeable.offer(ChangeableServer.manifest(release: "2-late"))
            try await house.eventually { try await house.isReady }
            try await house.eventually { try await house.get("/second").status == .ok }
            #expect(try await house.get("/health/live").status == .ok)
        }
    }
}
