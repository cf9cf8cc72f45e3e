import Foundation
import Synchronization
import Testing

/// A real RabbitMQ of a test's own: Debian's server on free ports, its files in a folder that goes with it. It ends
/// when nobody holds it any more, and at the latest with the process of the tests, however that ends.
package final class RabbitServer: Sendable {
    package let port: Int
    /// As ``port``, with TLS; 0 if there is none.
    package let securePort: Int
    package let folder: String
    private let ports: [Int]
    private let process: Mutex<Process?>
    private let lifeline: Mutex<Pipe?>

    package var url: String { "amqp://guest:guest@127.0.0.1:\(port)" }

    // MARK: Whether there is one

    package static let isInstalled = FileManager.default.isExecutableFile(
        atPath: "/usr/lib/rabbitmq/bin/rabbitmq-server")

    /// For a suite that needs it: without the package it is skipped, and says so; a continuous integration that has not
    /// installed it fails.
    package static var isThereOrRequired: Bool {
        isInstalled || ProcessInfo.processInfo.environment["CI"].map { !$0.isEmpty } ?? false
    }
    package static let absence: Comment =
        "RabbitMQ is NOT tested: the package rabbitmq-server is missing; apt-get install rabbitmq-server brings it"

    /// The one that the tests of a process share.
    package static func shared() async throws -> RabbitServer { try await common.value }

    private static let common = Task {
        try await RabbitServer(
            configuration: """
                [{rabbit, [
                    {ssl_listeners, [{"127.0.0.1", {port}}]},
                    {ssl_options, [
                        {cacertfile, "{folder}/ca.pem"}, {certfile, "{folder}/server.pem"},
                        {keyfile, "{folder}/server.key"}, {verify, verify_peer}, {fail_if_no_peer_cert, false}]}]}].

                """)
    }

    // MARK: Its life

    /// Starts a server and waits until it can be entered.
    /// - Parameter configuration: its rabbitmq.config; `{port}` is ``securePort``, `{folder}` is ``folder``.
    package init(configuration: String = "[].") async throws {
        try #require(Self.isInstalled, Self.absence)
        ports = try (0..<4).map { _ in try freePort() }
        (port, securePort) = (ports[0], ports[3])
        folder = "\(NSTemporaryDirectory())/murmuration-rabbit-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let text = configuration.replacing("{port}", with: "\(securePort)").replacing("{folder}", with: folder)
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/rabbitmq.config"))
        process = Mutex(nil)
        lifeline = Mutex(nil)
        if text.contains(folder) { try makeCertificates() }
        try await start()
    }

    deinit {
        try? lifeline.withLock { $0 }?.fileHandleForWriting.close()
    }

    /// As OpenSSL's command makes them: `ca.pem` and what it has signed, `server.pem` for localhost and `client.pem`,
    /// each with its key; and `stranger.pem`, an authority that has signed none of them.
    private func makeCertificates() throws {
        let script = """
            cd "$0"
            new="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
            for name in ca stranger; do
                openssl req -x509 $new -keyout $name.key -out $name.pem -subj "/CN=$name"
            done
            for name in server client; do
                openssl req $new -keyout $name.key -out $name.csr -subj "/CN=$name"
                echo "subjectAltName=DNS:localhost" > $name.names
                openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -days 2 -extfile $name.names -out $name.pem
            done
            """
        let maker = Process()
        maker.executableURL = URL(filePath: "/bin/sh")
        maker.arguments = ["-ec", "(\(script)) > \"$0/certificates.txt\" 2>&1", folder]
        try maker.run()
        maker.waitUntilExit()
        try #require(
            maker.terminationStatus == 0, "\((try? String(contentsOfFile: folder + "/certificates.txt")) ?? "")")
    }

    /// Starts it again with the files that it has.
    package func start() async throws {
        let (next, pipe) = (Process(), Pipe())
        next.executableURL = URL(filePath: "/bin/sh")
        // The shell stays to take the folder away when the lifeline has ended the server.
        next.arguments = [
            "-c", "\"$0\" \"$@\" >> \"$1/log.txt\" 2>&1; if ! [ -e \"$1/stay\" ]; then rm -rf \"$1\"; fi",
            "\(ProjectRoot.path)/compose/rabbitmq/start.sh", folder, "\(ports[0])", "\(ports[1])", "\(ports[2])",
        ]
        var environment = ProcessInfo.processInfo.environment
        environment["SHOP_LIFELINE"] = "stdin"
        next.environment = environment
        next.standardInput = pipe
        try? FileManager.default.removeItem(atPath: "\(folder)/stay")
        try next.run()
        process.withLock { $0 = next }
        lifeline.withLock { $0 = pipe }
        let patience = ContinuousClock.now + .seconds(90)
        while try !log.contains("Server startup complete") {
            guard next.isRunning, ContinuousClock.now < patience else {
                throw BrokenPromise(description: "RabbitMQ did not start: \(try log.suffix(2_000))")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Returns when the server has a queue in its books, which it writes up to a second after it has made the queue:
    /// before that it would make it anew (rabbitmq/ra#443).
    package func writes(_ queue: String) async throws {
        let patience = ContinuousClock.now + .seconds(20)
        let file = "\(folder)/data/shop@localhost/quorum/shop@localhost/names.dets"
        while FileManager.default.contents(atPath: file)?.firstRange(of: Data(queue.utf8)) == nil {
            guard .now < patience else { throw BrokenPromise(description: "RabbitMQ does not write down \(queue)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Ends it as a power cut would, for all that it knows, and returns when it is gone; its files stay.
    package func kill() async throws {
        try Data().write(to: URL(filePath: "\(folder)/stay"))
        let name = Data("\0\(folder)\0".utf8)
        for number in try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap({ Int32($0) }) {
            // Erlang's machine has the folder as its home in its command line.
            guard let line = FileManager.default.contents(atPath: "/proc/\(number)/cmdline"),
                line.starts(with: Data("/usr/lib/erlang/".utf8)), line.firstRange(of: name) != nil
            else { continue }
            _ = Glibc.kill(number, SIGKILL)
        }
        while process.withLock({ $0?.isRunning ?? false }) { try await Task.sleep(for: .milliseconds(10)) }
        try FileManager.default.moveItem(atPath: "\(folder)/log.txt", toPath: "\(folder)/log-\(UUID().uuidString).txt")
    }

    // MARK: Its operator

    /// Takes all that is ready out of a queue, and throws it away.
    package func purge(_ queue: String) async throws { _ = try control(["purge_queue", queue]) }

    /// How many messages a queue has ready.
    package func count(_ queue: String) async throws -> Int? {
        let question = """
            {ok, Queue} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"/">>, queue, <<"\(queue)">>)),
            {ok, Ready, _} = rabbit_amqqueue:stat(Queue), Ready.
            """
        let answer = try control(["eval", question])
        return Int(answer.filter(\.isNumber))
    }

    /// What `rabbitmqctl` is told.
    package func operate(_ arguments: String...) async throws { _ = try control(arguments) }

    /// What `rabbitmqctl` answers.
    private func control(_ arguments: [String]) throws -> String {
        let (command, output) = (Process(), Pipe())
        command.executableURL = URL(filePath: "/usr/lib/rabbitmq/bin/rabbitmqctl")
        command.arguments = ["--node", "shop@localhost"] + arguments
        var environment = ProcessInfo.processInfo.environment
        environment["HOME"] = folder
        environment["ERL_EPMD_PORT"] = "\(ports[1])"
        command.environment = environment
        command.standardInput = FileHandle.nullDevice
        command.standardOutput = output
        try command.run()
        let answer = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        command.waitUntilExit()
        if command.terminationStatus != 0 {
            throw BrokenPromise(description: "rabbitmqctl \(arguments) ended with \(command.terminationStatus)")
        }
        return answer
    }

    private var log: String {
        get throws { (try? String(contentsOfFile: "\(folder)/log.txt", encoding: .utf8)) ?? "" }
    }
}
