import CRabbitMQ

/// What RabbitMQ, or the way to it, has refused.
package struct RabbitError: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }

    /// Whether what was asked for is not there (AMQP 0-9-1, reply code 404).
    var isAbsence: Bool { description.contains("NOT_FOUND - no ") }

    /// Whether it is there, and its server has no way to it: for a moment after its start, or for good.
    var isOutOfReach: Bool { description.contains("is down or inaccessible") }

    /// What the library says of a failure of its own.
    init(status: Int32, while work: String) {
        self.init("\(work): \(String(cString: amqp_error_string2(status)))")
    }

    /// Why there is no way to the server, and what mends it where that is TLS.
    init(status: Int32, at url: RabbitURL, while work: String) {
        switch status {
        case AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue:
            self.init(
                "\(work): its certificate is signed by none of the authorities in \(url.tls?.authorities ?? ""); "
                    + "cacertfile=FILE in the URL names the file with the one that has signed it")
        case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue:
            self.init(
                "\(work): its certificate is not for \(url.host); the URL must name the server by a DNS name of its "
                    + "certificate, not by an address")
        case AMQP_STATUS_SSL_CONNECTION_FAILED.rawValue:
            self.init(
                "\(work): the TLS handshake failed; amqps:// needs the server's port for TLS, usually 5671, and one "
                    + "that demands a certificate needs certfile=FILE and keyfile=FILE in the URL")
        default: self.init(status: status, while: work)
        }
    }
}

extension amqp_rpc_reply_t {
    /// - Throws: ``RabbitError`` with what the server or the library says, unless all went well.
    func check(_ work: String) throws {
        switch reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION: throw RabbitError("\(work): \(reply.refusal)")
        case AMQP_RESPONSE_LIBRARY_EXCEPTION: throw RabbitError(status: library_error, while: work)
        default: throw RabbitError("\(work): the server has hung up")
        }
    }
}

extension amqp_method_t {
    /// Why the server closes the channel or the connection, in its own words, e.g. `ACCESS_REFUSED - ...`.
    var refusal: String {
        switch Int(id) {
        case shop_amqp_channel_close:
            decoded.map { String($0.assumingMemoryBound(to: amqp_channel_close_t.self).pointee.reply_text) } ?? ""
        case shop_amqp_connection_close:
            decoded.map { String($0.assumingMemoryBound(to: amqp_connection_close_t.self).pointee.reply_text) } ?? ""
        default: "an answer that was not asked for"
        }
    }
}

extension String {
    init(_ bytes: amqp_bytes_t) {
        self.init(decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
    }
}
