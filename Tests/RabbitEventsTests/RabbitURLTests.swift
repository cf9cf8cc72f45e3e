import RabbitEvents
import Testing

@Suite struct RabbitURLTests {
    @Test func partsAreRead() throws {
        let url = try RabbitURL(
            "amqps://sho%70:a%2Fb%3Ac@rabbit.example:5673/the%2Fshop?heartbeat=5&cacertfile=/tmp/ca.pem")
        #expect(url.user == "shop")
        #expect(url.password == "a/b:c")
        #expect(url.host == "rabbit.example")
        #expect(url.port == 5673)
        #expect(url.vhost == "the/shop")
        #expect(url.heartbeat == 5)
        #expect(url.tls?.authorities == "/tmp/ca.pem")
        #expect(url.tls?.isVerified == true)
    }

    @Test(arguments: [
        ("amqp://localhost", 5672, "localhost", "/"), ("amqps://localhost/", 5671, "localhost", "/"),
        ("amqp://[::1]:9000/shop", 9000, "::1", "shop"), ("amqp://[::1]", 5672, "::1", "/"),
    ]) func whatIsNotSaidIsUsual(_ text: String, port: Int, host: String, vhost: String) throws {
        let url = try RabbitURL(text)
        #expect((url.port, url.host, url.vhost) == (port, host, vhost))
        #expect((url.user, url.password, url.heartbeat) == ("guest", "guest", 10))
    }

    @Test(arguments: [
        "kafka://a", "localhost:5672", "amqp://", "amqp://:5672", "amqp://a:0", "amqp://a:x", "amqp://a/%zz",
        "amqp://a?heartbeat=0", "amqp://a?colour=red", "amqps://a?verify=maybe", "amqp://a/%00",
    ]) func whatIsNoURLIsRefused(_ text: String) {
        #expect(throws: RabbitError.self) { try RabbitURL(text) }
    }

    @Test(arguments: ["amqp://shop:secret@a:1/v", "amqps://shop:secret@a", "amqp://shop:secret@a:x"])
    func aPasswordIsNeverShown(_ text: String) {
        let shown: String
        do { shown = "\(try RabbitURL(text))" } catch { shown = "\(error)" }
        #expect(!shown.contains("secret"))
    }
}
