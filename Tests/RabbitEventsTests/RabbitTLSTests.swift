import RabbitEvents
import TestSupport
import Testing

/// A real RabbitMQ behind TLS, with an authority of the test's own.
@Suite(.enabled(if: RabbitServer.isThereOrRequired, RabbitServer.absence)) struct RabbitTLSTests {
    private func url(_ server: RabbitServer, host: String = "localhost", _ query: String) -> String {
        "amqps://guest:guest@\(host):\(server.securePort)/?" + query.replacing("{folder}", with: server.folder)
    }

    @Test(arguments: [
        "cacertfile={folder}/ca.pem", "verify=verify_none",
        "cacertfile={folder}/ca.pem&certfile={folder}/client.pem&keyfile={folder}/client.key",
    ]) func aServerThatIsKnownIsEntered(_ query: String) async throws {
        try await RabbitURL(url(try await RabbitServer.shared(), query)).tryToEnter()
    }

    @Test func eventsGoThroughIt() async throws {
        let server = try await RabbitServer.shared()
        let url = url(server, "cacertfile={folder}/ca.pem")
        let bench = EngineBench(EventEngineContract.uniqueName()) { try RabbitEngineTests.engine(url) }
        // Together more than a TLS record, whose rest no socket tells of.
        var events = bench.events((0..<200).map { "key \($0 % 5)" })
        for index in events.indices { events[index].data = .text(String(repeating: "x", count: 1_000)) }
        try await bench.engine().publish(events)
        let heard = try await bench.hear { $0.distinct.count == 200 }
        #expect(heard.distinct.count == 200)
    }

    /// What is said names the file or the host, and what to write in the URL instead.
    @Test(arguments: [
        ("localhost", "cacertfile={folder}/stranger.pem", ["{folder}/stranger.pem", "cacertfile="]),
        ("localhost", "", ["/etc/ssl/certs/ca-certificates.crt", "cacertfile="]),
        ("localhost", "cacertfile={folder}/nothing.pem", ["{folder}/nothing.pem cannot be read", "cacertfile="]),
        ("127.0.0.1", "cacertfile={folder}/ca.pem", ["not for 127.0.0.1", "DNS name"]),
        (
            "localhost", "cacertfile={folder}/ca.pem&certfile={folder}/client.pem&keyfile={folder}/server.key",
            ["{folder}/client.pem", "keyfile="]
        ),
    ]) func aServerThatIsNotKnownIsRefused(_ host: String, _ query: String, words: [String]) async throws {
        let server = try await RabbitServer.shared()
        let said = await refusal(of: url(server, host: host, query))
        for word in words {
            #expect(said.contains(word.replacing("{folder}", with: server.folder)), "\(said)")
        }
        #expect(!said.contains("guest:guest"))
    }

    @Test func aPortWithoutTLSIsRefused() async throws {
        let server = try await RabbitServer.shared()
        let said = await refusal(of: "amqps://localhost:\(server.port)?cacertfile=\(server.folder)/ca.pem")
        #expect(said.contains("handshake failed") && said.contains("5671"), "\(said)")
    }

    private func refusal(of url: String) async -> String {
        do {
            try await RabbitURL(url).tryToEnter()
            return "it was entered"
        } catch {
            return "\(error)"
        }
    }
}
