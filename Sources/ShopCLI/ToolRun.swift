import Fleet
import Subprocess

/// A run of another program: `swift`, `git`, `pytest`, a benchmark's script.
///
/// It has a process group of its own, and the group is ended when the task that runs it is cancelled, so that a program
/// that starts others leaves none of them behind.
package struct ToolRun: Sendable {
    /// A name that is looked up in `PATH`, or an absolute path.
    let program: String
    let arguments: [String]
    let environment: [String: String]
    let directory: String?

    package init(
        _ program: String, _ arguments: [String] = [], environment: [String: String], in directory: String? = nil
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }

    /// Runs it with this process's own output. Returns its exit code; a signal counts as 128 and its number.
    package func show() async throws -> Int32 {
        let result = try await Subprocess.run(
            configuration, input: .none, output: .currentStandardOutput, error: .currentStandardError)
        return Self.code(of: result.terminationStatus)
    }

    /// Runs it and collects what it writes to standard output, at most 1 MB.
    package func collect() async throws -> (status: Int32, output: String) {
        let result = try await Subprocess.run(
            configuration, input: .none, output: .string(limit: 1 << 20), error: .discarded)
        return (Self.code(of: result.terminationStatus), result.standardOutput)
    }

    /// The longest line that is handed over, in bytes; a program that writes a longer one fails.
    private static let longestLine = 16 << 20

    /// Runs it and hands each line over as it comes, of standard output and standard error alike.
    /// - Parameter priority: how the program stands with others, as a session's leader; nil leaves it in this session.
    package func lines(as priority: SessionPriority? = nil, _ handle: (String) -> Void) async throws -> Int32 {
        var configuration = configuration
        if priority != nil {
            configuration.platformOptions.processGroupID = nil
            configuration.platformOptions.createSession = true
        }
        let result = try await Subprocess.run(
            configuration, input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            priority?.apply(to: execution.processIdentifier.value)
            let lines = execution.standardOutput.strings(bufferingPolicy: .maxLineLength(Self.longestLine))
            for try await line in lines { handle(line.filter { !$0.isNewline }) }
        }
        return Self.code(of: result.terminationStatus)
    }

    private var configuration: Configuration {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(5))
        ]
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        return Configuration(
            executable: program.hasPrefix("/") ? .path(.init(program)) : .name(program),
            arguments: Arguments(arguments), environment: .custom(variables),
            workingDirectory: directory.map { .init($0) }, platformOptions: options)
    }

    private static func code(of status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}
