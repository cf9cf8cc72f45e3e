import Fleet
import FoundationEssentials
import ShopCLI
import Testing

/// `./shop dev` on a copy of the project, with a real browser that looks.
extension RealFleets {
    @Suite(.serialized) struct InnerLoopTests {
        @Test func anEditThatIsSavedIsInTheOpenBrowser() async throws {
            try await withScratchFolder { folder in
                let root = folder + "/project"
                try Self.copyProject(to: root)
                let fleet = RunningFleet(
                    home: FleetHome(path: folder + "/home"),
                    port: try #require(LoopbackPorts.firstFree(of: RunningFleet.size)),
                    root: root)
                let said = Lines()
                let command = Task { try await Self.develop(fleet, said) }
                do {
                    try await fleet.state("the shop") { $0.phase == .up }
                    let (status, output) = try await fleet.look(
                        with: "test_inner_loop.py", settings: ["SHOP_DEV_ROOT": root])
                    #expect(status == 0 && output.contains("3 passed"), "\(output)")
                    #expect(try await fleet.get("/").text.contains("/assets/shared/dev."))
                } catch {
                    command.cancel()
                    _ = await command.result
                    throw error
                }
                command.cancel()
                try await command.value
                #expect(said.all.contains { $0.contains("product.mustache: ") && $0.hasSuffix(" ms") }, "\(said.all)")
                // The command may be killed before it has seen the last one end.
                let deadline = ContinuousClock.now + .seconds(15)
                while !FleetCleaner(home: fleet.home).processes().isEmpty, ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(50))
                }
                #expect(FleetCleaner(home: fleet.home).processes().isEmpty)
            }
        }

        /// Whoever ends the command ends its shop, whichever way and however soon.
        @Test(arguments: ["KILL", "TERM"]) func aCommandThatIsKilledAsItBeginsLeavesNothing(signal: String) async throws
        {
            try await withScratchFolder { folder in
                let port = try #require(LoopbackPorts.firstFree(of: RunningFleet.size))
                let fleet = RunningFleet(home: FleetHome(path: folder + "/home"), port: port)
                let (status, output) = try await fleet.bash(
                    """
                    ./shop dev decide-fragments --port \(port) --binaries .build/release >/dev/null 2>&1 &
                    until [ -e $SHOP_HOME/run/state.json ]; do sleep 0.02; done
                    cat $SHOP_HOME/run/shop.lock
                    kill -\(signal) $!
                    """)
                let pid = try #require(Int32(output), "\(status): \(output)")
                #expect(await ProcessIdentity(pid)?.hasEnded(within: .seconds(15)) ?? true)
                #expect(FleetCleaner(home: fleet.home).processes().isEmpty)
            }
        }

        @Test func aShopOfUpTellsBrowsersNothing() async throws {
            try await RunningFleet.with { fleet in
                #expect(try await fleet.status(of: "/dev/events") == 404)
                #expect(try await !fleet.get("/").text.contains("/assets/shared/dev."))
                let (status, output) = try await fleet.shop("dev", "decide-fragments")
                #expect(status == ShopCLI.ExitStatus.alreadyRunning.rawValue)
                #expect(output.contains("./shop down"), "\(output)")
                #expect(try await fleet.shop("dev", "catalog-service").status == ShopCLI.ExitStatus.usage.rawValue)
            }
        }

        /// Until the task is cancelled.
        static func develop(
            _ fleet: RunningFleet, _ said: Lines, binaries: String = ProjectFolder.binaries
        ) async throws {
            var environment = ProcessInfo.processInfo.environment
            environment["SHOP_HOME"] = fleet.home.path
            environment["SHOP_ROOT"] = fleet.root
            let command = ToolRun(
                ProjectFolder.shop,
                ["dev", "decide-fragments", "--port", "\(fleet.port)", "--binaries", binaries],
                environment: environment)
            _ = try? await command.lines { said.add($0) }
        }

        static func copyProject(to root: String) throws {
            try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
            for path in ["Sources", "Public", "compose", "Package.swift"] {
                try FileManager.default.copyItem(atPath: "\(ProjectFolder.root)/\(path)", toPath: "\(root)/\(path)")
            }
        }
    }
}
