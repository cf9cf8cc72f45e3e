/// A fragment server as a new team begins with it: files of its own, and a place in the files that all share.
package struct Scaffold: Sendable {
    package struct File: Sendable, Equatable {
        /// From the project's root.
        package let path: String
        package let text: String
    }

    /// Lines that are put into a shared file.
    package struct Insertion: Sendable, Equatable {
        package let path: String
        /// The lines, each with its end.
        package let text: String
        /// The lines before which they stand, which are there once.
        let anchor: String
    }

    package let name: TeamName

    package init(_ name: TeamName) {
        self.name = name
    }

    package var sources: String { "Sources/Fragments/\(name.folder)" }

    /// The folders that belong to the team alone.
    package var folders: [String] { [sources, "Public/\(name.text)", "Tests/\(name.tests)"] }

    /// What its owner reads first.
    package var files: [File] { [build, main, template, style, test] }

    package var insertions: [Insertion] {
        [
            Insertion(
                path: "Package.swift",
                text: """
                        library(
                            "\(name.module)", at: "Fragments/\(name.folder)", excluding: ["Main", "Templates"],
                            ["FragmentRendering", "FragmentContract", "Chassis"]),
                        process("\(name.process)", of: "\(name.module)", at: "Fragments/\(name.folder)"),

                    """,
                anchor: "]\n\nlet platform: [Target] = [\n"),
            Insertion(
                path: "Package.swift",
                text: """
                        tests("\(name.tests)", ["\(name.module)", "FragmentContract", "Chassis"]),

                    """,
                anchor: "    tests(\"TidyTests\", []),\n"),
            Insertion(
                path: "compose/fleet.json", text: fleetEntry, anchor: "    {\n      \"name\": \"shell-server\",\n"),
        ]
    }

    private var fleetEntry: String {
        """
            {
              "name": "\(name.process)",
              "team": "\(name.text)",
              "does": "\(name.title)",
              "needs": [],
              "health": "/health/ready",
              "fragments": true,
              "files": ["\(sources)/Templates", "Public/\(name.text)"],
              "strategy": "canary",
              "timeouts": { "readySeconds": 20, "stopSeconds": 10 }
            },

        """
    }
}
