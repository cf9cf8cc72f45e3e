import FoundationEssentials
import Glibc
import ShopCLI
import Testing

/// Tests that pass whatever the shop does prove nothing. Here one fragment answers wrongly, and the browser's tests
/// have to say so.
extension RealFleets {
    @Suite(.serialized) struct WrongFragmentTests {
        private static let claim = "test_structured_data_says_what_the_page_says"
        private static let template = "Sources/Fragments/Decide/Templates/product.mustache"

        @Test(arguments: [(nil, 0), ("<h1>Another kite</h1>", 1)])
        func theBrowserTestsFailOnlyWhereAFragmentAnswersWrongly(_ heading: String?, _ expected: Int32) async throws {
            try await withScratchFolder { root in
                try await Self.copyProject(to: root)
                if let heading { try Self.replace("<h1>{{name}}</h1>", with: heading, in: "\(root)/\(Self.template)") }
                try await RunningFleet.with(root: root) { fleet in
                    let tests = RunningFleet(home: fleet.home, port: fleet.port)
                    let (status, output) = try await tests.shop(
                        "test", "e2e", "--base-url", "http://127.0.0.1:\(fleet.port)", "--", "-k", Self.claim)
                    #expect(status == expected, "\(output)")
                    #expect(output.contains(expected == 0 ? "1 passed" : "1 failed"), "\(output)")
                }
            }
        }

        /// What the processes read of the project while they run.
        private static func copyProject(to root: String) async throws {
            let folders = ["Sources", "Public", "compose"].map { "\(ProjectFolder.root)/\($0)" }
            let status = try await ToolRun("/bin/cp", ["-r"] + folders + [root], environment: [:]).lines { _ in }
            try #require(status == 0)
        }

        private static func replace(_ text: String, with other: String, in file: String) throws {
            let before = try String(contentsOfFile: file, encoding: .utf8)
            let after = before.replacing(text, with: other)
            try #require(after != before, "\(file) has no \(text)")
            try Data(after.utf8).write(to: URL(filePath: file))
        }
    }
}
