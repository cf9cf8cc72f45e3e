import NIOCore

/// A piece of a stream of server-sent events (HTML standard, section 9.2).
package enum ServerSentPart: Sendable, Hashable {
    case event(ServerSentEvent)
    /// A comment: the other side has nothing to say, and is there.
    case signOfLife

    /// As it is sent.
    package var text: String {
        switch self {
        case .signOfLife: return ": still here\n\n"
        case .event(let event):
            let id = event.id.map { "id: \($0)\n" } ?? ""
            let lines = event.data.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)\n" }
            return "\(id)event: \(event.name)\n\(lines.joined())\n"
        }
    }
}

package struct ServerSentEvent: Sendable, Hashable {
    /// What a reader that comes back names as the last that it has.
    package var id: String?
    package var name: String
    /// May have several lines.
    package var data: String

    package init(id: String? = nil, name: String = "message", data: String) {
        self.id = id
        self.name = name
        self.data = data
    }
}

/// Reads server-sent events out of bytes, however they are cut.
package struct ServerSentReader: Sendable {
    /// Bytes that one event may have.
    private static let limit = 1 << 20

    private var line: [UInt8] = []
    private var endsWithReturn = false
    private var name = ""
    private var data: [String] = []
    private var size = 0
    private var id: String?

    package init() {}

    /// - Throws: ``WireError`` if an event is too long.
    package mutating func read(_ bytes: ByteBuffer) throws(WireError) -> [ServerSentPart] {
        var parts: [ServerSentPart] = []
        for byte in bytes.readableBytesView {
            let follows = endsWithReturn
            endsWithReturn = byte == UInt8(ascii: "\r")
            switch byte {
            case UInt8(ascii: "\n") where follows: continue
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if let part = take(String(decoding: line, as: UTF8.self)) { parts.append(part) }
                line.removeAll(keepingCapacity: true)
            default:
                line.append(byte)
                size += 1
                guard size <= Self.limit else { throw .tooLarge(limit: Self.limit) }
            }
        }
        return parts
    }

    private mutating func take(_ line: String) -> ServerSentPart? {
        guard !line.isEmpty else { return dispatch() }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? String(parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1]) : ""
        switch parts[0] {
        case "": return .signOfLife
        case "event": name = value
        case "data": data.append(value)
        case "id": id = value
        default: break
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentPart? {
        defer { (name, data, size) = ("", [], 0) }
        guard !data.isEmpty else { return nil }
        return .event(
            ServerSentEvent(id: id, name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n")))
    }
}
