import CZlib
import NIOCore

/// Reads a gzip stream as it comes.
final class Gunzip {
    struct Broken: Error {
        let code: Int32
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var isFinished = false

    init() throws {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw Broken(code: code) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Everything that can be decoded by now.
    func decode(_ bytes: [UInt8]) throws -> String {
        var input = bytes
        var output: [UInt8] = []
        try input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            repeat { output += try step() } while stream.pointee.avail_out == 0
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func step() throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = 65_536
            let code = inflate(stream, Z_SYNC_FLUSH)
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw Broken(code: code) }
            if code == Z_STREAM_END { isFinished = true }
            count = 65_536 - Int(stream.pointee.avail_out)
        }
    }

    static func decode(_ bytes: [UInt8]) throws -> String {
        let gunzip = try Gunzip()
        let text = try gunzip.decode(bytes)
        guard gunzip.isFinished else { throw Broken(code: Z_BUF_ERROR) }
        return text
    }
}
