import Fleet
import FoundationEssentials
import HTTPTypes
import ShopCLI
import Testing
import Wire

/// `./shop dev NAME --against URL`: a fragment server here, the rest of the shop elsewhere.
extension RealFleets {
    @Suite(.serialized) struct OverrideTests {
        private static let page = "/product/KT-001"

        @Test func oneVisitorSeesTheServerThatIsDevelopedElsewhereAndNobodyElseDoes() async throws {
            try await RunningFleet.with(options: ["--allow-overrides"]) { shop in
                try await withScratchFolder { folder in
                    let root = folder + "/project"
                    try InnerLoopTests.copyProject(to: root)
                    let said = Lines()
                    let command = Task { try await Self.develop(against: shop, root: root, home: folder, said) }
                    do {
                        let entrance = try await Self.entrance(said)
                        #expect(entrance.hasPrefix("/overrides/"))
                        let cookie = try #require(try await shop.get(entrance).headers[.setCookie])
                        let pair = String(cookie.prefix { $0 != ";" })
                        try await Self.lookAround(shop, pair, said, root: root)
                        command.cancel()
                        _ = await command.result
                        // The cookie is still there, but nobody whom it could mean.
                        try await Self.page(of: shop, pair) { $0.status == .ok && !$0.text.contains("-own") }
                    } catch {
                        command.cancel()
                        _ = await command.result
                        throw error
                    }
                }
            }
        }

        private static func lookAround(
            _ shop: RunningFleet, _ cookie: String, _ said: Lines, root: String
        ) async throws {
            // Others have the page in the cache before and after.
            #expect(try await !shop.get(page).text.contains("-own"))
            try await Self.page(of: shop, cookie) { $0.status == .ok && $0.text.contains("data-release=\"1-own") }
            #expect(try await !shop.get(page).text.contains("-own"))

            let template = root + "/Sources/Fragments/Decide/Templates/product.mustache"
            let text = String(decoding: try Data(contentsOf: URL(filePath: template)), as: UTF8.self)
            try Data((text + "<p>Only here</p>\n").utf8).write(to: URL(filePath: template))
            try await Self.page(of: shop, cookie) { $0.text.contains("Only here") }
            for _ in 0..<20 {
                let others = try await shop.get(page)
                #expect(others.status == .ok && !others.text.contains("Only here") && !others.text.contains("-own"))
            }
            #expect(!said.all.contains { $0.contains("has something against") }, "\(said.all)")
        }

        @Test func aShopThatWasNotStartedForItRefuses() async throws {
            try await RunningFleet.with { shop in
                try await withScratchFolder { folder in
                    let other = RunningFleet(home: FleetHome(path: folder), port: shop.port)
                    let (status, output) = try await other.shop(
                        "dev", "decide-fragments", "--against", "http://127.0.0.1:\(shop.port)", "--binaries",
                        ProjectFolder.binaries)
                    #expect(status == ShopCLI.ExitStatus.alreadyRunning.rawValue)
                    #expect(output.contains("--allow-overrides"), "\(output)")
                    #expect(try await shop.status(of: "/overrides") == 404)
                    let production = try await other.bash("SHOP_PROFILE=production ./shop up --allow-overrides")
                    #expect(production.status == ShopCLI.ExitStatus.usage.rawValue)
                    #expect(production.output.contains("not for production"), "\(production.output)")
                }
            }
        }

        // MARK: The command

        private static func develop(
            against shop: RunningFleet, root: String, home: String, _ said: Lines
        ) async throws {
            var environment = ProcessInfo.processInfo.environment
            environment["SHOP_HOME"] = home + "/home"
            environment["SHOP_ROOT"] = root
            let command = ToolRun(
                ProjectFolder.shop,
                [
                    "dev", "decide-fragments", "--against", "http://127.0.0.1:\(shop.port)", "--binaries",
                    ProjectFolder.binaries,
                ], environment: environment)
            _ = try await command.lines { said.add($0) }
        }

        /// The path of the address that the command names.
        private static func entrance(_ said: Lines) async throws -> String {
            let deadline = ContinuousClock.now + .seconds(20)
            while ContinuousClock.now < deadline {
                for line in said.all {
                    if let range = line.firstRange(of: "/overrides/") { return String(line[range.lowerBound...]) }
                }
                try await Task.sleep(for: .milliseconds(20))
            }
            throw RunningFleet.NotInTime(what: "the entrance: \(said.all)")
        }

        private static func page(
            of shop: RunningFleet, _ cookie: String, _ isWanted: (WireResponse) -> Bool
        ) async throws {
            let deadline = ContinuousClock.now + .seconds(10)
            var last: WireResponse?
            while ContinuousClock.now < deadline {
                let request = WireRequest(target: page, headers: [.accept: "text/html", .cookie: cookie])
                last = try await WireClient.shared.send(
                    request, to: Address(host: "127.0.0.1", port: shop.port), deadline: .after(.seconds(5)))
                if let last, isWanted(last) { return }
                try await Task.sleep(for: .milliseconds(20))
            }
            throw RunningFleet.NotInTime(what: "\(page): \(last?.status.code ?? 0) \(last?.text.suffix(2_000) ?? "")")
        }
    }
}
