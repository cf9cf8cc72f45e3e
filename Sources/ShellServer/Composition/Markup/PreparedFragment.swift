import NIOCore

/// A fragment's markup, complete, balanced and checked: ready to be placed on any number of pages.
package struct PreparedFragment: Sendable, Equatable {
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
    /// About how many bytes of memory it takes.
    package let size: Int

    package static let empty = PreparedFragment(
        segments: [], placeholders: [], complaints: [], containsForm: false, size: 0)

    init(segments: [Segment], placeholders: [Placeholder], complaints: [String], containsForm: Bool, size: Int) {
        self.segments = segments
        self.placeholders = placeholders
        self.complaints = complaints
        self.containsForm = containsForm
        self.size = placeholders.reduce(size + segments.count * MemoryLayout<Segment>.stride) { $0 + $1.fallback.size }
    }

    package var isEmpty: Bool { segments.isEmpty }
}

/// A place for a fragment: `<shop-fragment name="team.name" input="…">what stands here if there is
/// none</shop-fragment>`.
package struct Placeholder: Sendable, Equatable {
    package let name: String
    /// The attributes besides `name`.
    package let inputs: [String: String]
    /// The markup inside it, balanced and checked, without placeholders.
    package let fallback: PreparedFragment
    package let isInsideForm: Bool

    package init(
        name: String, inputs: [String: String] = [:], fallback: PreparedFragment = .empty, isInsideForm: Bool = false
    ) {
        self.name = name
        self.inputs = inputs
        self.fallback = fallback
        self.isInsideForm = isInsideForm
    }
}
