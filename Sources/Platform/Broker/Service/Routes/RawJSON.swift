import Chassis
import FoundationEssentials
import Hummingbird
import NIOCore
import Wire

/// JSON whose events are the very bytes that came.
struct RawJSON {
    private(set) var buffer = ByteBuffer()

    mutating func raw(_ text: StaticString) { buffer.writeStaticString(text) }

    mutating func write(_ number: Int64) { buffer.writeString(String(number)) }

    mutating func write(encoding value: some Encodable) throws {
        var bytes = try StrictJSON.encode(value)
        buffer.writeBuffer(&bytes)
    }

    /// An event's bytes; null for a damaged one.
    mutating func write(event body: [UInt8]?) {
        if let body { buffer.writeBytes(body) } else { raw("null") }
    }

    mutating func write<Element>(list: [Element], _ write: (inout RawJSON, Element) -> Void) {
        raw("[")
        for (index, element) in list.enumerated() {
            if index > 0 { raw(",") }
            write(&self, element)
        }
        raw("]")
    }

    var response: Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: buffer))
    }
}
