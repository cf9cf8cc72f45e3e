import NIOCore

/// A fragment's markup, complete, balanced and checked: ready to be placed on any number of pages.
package struct PreparedFragment: Sendable {
    package enum Segment: Sendable, Equatable {
        case markup(ByteBuffer)
        /// Where the prefix of this placement goes, in front of an id.
        case scope
        /// The place of another fragment: an index into ``placeholders``.
        case placeholder(Int)
    }

    package let segments: [Segment]
    package let placeholders: [Placeholder]
    /// What was dropped or mended, for its team.
    package let complaints: [String]
    /// A form within a form would end the outer one, so such a fragment cannot stand in a form.
    package let containsForm: Bool
    /// Bytes of markup.
    package let size: Int

    /// A fragment of markup that is known to be whole: no ids, no placeholders.
    package init(trusted markup: ByteBuffer) {
        segments = markup.readableBytes == 0 ? [] : [.markup(markup)]
        placeholders = []
        complaints = []
        containsForm = false
        size = markup.readableBytes
    }

    init(segments: [Segment], placeholders: [Placeholder], complaints: [String], containsForm: Bool) {
        self.segments = segments
        self.placeholders = placeholders
        self.complaints = complaints
        self.containsForm = containsForm
        size = segments.reduce(0) { sum, segment in
            if case .markup(let bytes) = segment { sum + bytes.readableBytes } else { sum }
        }
    }
}

/// A place for a fragment: `<shop-fragment name="team.name" input="…">what stands here if there is none</shop-fragment>`.
package struct Placeholder: Sendable, Equatable {
    package let name: String
    /// The attributes besides `name`.
    package let inputs: [String: String]
    /// The markup inside it, balanced and checked.
    package let fallback: ByteBuffer
    package let isInsideForm: Bool

    package init(name: String, inputs: [String: String] = [:], fallback: ByteBuffer = ByteBuffer(), isInsideForm: Bool = false) {
        self.name = name
        self.inputs = inputs
        self.fallback = fallback
        self.isInsideForm = isInsideForm
    }
}
