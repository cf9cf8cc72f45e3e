import Foundation
import TestSupport
import Testing
import Wire

/// A process with a public socket started as systemd starts it: with one that listens already.
@Suite(.timeLimit(.minutes(1))) struct SocketActivationTests {
    /// What systemd does between fork and exec.
    private static let activation = """
        import os, socket, sys
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        os.dup2(listener.fileno(), 3)
        os.set_inheritable(3, True)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", LISTEN_FDNAMES="updraft.socket")
        os.execv(sys.argv[1], sys.argv[1:])
        """

    @Test func itServesTheSocketThatItIsGiven() async throws {
        let folder = try ScratchFolder()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.activation, "\(ProjectRoot.path)/.build/release/registry"]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "SHOP_PROCESS": "registry", "SHOP_ROOT": ProjectRoot.path, "SHOP_HOME": folder.path,
            "SHOP_LIFELINE": "stdin",
        ]) { $1 }
        let (output, lifeline) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = lifeline
        try process.run()
        let port = try #require(Int(Self.line(of: output.fileHandleForReading)))
        // The socket takes calls from the first moment on; who comes early waits for the process to be ready.
        let answer = try await WireClient.shared.send(
            WireRequest(target: "/eureka/apps"), to: Address(host: "127.0.0.1", port: port),
            deadline: .after(.seconds(20)))
        #expect(answer.status == .ok)
        try lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private static func line(of file: FileHandle) -> String {
        var line = ""
        while let byte = try? file.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(Character(Unicode.Scalar(byte)))
        }
        return line
    }
}
