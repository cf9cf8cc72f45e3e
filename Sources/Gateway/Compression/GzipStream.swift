import CZlib
import NIOCore

/// One gzip stream (RFC 1952) over zlib, made piece by piece.
package final class GzipStream {
    /// What happens to bytes that could still be held back for a better ratio.
    package enum Flush {
        /// They leave now, so that the reader can decode all that was written so far.
        case sync
        /// They leave with the stream's end.
        case finish
    }

    package struct ZlibError: Error {
        let code: Int32
    }

    /// zlib keeps the address, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// 15 is zlib's largest window; 16 more asks for the gzip wrapper. A window of 16 KB keeps a page's compressor
    /// at a fifth of a megabyte.
    private static let windowBits: Int32 = 14 + 16

    /// - Parameter level: from 1, fast, to 9, small.
    package init(level: Int32) throws {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = deflateInit2_(
            stream, level, Z_DEFLATED, Self.windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw ZlibError(code: code) }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    package func compress(_ input: ByteBuffer, _ flush: Flush) throws -> ByteBuffer {
        var input = input
        var output = ByteBuffer()
        let count = input.readableBytes
        output.reserveCapacity(Int(deflateBound(stream, UInt(count))) + 16)
        var code = Z_OK
        try input.readWithUnsafeMutableReadableBytes { bytes in
            stream.pointee.next_in = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_in = UInt32(count)
            repeat {
                code = deflate(into: &output, flush == .sync ? Z_SYNC_FLUSH : Z_FINISH)
            } while code == Z_OK && stream.pointee.avail_out == 0
            stream.pointee.next_in = nil
            guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw ZlibError(code: code) }
            return count
        }
        return output
    }

    private func deflate(into output: inout ByteBuffer, _ flush: Int32) -> Int32 {
        var code = Z_OK
        output.writeWithUnsafeMutableBytes(minimumWritableBytes: 256) { bytes in
            stream.pointee.next_out = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(bytes.count)
            code = CZlib.deflate(stream, flush)
            stream.pointee.next_out = nil
            return bytes.count - Int(stream.pointee.avail_out)
        }
        return code
    }

    /// `body` as one whole gzip stream.
    package static func compress(_ body: ByteBuffer, level: Int32) throws -> ByteBuffer {
        try GzipStream(level: level).compress(body, .finish)
    }
}
