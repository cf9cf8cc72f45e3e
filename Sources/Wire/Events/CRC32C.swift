/// The Castagnoli checksum (RFC 3720, appendix B.4): sees every change of up to three bits in a record of 64 KiB, and
/// every damage that lies within 32 bits.
package struct CRC32C: Sendable {
    private var state: UInt32 = .max

    package init() {}

    package mutating func add(_ bytes: some Sequence<UInt8>) {
        // Whoever calls from another module would otherwise pay a call for each byte.
        if bytes.withContiguousStorageIfAvailable({ add($0) }) == nil { add(Array(bytes)) }
    }

    private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        state = Self.table.withUnsafeBufferPointer { table in
            bytes.reduce(state) { state, byte in
                table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ (state >> 8)
            }
        }
    }

    /// Adds a field of a record, and where it ends, so that bytes cannot move from one field to the next unseen.
    package mutating func add(field: some Collection<UInt8>) {
        add(withUnsafeBytes(of: UInt64(field.count).littleEndian, Array.init))
        add(field)
    }

    package var value: UInt32 { ~state }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0x82f6_3b78 ^ (value >> 1) : value >> 1 }
    }
}
