import Composition
import NIOCore
import Testing

@Suite struct LayoutTests {
    static func text(_ layout: Layout, overlay: Bool = false) -> String {
        layout.segments.map { segment in
            switch segment {
            case .markup(let bytes): String(buffer: bytes)
            case .documentStart(let plain, let shown): String(buffer: overlay ? shown : plain)
            case .head: "[head]"
            case .placeholder(let index): "[\(layout.placeholders[index].name)]"
            case .primary: "[primary]"
            case .bodyEnd: "[end]"
            }
        }.joined()
    }

    @Test func aLayoutIsVerbatimButForTheShellsElements() throws {
        let source = """
            <!doctype html>
            <html lang="en" deadline-ms="500" required-ms="700" patience-ms="7" assets="a.css b.js">
            <head><meta charset=utf-8><!-- x --><shop-head></shop-head></head>
            <body class='a'><shop-fragment name="a.b" n=1><b>no</shop-fragment><main><shop-primary></shop-primary></main></body>
            </html>
            """
        let layout = try Layout(name: "shop", source: source)
        #expect(
            Self.text(layout) == """
                <!doctype html>
                <html lang="en">
                <head><meta charset=utf-8><!-- x -->[head]</head>
                <body class='a'>[a.b]<main>[primary]</main>[end]</body>
                </html>
                """)
        #expect(
            layout.deadline == .milliseconds(500) && layout.requiredDeadline == .milliseconds(700)
                && layout.patience == .milliseconds(7)
                && layout.assets == ["a.css", "b.js"])
        #expect(layout.placeholders.map(\.inputs) == [["n": "1"]])
        #expect(layout.placeholders.first?.fallback.text == "<b>no</b>")
    }

    @Test func directivesHaveDefaults() throws {
        let layout = try Layout(name: "x", source: "<html><body><shop-primary></shop-primary></body></html>")
        #expect(
            layout.deadline == .milliseconds(300) && layout.requiredDeadline == .seconds(1)
                && layout.patience == .milliseconds(40) && layout.assets == [])
    }

    @Test func theOverlayIsAClass() throws {
        let source = "<html class=\"a b\" lang=en><body><shop-primary></shop-primary></body></html>"
        let layout = try Layout(name: "x", source: source)
        #expect(Self.text(layout).hasPrefix("<html lang=\"en\" class=\"a b\">"))
        #expect(Self.text(layout, overlay: true).hasPrefix("<html lang=\"en\" class=\"a b show-fragments\">"))
    }

    @Test(arguments: [
        ("<html><body></body></html>", "has no <shop-primary>"),
        ("<html><shop-primary>x</shop-primary></html>", "must be followed by </shop-primary>"),
        ("<html><shop-head><shop-primary></shop-primary></html>", "must be followed by </shop-head>"),
        ("<html><p><shop-primary></shop-primary></p></html>", "cannot stand inside <p>"),
        ("<html><p><shop-fragment name=a.b></shop-fragment></p></html>", "cannot stand inside <p>"),
        ("<html><shop-fragment name=a.b></html>", "is not closed"),
        ("<html><shop-fragment></shop-fragment></html>", "has no name"),
        ("<html deadline-ms=soon><shop-primary></shop-primary></html>", "must be 1 to 60000"),
        ("<html patience-ms=0><shop-primary></shop-primary></html>", "must be 1 to 60000"),
        ("<html><shop-primary></shop-primary><p", "ends within a tag"),
    ])
    func whatIsWrongIsSaidWithTheLayoutsName(_ source: String, _ fault: String) {
        #expect { try Layout(name: "odd", source: source) } throws: { error in
            "\(error)".contains(fault) && "\(error)".contains("layout odd")
        }
    }

    @Test func anErrorLayoutNeedsNoPrimary() throws {
        _ = try Layout(name: "not-found", source: "<html><body></body></html>", needsPrimary: false)
    }
}
