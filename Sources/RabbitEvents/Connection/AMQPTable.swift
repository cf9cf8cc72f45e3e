import CRabbitMQ

/// A value of an AMQP table (AMQP 0-9-1, section 4.2.5), of the few kinds that are needed here.
enum AMQPValue: Sendable, Hashable {
    case text(String)
    case whole(Int64)
    case truth(Bool)
    case table([String: AMQPValue])
}

/// Memory that C borrows for the length of a call.
struct AMQPMemory: ~Copyable {
    private var blocks: [UnsafeMutableRawPointer] = []

    mutating func bytes(_ text: some Collection<UInt8>) -> amqp_bytes_t {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, text.count), alignment: 1)
        block.copyBytes(from: text)
        if let start = block.baseAddress { blocks.append(start) }
        return amqp_bytes_t(len: text.count, bytes: block.baseAddress)
    }

    mutating func text(_ text: String) -> amqp_bytes_t { bytes(text.utf8) }

    mutating func table(_ values: [String: AMQPValue]) -> amqp_table_t {
        guard !values.isEmpty else { return amqp_table_t(num_entries: 0, entries: nil) }
        let entries = UnsafeMutablePointer<amqp_table_entry_t>.allocate(capacity: values.count)
        blocks.append(UnsafeMutableRawPointer(entries))
        for (index, (key, value)) in values.enumerated() {
            var entry = amqp_table_entry_t()
            entry.key = text(key)
            entry.value = field(value)
            (entries + index).initialize(to: entry)
        }
        return amqp_table_t(num_entries: Int32(values.count), entries: entries)
    }

    private mutating func field(_ value: AMQPValue) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        switch value {
        case .text(let text):
            field.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            field.value.bytes = self.text(text)
        case .whole(let number):
            field.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
            field.value.i64 = number
        case .truth(let isTrue):
            field.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
            field.value.boolean = isTrue ? 1 : 0
        case .table(let values):
            field.kind = UInt8(AMQP_FIELD_KIND_TABLE.rawValue)
            field.value.table = table(values)
        }
        return field
    }

    deinit {
        for block in blocks { block.deallocate() }
    }
}

extension amqp_table_t {
    /// The text of that name.
    func text(_ name: String) -> String? {
        for entry in UnsafeBufferPointer(start: entries, count: Int(num_entries)) where String(entry.key) == name {
            guard UInt32(entry.value.kind) == AMQP_FIELD_KIND_UTF8.rawValue else { return nil }
            return String(entry.value.value.bytes)
        }
        return nil
    }

    /// The whole number of that name, however wide it was sent.
    func whole(_ name: String) -> Int64? {
        for entry in UnsafeBufferPointer(start: entries, count: Int(num_entries)) where String(entry.key) == name {
            switch UInt32(entry.value.kind) {
            case AMQP_FIELD_KIND_I8.rawValue: return Int64(entry.value.value.i8)
            case AMQP_FIELD_KIND_U8.rawValue: return Int64(entry.value.value.u8)
            case AMQP_FIELD_KIND_I16.rawValue: return Int64(entry.value.value.i16)
            case AMQP_FIELD_KIND_U16.rawValue: return Int64(entry.value.value.u16)
            case AMQP_FIELD_KIND_I32.rawValue: return Int64(entry.value.value.i32)
            case AMQP_FIELD_KIND_U32.rawValue: return Int64(entry.value.value.u32)
            case AMQP_FIELD_KIND_I64.rawValue: return entry.value.value.i64
            default: return nil
            }
        }
        return nil
    }
}
