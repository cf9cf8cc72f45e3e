import Composition
import NIOCore

extension PreparedFragment {
    /// The markup as text: `§` where a placement's prefix goes, `[name]` for a placeholder, its fallback in braces.
    var text: String {
        segments.map { segment in
            switch segment {
            case .markup(let bytes): return String(buffer: bytes)
            case .scope: return "§"
            case .placeholder(let index):
                let placeholder = placeholders[index]
                let fallback = placeholder.fallback.text
                return "[\(placeholder.name)\(fallback.isEmpty ? "" : "{\(fallback)}")]"
            }
        }.joined()
    }

    static func parsed(_ html: String) throws -> PreparedFragment { try FragmentParser.parse(ByteBuffer(string: html)) }
}
