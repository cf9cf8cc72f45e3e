import Fleet
import FoundationEssentials
import Glibc
import ShopCLI
import TestSupport
import Testing
import Wire

extension RealFleets {
    /// Releases of processes that are no team's: of a writer, of who shares a socket, of the shell.
    @Suite(.serialized, .timeLimit(.minutes(3))) struct BadPlatformReleaseTests {
        /// A release that is as bad as that, and what the shop is to say of it.
        private struct BadRelease: Sendable {
            let process: String
            let reason: String
            let spoil: @Sendable (ReleaseFolder) throws -> Void
        }

        private static let bad = [
            BadRelease(process: "gateway", reason: "it ended before it was ready: exit 3") {
                try $0.use(script: "exit 3")
            },
            BadRelease(process: "gateway", reason: "it calls itself release other") {
                try $0.use(script: "SHOP_RELEASE=other exec $genuine")
            },
            BadRelease(process: "registry", reason: "it calls itself release other") {
                try $0.use(script: "SHOP_RELEASE=other exec $genuine")
            },
            // It is ready, and finds no team's server.
            BadRelease(process: "shell-server", reason: "its home page answers 404") {
                try $0.use(script: "unset SHOP_REGISTRY SHOP_FLEET; SHOP_NEEDS= exec $genuine")
            },
            BadRelease(process: "order-service", reason: "in a rehearsal it ended before it was ready: exit 3") {
                try $0.use(script: "exit 3")
            },
            // It passes its rehearsal, and fails on the shop's own data.
            BadRelease(process: "order-service", reason: "it ended before it was ready: exit 3") {
                try $0.use(script: "case $SHOP_DATA in */rehearsal-*) exec $genuine ;; esac; exit 3")
            },
        ]

        /// One fleet for all of them: each leaves it as it was.
        @Test func eachIsRefusedAndNobodyIsAnsweredByIt() async throws {
            try await RunningFleet.with { fleet in
                for bad in Self.bad {
                    let release = try ReleaseFolder(of: bad.process, beside: fleet.home)
                    try bad.spoil(release)
                    try await Self.expectRefusal(of: release, because: bad.reason, in: fleet)
                }
                try await Self.expectAskedForWhatRunningReleasesExpect(in: fleet)
                #expect(FleetCleaner(home: fleet.home).processes().count == RunningFleet.size)
                try await Self.expectThatRunningReleasesAreNotPruned(in: fleet)
            }
        }

        private static func expectRefusal(
            of release: ReleaseFolder, because reason: String, in fleet: RunningFleet
        ) async throws {
            let name = release.process
            let before = try fleet.state.processes.map { [$0.name, $0.release] }
            let entry = try #require(try fleet.state[name: "gateway"]?.release)
            let visitors = Task { await answering(fleet) }
            let (status, output) = try await fleet.shop(release.redeployment + ["--at-once"])
            visitors.cancel()
            #expect(status == ShopCLI.ExitStatus.releaseRejected.rawValue, "\(name): \(output)")
            #expect(output.contains("was refused: \(reason)"), "\(name): \(output)")
            let answers = await visitors.value
            #expect(answers.allSatisfy { $0 == entry } && !answers.isEmpty, "\(name): \(Set(answers))")
            try await fleet.state("\(name) as it was") { state in
                state.isReady && state.processes.map { [$0.name, $0.release] } == before
            }
        }

        /// Asks for a page until the task is cancelled, each time by a connection of its own. Returns the gateway's
        /// releases that answered, or what came instead of a page.
        private static func answering(_ fleet: RunningFleet) async -> [String] {
            var answers: [String] = []
            while !Task.isCancelled {
                // Not cancelled with the task, which would fail a request that the shop answers.
                let answer = await Task.detached {
                    let client = WireClient()
                    defer { client.closeIdle() }
                    return try? await client.send(
                        WireRequest(target: "/product/KT-001", headers: [.accept: "text/html"]),
                        to: Address(host: "127.0.0.1", port: fleet.port), deadline: .after(.seconds(5)))
                }.value
                answers.append(answer?.status == .ok ? answer?.headers[.shopRelease] ?? "none" : "failed")
            }
            return answers
        }

        /// The sources say nothing of it: it is the release that serves which cannot do without.
        private static func expectAskedForWhatRunningReleasesExpect(in fleet: RunningFleet) async throws {
            let consumer = try #require(try fleet.state[name: "decide-fragments"]?.release)
            let file =
                ReleaseStore(home: fleet.home).folder(of: "decide-fragments", version: consumer)
                + "/Sources/Fragments/Decide/Expectations/catalog-service.json"
            #expect(unlink(file) == 0)
            let contract = """
                {"consumer": "decide-fragments", "provider": "catalog-service", "expectations": [{"name": "a product",
                "request": {"method": "GET", "path": "/products/KT-001"},
                "response": {"status": 200, "fields": {"altitude": "whole number"}}}]}
                """
            try Data(contract.utf8).write(to: URL(filePath: file))
            let release = try ReleaseFolder(of: "catalog-service", beside: fleet.home)
            try release.use(executable: "catalog-service")
            let reason =
                "decide-fragments \(consumer) expects `altitude` to be a whole number in GET /products/KT-001: it is "
                + "missing"
            try await expectRefusal(of: release, because: reason, in: fleet)
        }

        /// A browser keeps its connection, and with it the gateway's release of long ago.
        private static func expectThatRunningReleasesAreNotPruned(in fleet: RunningFleet) async throws {
            let first = try #require(try fleet.state[name: "gateway"]?.release)
            let store = ReleaseStore(home: fleet.home)
            let build = ReleaseBuild(
                name: "gateway", executable: ProjectFolder.binaries + "/gateway", root: ProjectFolder.root, files: [],
                commit: "dev")
            let second = try store.stage(build, at: Date(), evenIfUnchanged: true).release.version
            for _ in 0..<4 { _ = try store.stage(build, at: Date(), evenIfUnchanged: true) }
            try await RawConnection.open(Address(host: "127.0.0.1", port: fleet.port)) { browser in
                let request = "GET /product/KT-001 HTTP/1.1\r\nHost: shop.test\r\n\r\n"
                #expect(try await browser.request(request).status == 200)
                for _ in 0..<2 {
                    let (status, output) = try await fleet.shop(
                        "redeploy", "gateway", "--at-once", "--step", "50ms", "--binaries", ProjectFolder.binaries)
                    #expect(status == 0, "\(output)")
                }
                let left = store.releases(of: "gateway").map(\.version)
                #expect(left.contains(first) && !left.contains(second), "\(left)")
                #expect(try await browser.request(request)["connection"] == "close")
            }
        }
    }
}
