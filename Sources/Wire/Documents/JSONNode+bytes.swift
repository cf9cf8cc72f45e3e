import NIOCore

/// A tree to and from bytes without the detour over `Codable`: events are read and written several times on their way.
extension JSONNode {
    /// - Throws: ``Problem`` 400 if it is not JSON.
    package init(json: ByteBuffer) throws {
        let bytes = Array(json.readableBytesView)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Problem(.badRequest, title: "Malformed body", detail: "The body is not valid UTF-8.")
        }
        do {
            self = try JSONScanner.read(bytes)
        } catch {
            throw Problem(.badRequest, title: "Malformed body", detail: "The body is not well-formed JSON.")
        }
    }

    /// Compact JSON with sorted keys, so that equal values give equal bytes: as ``StrictJSON/encode(_:)`` gives it.
    package func json() -> ByteBuffer {
        var writer = JSONWriter()
        writer.write(self)
        return ByteBuffer(bytes: writer.bytes)
    }
}

private struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1_024) }

    mutating func write(_ node: JSONNode) {
        switch node {
        case .nothing: add("null")
        case .truth(let value): add(value ? "true" : "false")
        case .whole(let value): add(String(value))
        case .fraction(let value): add(value.description)
        case .text(let value): write(text: value)
        case .list(let elements): write(elements)
        case .object(let members): write(members)
        }
    }

    private mutating func write(_ elements: [JSONNode]) {
        add("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { add(",") }
            write(element)
        }
        add("]")
    }

    private mutating func write(_ members: [String: JSONNode]) {
        add("{")
        for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { add(",") }
            write(text: member.key)
            add(":")
            write(member.value)
        }
        add("}")
    }

    private mutating func write(text: String) {
        add("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): add("\\\"")
            case UInt8(ascii: "\\"): add("\\\\")
            case UInt8(ascii: "\n"): add("\\n")
            case UInt8(ascii: "\r"): add("\\r")
            case UInt8(ascii: "\t"): add("\\t")
            case 0x08: add("\\b")
            case 0x0c: add("\\f")
            case 0..<0x20: add("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))")
            default: bytes.append(byte)
            }
        }
        add("\"")
    }

    private mutating func add(_ text: String) { bytes += text.utf8 }
}
