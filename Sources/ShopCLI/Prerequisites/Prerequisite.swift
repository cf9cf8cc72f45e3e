import FoundationEssentials

/// Something that must be on the machine, and the Debian package that brings it.
package struct Prerequisite: Sendable, Equatable {
    enum Sign: Sendable, Equatable {
        /// A program in `PATH`.
        case program(String)
        /// One of these files.
        case file([String])
        /// Modules that `python3` can import.
        case pythonModules([String])
    }

    let package: String
    let sign: Sign
    /// What it is for, as the end of "is needed …".
    let purpose: String

    func isPresent(environment: [String: String]) async -> Bool {
        switch sign {
        case .program(let name):
            Self.isProgram(name, environment: environment)
        case .file(let paths):
            paths.contains { FileManager.default.fileExists(atPath: $0) }
        case .pythonModules(let modules):
            await Self.canImport(modules, environment: environment)
        }
    }

    /// Whether `PATH`, or a folder of the system's own programs, has it.
    package static func isProgram(_ name: String, environment: [String: String]) -> Bool {
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return (path + ["/usr/sbin", "/sbin"]).contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    private static func canImport(_ modules: [String], environment: [String: String]) async -> Bool {
        let tool = ToolRun(
            "python3", ["-c", "import \(modules.joined(separator: ", "))"], environment: environment)
        return (try? await tool.collect().status) == 0
    }
}

extension Prerequisite {
    /// What a group of commands needs beyond what `./shop` itself has checked.
    enum Group: Sendable {
        case build, rabbitMQ, unitTests, fleetTests, browserTests, compositionBenchmark

        var members: [Prerequisite] {
            switch self {
            case .build:
                [
                    Prerequisite(package: "git", sign: .program("git"), purpose: "to fetch packages"),
                    Prerequisite(
                        package: "libsqlite3-dev", sign: .file(["/usr/include/sqlite3.h"]),
                        purpose: "for the services' data"),
                    Prerequisite(
                        package: "zlib1g-dev", sign: .file(["/usr/include/zlib.h"]), purpose: "for compression"),
                    Prerequisite(
                        package: "librabbitmq-dev", sign: .file(["/usr/include/amqp.h"]),
                        purpose: "to talk to RabbitMQ"),
                ]
            case .rabbitMQ:
                [
                    Prerequisite(
                        package: "rabbitmq-server", sign: .file(["/usr/lib/rabbitmq/bin/rabbitmq-server"]),
                        purpose: "to carry events")
                ]
            case .unitTests:
                Self.rabbitMQ.members + [
                    Prerequisite(
                        package: "strace", sign: .program("strace"),
                        purpose: "to see what is on the disk before an answer leaves")
                ]
            case .fleetTests:
                Self.unitTests.members + [
                    Prerequisite(package: "curl", sign: .program("curl"), purpose: "for the documents' commands"),
                    Prerequisite(package: "jq", sign: .program("jq"), purpose: "for the documents' commands"),
                ]
            case .browserTests:
                [
                    Prerequisite(
                        package: "chromium-headless-shell", sign: .program("chromium-headless-shell"),
                        purpose: "to test as a person does"),
                    Prerequisite(
                        package: "chromium", sign: .program("chromium"),
                        purpose: "to test going back as a person does"),
                    Prerequisite(
                        package: "python3-venv", sign: .pythonModules(["venv", "ensurepip"]),
                        purpose: "to run Playwright"),
                ]
            case .compositionBenchmark:
                [
                    Prerequisite(package: "nginx", sign: .program("nginx"), purpose: "as a peer (SSI)"),
                    Prerequisite(package: "varnish", sign: .program("varnishd"), purpose: "as a peer (ESI)"),
                    Prerequisite(package: "wrk", sign: .program("wrk"), purpose: "to make load"),
                ]
            }
        }
    }
}
