import Fleet
import FoundationEssentials
import Glibc
import Testing
import Wire

/// What a shopper sees while a part of the fleet is ill.
extension RealFleets {
    @Suite(.serialized) struct DegradedFleetTests {
        /// Pages that need no other team's fragments to be what they are.
        private static let pages: [String: [String]] = [
            "explore-fragments": ["/", "/products", "/products/stunt", "/stores", "/search?q=delta"],
            "decide-fragments": ["/product/KT-001", "/product/KT-040"],
            "checkout-fragments": ["/checkout/cart"],
        ]

        @Test(arguments: ["explore-fragments", "decide-fragments", "checkout-fragments"])
        func aKilledFragmentServerLeavesTheOtherTeamsPagesWhole(server: String) async throws {
            try await RunningFleet.with { fleet in
                try fleet.process(server).send(SIGKILL)
                for (owner, pages) in Self.pages where owner != server {
                    for page in pages { #expect(try await fleet.status(of: page) == 200, "\(page) without \(server)") }
                }
            }
        }

        /// A hung server answers nothing at all; the page leaves by its deadline of 300 ms all the same.
        @Test(arguments: ["explore-fragments", "decide-fragments", "checkout-fragments"])
        func aHungFragmentServerDoesNotHoldUpAPage(server: String) async throws {
            try await RunningFleet.with { fleet in
                let victim = try fleet.process(server)
                victim.send(SIGSTOP)
                defer { victim.send(SIGCONT) }
                for (owner, pages) in Self.pages {
                    for page in pages {
                        let start = ContinuousClock.now
                        let answer = try await fleet.get(page)
                        let elapsed = start.duration(to: .now)
                        #expect(elapsed < .seconds(2), "\(page) without \(server) took \(elapsed)")
                        #expect(answer.text.hasSuffix("</html>\n"), "\(page) without \(server) is not whole")
                        #expect(answer.status == (owner == server ? 503 : 200), "\(page) without \(server)")
                    }
                }
            }
        }

        @Test func thePageOfATeamThatIsAwayIsForEverybody() async throws {
            try await RunningFleet.with { fleet in
                let victim = try fleet.process("decide-fragments")
                victim.send(SIGSTOP)
                defer { victim.send(SIGCONT) }
                let (status, output) = try await fleet.look(with: "test_team_away.py")
                #expect(status == 0, "\(output)")
                #expect(output.contains("4 passed"), "\(output)")
            }
        }

        /// Longer than a lease lasts: nobody forgets anybody for that.
        @Test func aHungRegistryIsNotMissed() async throws {
            try await RunningFleet.with(settings: ["REGISTRY_RENEWAL_SECONDS": "1"]) { fleet in
                let victim = try fleet.process("registry")
                victim.send(SIGSTOP)
                defer { victim.send(SIGCONT) }
                let end = ContinuousClock.now + .seconds(4)
                while ContinuousClock.now < end {
                    for page in Self.pages.values.joined() {
                        #expect(try await fleet.status(of: page) == 200, "\(page)")
                    }
                }
                victim.send(SIGCONT)
                try await fleet.state("everybody there") { $0.isReady }
                #expect(try await fleet.status(of: "/product/KT-002") == 200)
            }
        }

        @Test func aDeadServiceLeavesPagesThatSaySo() async throws {
            try await RunningFleet.with { fleet in
                let victim = try fleet.process("catalog-service")
                victim.send(SIGSTOP)
                defer { victim.send(SIGCONT) }
                let answer = try await fleet.get("/product/KT-002")
                #expect(answer.status == 503)
                #expect(answer.headers[.retryAfter] != nil)
                #expect(answer.text.contains("<title>"))
            }
        }
    }
}
