/// Where a RabbitMQ is and who enters it, as RabbitMQ's URI specification has it:
/// `amqp://user:password@host:port/vhost`, `amqps://` for TLS, with the query parameters `heartbeat` (seconds),
/// `cacertfile`, `certfile`, `keyfile` and `verify` (`verify_peer` or `verify_none`).
package struct RabbitURL: Sendable, Hashable, CustomStringConvertible {
    package var user = "guest"
    package var password = "guest"
    package var host: String
    package var port: Int
    package var vhost = "/"
    /// Seconds between two signs of life.
    package var heartbeat = 10
    /// Nil without TLS.
    package var tls: TLS?

    /// How the server is known, and this client to it.
    package struct TLS: Sendable, Hashable {
        /// Whose signature the server's certificate must have: Debian's collection, unless another file is named.
        package var authorities = "/etc/ssl/certs/ca-certificates.crt"
        package var certificate: String?
        package var key: String?
        /// False only for trying things out: then anybody may be the server.
        package var isVerified = true
    }

    /// - Throws: ``RabbitError`` that says which part is not as it must be; a password is not in it.
    package init(_ text: String) throws {
        guard let mark = text.firstRange(of: "://") else {
            throw Self.malformed("has no amqp:// or amqps:// at its start")
        }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard ["amqp", "amqps"].contains(scheme) else {
            throw Self.malformed("begins with neither amqp:// nor amqps://")
        }
        tls = scheme == "amqps" ? TLS() : nil
        let parts = text[mark.upperBound...].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let halves = parts[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let authority = halves[0]
        let end = authority.lastIndex(of: "@")
        let place = end.map { authority[authority.index(after: $0)...] } ?? authority
        (host, port) = try Self.hostAndPort(place, default: scheme == "amqps" ? 5_671 : 5_672)
        if let end {
            let names = authority[..<end].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = try Self.decode(names[0])
            password = names.count > 1 ? try Self.decode(names[1]) : ""
        }
        if halves.count > 1, !halves[1].isEmpty { vhost = try Self.decode(halves[1]) }
        if parts.count > 1 { try read(query: parts[1]) }
    }

    /// Whom it enters as, and where; never with which password.
    package var description: String {
        let path = vhost == "/" ? "" : "/" + vhost
        return "\(tls == nil ? "amqp" : "amqps")://\(user)@\(host):\(port)\(path)"
    }

    /// Enters once and leaves.
    /// - Throws: ``RabbitError`` that says what is refused, and what mends it if that is known.
    package func tryToEnter() async throws {
        let link = RabbitLink(self)
        do {
            try await link.perform { _ in }
            await link.close()
        } catch {
            await link.close()
            throw error
        }
    }

    // MARK: Parts

    private mutating func read(query: Substring) throws {
        for pair in query.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count > 1 ? try Self.decode(halves[1]) : ""
            switch halves[0] {
            case "heartbeat":
                guard let seconds = Int(value), (1...600).contains(seconds) else {
                    throw Self.malformed("has a heartbeat that is not 1 to 600 seconds")
                }
                heartbeat = seconds
            case "cacertfile": tls?.authorities = value
            case "certfile": tls?.certificate = value
            case "keyfile": tls?.key = value
            case "verify":
                guard ["verify_peer", "verify_none"].contains(value) else {
                    throw Self.malformed("has a verify that is neither verify_peer nor verify_none")
                }
                tls?.isVerified = value == "verify_peer"
            default: throw Self.malformed("has a parameter \(halves[0]), which nothing knows")
            }
        }
    }

    private static func hostAndPort(_ text: Substring, default port: Int) throws -> (String, Int) {
        let isBracketed = text.hasPrefix("[")
        let colon = text.lastIndex(of: ":").flatMap { isBracketed && text.last == "]" ? nil : $0 }
        let host = colon.map { text[..<$0] } ?? text
        let digits = colon.map { text[text.index(after: $0)...] }
        guard let port = digits.map({ Int($0) }) ?? port, (1...65_535).contains(port) else {
            throw malformed("has a port that is not 1 to 65535")
        }
        let name = isBracketed ? String(host.dropFirst().dropLast()) : try decode(host)
        guard !name.isEmpty else { throw malformed("names no host") }
        return (name, port)
    }

    /// Percent-decoding (RFC 3986, section 2.1).
    private static func decode(_ text: Substring) throws -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                throw malformed("has a % that two hexadecimal digits do not follow")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw malformed("is not UTF-8")
        }
        return text
    }

    private static func malformed(_ detail: String) -> RabbitError { RabbitError("the URL \(detail)") }
}
