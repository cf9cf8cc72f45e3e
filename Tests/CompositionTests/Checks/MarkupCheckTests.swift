import Composition
import NIOCore
import Testing

@Suite struct MarkupCheckTests {
    private static func faults(_ html: String, level: Int? = nil) -> [String] {
        MarkupCheck.faults(in: ByteBuffer(string: html), headingLevel: level)
    }

    @Test(arguments: [
        "<p>text</p>", "<img src=\"/a\" alt=\"\">", "<img src=\"/a\" alt=\"a kite\">",
        "<label for=\"q\">Search</label><input id=\"q\" name=\"q\">",
        "<label>Size <select name=\"s\"></select></label>",
        "<input type=\"hidden\" name=\"x\">", "<input name=\"q\" aria-label=\"Search\">", "<button>Buy</button>",
        "<button type=\"submit\" aria-label=\"Close\"></button>", "<a href=\"/\"><img src=\"/a\" alt=\"Home\"></a>",
        "<a href=\"/\"><svg><title>Home</title></svg></a>",
        "<a href=\"/\"><svg role=\"img\" aria-label=\"Home\"></svg></a>",
        "<ul><li>one<li>two</ul>", "<a id=\"top\"></a>",
    ])
    func whatIsWellHasNoFaults(html: String) {
        #expect(Self.faults(html) == [])
    }

    @Test(arguments: [
        ("<p>half <b", "is truncated"), ("<p>a<b>b</p>", "<b> was not closed"), ("</i>", "</i> closes nothing"),
        ("<script>x</script>", "<script> was dropped"), ("<p onclick=\"x\">a</p>", "onclick on <p> was dropped"),
        ("<p id=\"a\">a</p><p id=\"a\">b</p>", "the id a is there twice"),
        ("<img src=\"/x\">", "<img src=\"/x\"> has no alt"),
        ("<input name=\"q\">", "<input name=\"q\"> has no label"),
        ("<label for=\"r\">R</label><input id=\"q\" name=\"q\">", "no label"),
        ("<label for=\"q\"></label><input id=\"q\" name=\"q\">", "no label"),
        ("<textarea name=\"t\"></textarea>", "no label"),
        ("<a href=\"/x\"></a>", "<a href=\"/x\"> has no text"),
        ("<a href=\"/x\"><img src=\"/a\" alt=\"\"></a>", "no text"),
        ("<button> </button>", "<button> has no text"),
        ("<h2>x</h2>", "has a heading <h2>; its manifest says that it has none"),
    ])
    func aFaultIsNamed(html: String, fault: String) {
        let faults = Self.faults(html)
        #expect(faults.contains { $0.contains(fault) }, "\(faults)")
    }

    @Test func theOutermostHeadingIsAsDeclared() {
        #expect(Self.faults("<h2>a</h2><h3>b</h3>", level: 2) == [])
        #expect(Self.faults("<h3>b</h3>", level: 2) == ["its outermost heading is <h3>; its manifest says <h2>"])
        #expect(Self.faults("<p>b</p>", level: 1) == ["has no heading; its manifest says <h1>"])
    }

    @Test func whatIsNotUTF8IsRefused() {
        #expect(
            MarkupCheck.faults(in: ByteBuffer(bytes: [0x3c, 0x70, 0x3e, 0xff]), headingLevel: nil) == ["is notUTF8"])
    }
}
