import Composition
import NIOCore
import Testing

@Suite struct PlaceholderTests {
    @Test func aPlaceholderHasItsNameInputsAndFallback() throws {
        let html =
            #"<div>A<shop-fragment name="checkout.add" sku="A&amp;B" x='&#60;"'><b id=i>none</shop-fragment>B</div>"#
        let fragment = try PreparedFragment.parsed(html)
        #expect(fragment.text == "<div>A[checkout.add{<b id=\"§i\">none</b>}]B</div>")
        #expect(fragment.placeholders.first?.inputs == ["sku": "A&B", "x": "<\""])
        #expect(fragment.placeholders.first?.isInsideForm == false)
    }

    @Test(arguments: ["p", "a", "button", "h1", "h6", "svg", "ruby", "pre", "datalist"])
    func itCannotStandWhereWhatItHoldsCouldEndIt(_ element: String) throws {
        let fragment = try PreparedFragment.parsed("<\(element)><shop-fragment name=a.b>x</shop-fragment></\(element)>")
        #expect(fragment.placeholders.isEmpty)
        #expect(fragment.complaints.contains { $0.contains("cannot stand inside <\(element)>") })
        try BalanceChecker.check(fragment.text)
    }

    @Test func itCannotStandInATable() throws {
        let html = "<table><tr><td><shop-fragment name=a.b></shop-fragment></table>"
        #expect(try PreparedFragment.parsed(html).placeholders.isEmpty)
    }

    @Test(arguments: [
        ("<shop-fragment name=a.b>A<shop-fragment name=c.d>B</shop-fragment>C</shop-fragment>D", "[a.b{ABC}]D"),
        ("<shop-fragment name=a.b>A<shop-fragment name=c.d>B", "[a.b{AB}]"),
        ("<shop-fragment>A</shop-fragment>B", "AB"), ("<shop-fragment name=a.b>A", "[a.b{A}]"),
        ("<div><shop-fragment name=a.b><p>A</div>B</shop-fragment>C</div>", "<div>[a.b{<p>AB</p>}]C</div>"),
        ("<ul><shop-fragment name=a.b><li>A</shop-fragment></ul>", "<ul>[a.b{A}]</ul>"),
        ("<form><shop-fragment name=a.b><form>A</form></shop-fragment></form>", "<form>[a.b{A}]</form>"),
        ("<shop-fragment name=a.b></shop-fragment></shop-fragment>A", "[a.b]A"),
    ])
    func itsFallbackIsMarkupOfItsOwn(_ html: String, _ expected: String) throws {
        #expect(try PreparedFragment.parsed(html).text == expected)
    }

    @Test func itKnowsThatItStandsInAForm() throws {
        let fragment = try PreparedFragment.parsed("<form><div><shop-fragment name=a.b></shop-fragment></div></form>")
        #expect(fragment.placeholders.first?.isInsideForm == true)
        #expect(fragment.containsForm)
    }
}
