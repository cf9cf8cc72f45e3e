import CRabbitMQ

/// What RabbitMQ, or the way to it, has refused.
package struct RabbitError: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }

    /// What the library says of a failure of its own.
    init(status: Int32, while work: String) {
        self.init("\(work): \(String(cString: amqp_error_string2(status)))")
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
