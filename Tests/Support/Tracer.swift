import Foundation
import Testing

/// Writes down what a process asks of the kernel, by strace.
package final class Tracer: Sendable {
    /// Whether this machine lets one process look at the system calls of another that runs.
    package static let isThere: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "sleep 1 & strace -f -o /dev/null -p $! 2>&1 | grep -q attached"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
    package static let absence: Comment =
        "What is on the disk before an answer leaves is NOT tested: strace is missing, or may not look at processes here"

    private let file: String
    private let process: Process
    private let said = Pipe()

    /// - Parameter target: a program to run, or what says which process runs.
    private init(_ target: [String], in folder: String, environment: [String: String]?, lifeline: Pipe?) throws {
        file = "\(folder)/trace"
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            [
                "strace", "-f", "-y", "-s", "70000", "-o", file, "-e",
                "trace=read,recvfrom,recvmsg,readv,write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync",
            ] + target
        if let environment { process.environment = environment }
        process.standardOutput = said
        process.standardError = said
        process.standardInput = lifeline ?? FileHandle.nullDevice
        try process.run()
    }

    /// Runs a program under the tracer while `body` talks to it.
    /// - Parameters:
    ///   - environment: of the program, which ends when its standard input does.
    ///   - sign: what the program prints when it is ready.
    ///   - body: is given what was printed until then.
    package static func run(
        _ program: String, environment: [String: String], until sign: String, in folder: String,
        _ body: (String) async throws -> Void
    ) async throws -> SystemCalls {
        let lifeline = Pipe()
        let tracer = try Tracer([program], in: folder, environment: environment, lifeline: lifeline)
        let text = try tracer.read(until: sign)
        do {
            try await body(text)
        } catch {
            kill(tracer.process.processIdentifier, SIGKILL)
            throw error
        }
        try lifeline.fileHandleForWriting.close()
        return try tracer.end()
    }

    /// Looks at a process that runs, while `body` talks to it. Then the process is killed, and with it the look ends.
    package static func watch(
        _ pid: Int32, in folder: String, _ body: () async throws -> Void
    ) async throws -> SystemCalls {
        let tracer = try Tracer(["-p", "\(pid)"], in: folder, environment: nil, lifeline: nil)
        let result: Result<Void, any Error>
        do {
            _ = try tracer.read(until: "attached")
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        // No gentler signal reaches the tracer: it was born with those blocked that are blocked in this process.
        kill(pid, SIGKILL)
        let calls = try tracer.end()
        try result.get()
        return calls
    }

    private func read(until sign: String) throws -> String {
        var text = ""
        while !text.contains(sign) {
            let data = said.fileHandleForReading.availableData
            try #require(!data.isEmpty, "it ended: \(text)")
            text += String(decoding: data, as: UTF8.self)
        }
        return text
    }

    private func end() throws -> SystemCalls {
        process.waitUntilExit()
        return SystemCalls(String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self))
    }
}
