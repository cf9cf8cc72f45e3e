import Fleet
import FoundationEssentials
import ShopCLI
import Testing

/// A team that comes into the running shop and leaves it, with the shop in use all the while.
extension RealFleets {
    @Suite(.serialized) struct NewTeamTests {
        private static let process = "flight-school-fragments"
        private static let page = "/flight-school"

        @Test func itsPageComesAndGoesAndNothingElseChanges() async throws {
            try await withScratchFolder { root in
                try Self.copyProject(to: root)
                try await RunningFleet.with(root: root) { fleet in
                    let before = try fleet.processes
                    #expect(try await fleet.status(of: Self.page) == 404)
                    let visitors = Task { try await Self.browse(fleet) }
                    try await Self.succeeds(fleet.shop("new", "fragment", "flight-school"))
                    try await Self.succeeds(
                        fleet.shop("redeploy", Self.process, "--binaries", ProjectFolder.binaries))
                    let page = try await Self.page(of: fleet, once: 200, within: .seconds(1))
                    #expect(page.contains("<h1>Flight school</h1>"))
                    #expect(page.contains("<title>Flight school"))
                    #expect(page.contains("/assets/flight-school/flight-school."))
                    #expect(page.contains("site-header") && page.contains("site-footer"))
                    let (seen, said) = try await fleet.look(with: "test_new_team.py")
                    #expect(seen == 0 && said.contains("8 passed"), "\(said)")
                    let (status, output) = try await fleet.shop("remove", "fragment", "flight-school")
                    #expect(status == 1 && output.contains("./shop retire \(Self.process)"), "\(output)")

                    try await Self.succeeds(fleet.shop("retire", Self.process))
                    let gone = try await Self.page(of: fleet, once: 404, within: .seconds(1))
                    #expect(gone.contains("site-header"), "the page that is not there is composed")
                    try await Self.succeeds(fleet.shop("remove", "fragment", "flight-school"))
                    visitors.cancel()
                    let answers = try await visitors.value
                    #expect(answers.count > 50)
                    let failed = answers.filter { $0 != 200 }
                    #expect(failed.isEmpty, "\(failed) of \(answers.count)")
                    #expect(try fleet.processes == before)
                }
            }
        }

        /// Shoppers who look around until the task is cancelled. Returns the statuses that they saw.
        private static func browse(_ fleet: RunningFleet) async throws -> [Int] {
            var answers: [Int] = []
            while !Task.isCancelled {
                // Not cancelled with the task, which would fail a request that the shop answers.
                let status = await Task.detached { (try? await fleet.status(of: answersPath())) ?? 0 }.value
                answers.append(status)
                try? await Task.sleep(for: .milliseconds(5))
            }
            return answers
        }

        private static func answersPath() -> String { ["/", "/products", "/product/KT-001"].randomElement() ?? "/" }

        private static func page(of fleet: RunningFleet, once status: Int, within time: Duration) async throws -> String
        {
            let deadline = ContinuousClock.now + time
            while true {
                let answer = try await fleet.get(page)
                if answer.status.code == status { return answer.text }
                guard ContinuousClock.now < deadline else { throw RunningFleet.NotInTime(what: "\(page) \(status)") }
                try await Task.sleep(for: .milliseconds(10))
            }
        }

        private static func succeeds(_ result: (status: Int32, output: String)) {
            #expect(result.status == 0, "\(result.output)")
        }

        /// Without the team that was built ahead, so that it can be new.
        private static func copyProject(to root: String) throws {
            for path in ["Sources", "Public", "compose"] {
                try FileManager.default.copyItem(atPath: "\(ProjectFolder.root)/\(path)", toPath: "\(root)/\(path)")
            }
            let package = try Data(contentsOf: URL(filePath: "\(ProjectFolder.root)/Package.swift"))
            let text = String(decoding: package, as: UTF8.self)
                .replacing("\"FlightSchoolFragments\"", with: "\"Other\"").replacing(
                    "\"\(process)\"", with: "\"other\"")
            try Data(text.utf8).write(to: URL(filePath: "\(root)/Package.swift"))
        }
    }
}
