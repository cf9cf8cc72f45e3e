import NIOCore
import Wire

/// Writes a page's document from a layout and its parts: a state machine that says what it needs next. It knows nothing
/// of time or connections.
struct PageAssembler: Sendable {
    enum Step {
        /// Everything up to the first part that is not there yet.
        case wait(written: ByteBuffer, for: Part)
        /// Everything up to the end of the body; the postponed parts come here, in any order, by ``patch(_:_:)``.
        case collect(written: ByteBuffer, postponed: [(number: Int, part: Part)])
        case finished(ByteBuffer)
    }

    private enum Content {
        case layout(Layout)
        case fragment(PreparedFragment, prefix: String, children: [Part])
    }

    private struct Frame {
        let content: Content
        var index = 0
        let closing: String
    }

    private let plan: PagePlan
    private let head: ByteBuffer
    private let request: PageRequest
    private var frames: [Frame]
    private var output = ByteBuffer()
    private var postponed: [(number: Int, part: Part)] = []
    private var hasSwapScript = false
    private var hasCollected = false

    init(plan: PagePlan, head: ByteBuffer, request: PageRequest) {
        self.plan = plan
        self.head = head
        self.request = request
        frames = [Frame(content: .layout(plan.layout), closing: "")]
        output.reserveCapacity(16 << 10)
    }

    /// Goes on until something is needed.
    /// - Parameter mayPostpone: whether a part that is not there may be left for later.
    mutating func advance(mayPostpone: Bool) -> Step {
        while let frame = frames.last {
            let needed: Part?
            switch frame.content {
            case .layout(let layout):
                guard frame.index < layout.segments.count else {
                    popFrame()
                    continue
                }
                if case .bodyEnd = layout.segments[frame.index], !postponed.isEmpty, !hasCollected {
                    hasCollected = true
                    return .collect(written: takeOutput(), postponed: postponed)
                }
                needed = write(layout.segments[frame.index], mayPostpone: mayPostpone)
            case .fragment(let fragment, let prefix, let children):
                guard frame.index < fragment.segments.count else {
                    popFrame()
                    continue
                }
                needed = write(fragment.segments[frame.index], prefix, children, mayPostpone: mayPostpone)
            }
            if let needed { return .wait(written: takeOutput(), for: needed) }
        }
        return .finished(takeOutput())
    }

    // MARK: Segments

    /// Writes a segment and steps past it, or answers the part that it needs first.
    private mutating func write(_ segment: Layout.Segment, mayPostpone: Bool) -> Part? {
        switch segment {
        case .markup(let bytes): append(bytes)
        case .documentStart(let plain, let overlay): append(request.showsOverlay ? overlay : plain)
        case .head: append(head)
        case .bodyEnd: if request.probesTier { output.writeString(TierProbe.patch) }
        case .placeholder(let index): return place(plan.parts[index], mayPostpone: mayPostpone)
        case .primary: if let primary = plan.primary { return place(primary, mayPostpone: mayPostpone) }
        }
        step()
        return nil
    }

    private mutating func write(
        _ segment: PreparedFragment.Segment, _ prefix: String, _ children: [Part], mayPostpone: Bool
    ) -> Part? {
        switch segment {
        case .markup(let bytes): append(bytes)
        case .scope: writeScope(prefix)
        case .placeholder(let index): return place(children[index], mayPostpone: mayPostpone)
        }
        step()
        return nil
    }

    private mutating func place(_ part: Part, mayPostpone: Bool) -> Part? {
        guard let placed = part.outcome.now else {
            guard mayPostpone else { return part }
            step()
            postpone(part)
            return nil
        }
        step()
        open(part, placed)
        return nil
    }

    private mutating func open(_ part: Part, _ placed: PlacedPart) {
        output.writeString("<shop-fragment ")
        output.writeString(
            part.fragment?.wrapper(of: placed.release)
                ?? "data-name=\"\(CharacterReferences.escape(part.placeholder.name))\"")
        output.writeString(
            " data-ms=\"\(ServerTiming.milliseconds(placed.elapsed))\" data-state=\"\(placed.state.rawValue)\"")
        if !plan.shares.isEmpty, let fragment = part.fragment,
            let share = plan.shares[ReleaseID(fragment.server, placed.release ?? fragment.release)]
        {
            output.writeString(" data-share=\"\(share)\"")
        }
        if let reason = placed.reason { output.writeString(" data-reason=\"\(reason)\"") }
        guard let markup = placed.markup else {
            output.writeStaticString(" hidden></shop-fragment>")
            return
        }
        output.writeStaticString(">")
        frames.append(
            Frame(
                content: .fragment(markup, prefix: part.prefix, children: placed.children), closing: "</shop-fragment>")
        )
    }

    private mutating func step() { frames[frames.count - 1].index += 1 }

    private mutating func popFrame() {
        if let frame = frames.popLast() { output.writeString(frame.closing) }
    }

    private mutating func writeScope(_ prefix: String) { output.writeString("\(prefix)--") }

    private mutating func append(_ bytes: ByteBuffer) { output.writeImmutableBuffer(bytes) }

    private mutating func takeOutput() -> ByteBuffer {
        let written = output
        output = ByteBuffer()
        return written
    }

    // MARK: Late parts

    private mutating func postpone(_ part: Part) {
        let number = postponed.count + 1
        postponed.append((number, part))
        let (start, end) =
            request.tier == .native
            ? ("<?start name=\"p\(number)\">", "<?end name=\"p\(number)\">")
            : ("<shop-slot id=\"shop-p\(number)\">", "</shop-slot>")
        output.writeString(start)
        for segment in part.fragment?.pending.segments ?? [] {
            switch segment {
            case .markup(let bytes): append(bytes)
            case .scope: writeScope(part.prefix)
            case .placeholder: break
            }
        }
        output.writeString(end)
    }

    /// A postponed part with all that is nested in it, which must be there by now.
    func whole(_ part: Part) -> ByteBuffer {
        var assembler = PageAssembler(plan: plan, head: head, request: request)
        assembler.frames = []
        if let placed = part.outcome.now { assembler.open(part, placed) }
        return switch assembler.advance(mayPostpone: false) {
        case .wait(let written, _), .collect(let written, _), .finished(let written): written
        }
    }

    /// What puts `markup` in the place that was kept for part `number`.
    mutating func patch(_ number: Int, _ markup: ByteBuffer) -> ByteBuffer {
        var patch = ByteBuffer()
        switch request.tier {
        case .native:
            patch.writeString("<template for=\"p\(number)\">")
            patch.writeImmutableBuffer(markup)
            patch.writeStaticString("</template>")
        case .swap, .ordered:
            patch.writeString("<template id=\"shop-t\(number)\">")
            patch.writeImmutableBuffer(markup)
            patch.writeString(
                "</template><script nonce=\"\(request.nonce)\">\(hasSwapScript ? "" : Self.swap)shopSwap(\(number))</script>"
            )
            hasSwapScript = true
        }
        return patch
    }

    /// Leaves the document as it would have been: the slot, the template and the script itself are gone afterwards.
    private static let swap = """
        window.shopSwap=n=>{let d=document,t=d.getElementById("shop-t"+n);\
        d.getElementById("shop-p"+n).replaceWith(t.content);t.remove();d.currentScript.remove()};
        """
}
