import Foundation
import TestSupport
import Testing

/// The house's rules, run: each over the whole tree, and each shown able to fail.
@Suite struct TidyTests {
    @Test func importsKeepTheirDirections() throws {
        let complaints = try SourceFile.all(below: "Sources").flatMap(ImportDirections.complaints)
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
    }

    @Test func sourcesKeepTheHouseRules() throws {
        let complaints = try SourceFile.all(below: "Sources").flatMap(HouseRules.complaints)
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("Sources/Vocabulary/A.swift", "import Wire"),
        ("Sources/ShellServer/Composition/A.swift", "import Hummingbird"),
        ("Sources/ShellServer/Composition/A.swift", "import Chassis"),
        ("Sources/Fragments/Decide/A.swift", "import OrderAPI"),
        ("Sources/Fragments/Decide/A.swift", "import ExploreFragments"),
        ("Sources/OrderService/Service/A.swift", "import CatalogService"),
        ("Sources/ShopCLI/A.swift", "import GRDB"),
        ("Sources/New/A.swift", "import Wire"),
    ])
    func aForbiddenEdgeIsSeen(path: String, line: String) {
        #expect(ImportDirections.complaints(about: SourceFile(path: path, text: line)).count == 1)
    }

    @Test(arguments: [
        "let a = try! f()", "let a = b as! C", "final class A: @unchecked Sendable {}", "print(1)", "let a = b!",
        "a[0]!.b()",
        "// TODO later", String(repeating: "x", count: 121),
    ])
    func aBrokenRuleIsSeen(line: String) {
        #expect(!HouseRules.complaints(about: SourceFile(path: "Sources/Wire/A.swift", text: line)).isEmpty)
    }

    @Test(arguments: ["if a != b {", "guard !a else { return }", "// what!", "let a = \"b!\""])
    func whatIsNoForceUnwrapIsLeftAlone(line: String) {
        #expect(!HouseRules.hasForceUnwrap(line))
    }

    @Test func aLongFunctionAndALongFileAreSeen() {
        let function = "func a() {\n" + String(repeating: "    b()\n", count: 70) + "}\n"
        #expect(HouseRules.longFunctions(in: SourceFile(path: "Sources/Wire/A.swift", text: function)).count == 1)
        let file = SourceFile(path: "Sources/Wire/A.swift", text: String(repeating: "\n", count: 401))
        #expect(HouseRules.complaints(about: file).count == 1)
    }

    /// Expand, then contract: see ``ReleasedSchemas``.
    @Test func everyServiceWithMigrationsTestsThemAgainstTheReleaseBefore() throws {
        func has(_ text: String) -> (SourceFile) -> Bool { { $0.lines.contains { $0.contains(text) } } }
        let tests = try SourceFile.all(below: "Tests").filter(has("ReleasedSchemas(folder: ProjectRoot"))
            .map { $0.path.split(separator: "/")[1] }
        let services = try SourceFile.all(below: "Sources").filter(has("DatabaseMigrator()")).compactMap { file in
            file.path.split(separator: "/").dropFirst().first { $0 != "Platform" }
        }
        #expect(services.count >= 2)
        for service in services { #expect(tests.contains("\(service)Tests"), "\(service) has migrations") }
    }

    /// The same word in four places: folder, module, executable, fleet entry.
    @Test func everyProcessOfTheFleetIsAnExecutableWithItsFolder() throws {
        struct Fleet: Decodable {
            struct Process: Decodable { let name: String }
            let processes: [Process]
        }
        let root = URL(filePath: ProjectRoot.path)
        let fleet = try JSONDecoder().decode(
            Fleet.self, from: Data(contentsOf: root.appending(path: "compose/fleet.json")))
        let package = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        #expect(!fleet.processes.isEmpty)
        for process in fleet.processes {
            #expect(
                package.contains("process(\"\(process.name)\""),
                "\(process.name) is in the fleet but not in the package")
        }
        let declared = package.components(separatedBy: "process(\"").dropFirst().compactMap {
            $0.split(separator: "\"").first
        }
        #expect(Set(declared.map(String.init)) == Set(fleet.processes.map(\.name)))
    }
}
