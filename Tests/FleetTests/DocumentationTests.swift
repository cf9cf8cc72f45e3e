import FoundationEssentials
import Testing

/// What the documents tell people to type, typed: `sh` blocks at a running shop, `console` blocks as far as the command
/// goes.
extension RealFleets {
    @Suite(.serialized) struct DocumentationTests {
        static let documents: [String] = {
            let folder = "\(ProjectFolder.root)/docs/patterns"
            let patterns = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return ["README.md", "CONTRIBUTING.md"] + patterns.sorted().map { "docs/patterns/\($0)" }
        }()

        @Test func everyCommandForARunningShopWorks() async throws {
            try await RunningFleet.with { fleet in
                for document in Self.documents {
                    for block in try Self.blocks(of: document, kind: "sh") {
                        let script = block.replacing("localhost:8080", with: "127.0.0.1:\(fleet.port)")
                        let (status, output) = try await fleet.bash(script)
                        #expect(status == 0, "\(document):\n\(block)\nended with \(status):\n\(output)")
                        #expect(!output.isEmpty || !block.contains("grep"), "\(document):\n\(block)\nprinted nothing")
                        try await fleet.state("everything well again") { $0.isReady }
                    }
                }
            }
        }

        @Test func everyPatternIsADocument() { #expect(Self.documents.count >= 9) }

        @Test func everyOtherCommandIsOneThatTheShopKnows() async throws {
            try await withScratchFolder { folder in
                let fleet = RunningFleet(home: .init(path: folder + "/home"), port: 0)
                for document in Self.documents {
                    for line in try Self.blocks(of: document, kind: "console").flatMap({ $0.split(separator: "\n") })
                    where line.hasPrefix("./shop ") {
                        let name = String(line.split(separator: " ")[1])
                        #expect(try await fleet.shop(name, "--help").status == 0, "\(document): \(line)")
                    }
                }
            }
        }

        @Test func documentsNameOnlyWhatIsThere() throws {
            for document in Self.documents + ["ARCHITECTURE.md"] {
                for path in try Self.text(of: document).matches(
                    of: /`((Sources|Tests|Public|compose|docs)\/[A-Za-z0-9_\/.-]+)`/)
                {
                    let file = ProjectFolder.root + "/" + String(path.1)
                    #expect(FileManager.default.fileExists(atPath: file), "\(document) names \(path.1)")
                }
            }
        }

        private static func text(of document: String) throws -> String {
            let bytes = try Data(contentsOf: URL(filePath: ProjectFolder.root + "/" + document))
            return String(decoding: bytes, as: UTF8.self)
        }

        /// The contents of a document's fenced blocks of one kind.
        private static func blocks(of document: String, kind: String) throws -> [String] {
            var blocks: [String] = []
            var current: [Substring]?
            for line in try text(of: document).split(separator: "\n", omittingEmptySubsequences: false) {
                if let lines = current {
                    if line == "```" {
                        blocks.append(lines.joined(separator: "\n"))
                        current = nil
                    } else {
                        current = lines + [line]
                    }
                } else if line == "```\(kind)" {
                    current = []
                }
            }
            return blocks
        }
    }
}
