/// Where in a trace a piece of work stands, as W3C Trace Context carries it (`traceparent`, version 00).
package struct TraceContext: Sendable, Hashable {
    /// 32 lower-case hexadecimal digits, never all zero.
    package let traceID: String
    /// 16 lower-case hexadecimal digits, never all zero.
    package let spanID: String
    package let isSampled: Bool

    /// A new trace, decided here: the root.
    package static func root() -> TraceContext {
        TraceContext(traceID: Self.hex(digits: 32), spanID: Self.hex(digits: 16), isSampled: true)
    }

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// Nil if the header is malformed; the receiver then begins a trace of its own (W3C Trace Context, section 3.2.2).
    package init?(traceparent: String) {
        let parts = traceparent.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            .map(Substring.init)
        guard parts.count == 4, parts[0] == "00", Self.isHex(parts[1], digits: 32), Self.isHex(parts[2], digits: 16),
            Self.isHex(parts[3], digits: 2, mayBeZero: true), let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        self.init(traceID: String(parts[1]), spanID: String(parts[2]), isSampled: flags & 1 == 1)
    }

    package var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    /// The same trace one hop further down.
    package func child() -> TraceContext {
        TraceContext(traceID: traceID, spanID: Self.hex(digits: 16), isSampled: isSampled)
    }

    private static func hex(digits: Int) -> String {
        let text = stride(from: 0, to: digits, by: 16).map { _ in
            let part = String(UInt64.random(in: 1 ... .max), radix: 16)
            return String(repeating: "0", count: 16 - part.utf8.count) + part
        }
        return text.joined()
    }

    private static func isHex(_ text: Substring, digits: Int, mayBeZero: Bool = false) -> Bool {
        text.utf8.count == digits
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
            && (mayBeZero || text.utf8.contains { $0 != UInt8(ascii: "0") })
    }
}
