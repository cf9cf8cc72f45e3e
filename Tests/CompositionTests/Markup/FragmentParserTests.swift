import Composition
import NIOCore
import Testing

@Suite struct FragmentParserTests {
    @Test(arguments: [
        ("<p>Kites</p>", "<p>Kites</p>"),
        ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
        ("<ul><li>One<li>Two</ul>", "<ul><li>One</li><li>Two</li></ul>"),
        ("<dl><dt>A<dd>B<dt>C<dd>D</dl>", "<dl><dt>A</dt><dd>B</dd><dt>C</dt><dd>D</dd></dl>"),
        ("<dl><div><dt>A</dt><dd>B</dd></div></dl>", "<dl><div><dt>A</dt><dd>B</dd></div></dl>"),
        ("<select><option>A<option>B</select>", "<select><option>A</option><option>B</option></select>"),
        ("<table><tr><td>A<td>B<tr><td>C</table>", "<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>"),
        ("<ruby>漢<rt>kan</ruby>", "<ruby>漢<rt>kan</rt></ruby>"),
        ("a<br>b<br/>c<img src=/k.svg>", "a<br>b<br>c<img src=\"/k.svg\">"),
        ("<DIV CLASS=x>A</DIV>", "<div class=\"x\">A</div>"),
        ("1 < 2 && 3 > 2", "1 &lt; 2 && 3 > 2"),
        ("<textarea>a <b> & </textarea>", "<textarea>a &lt;b> & </textarea>"),
        ("<my-kite data-n=1>x</my-kite>", "<my-kite data-n=\"1\">x</my-kite>"),
        ("<a href=/x>one</a> <a href=/y>two</a>", "<a href=\"/x\">one</a> <a href=\"/y\">two</a>"),
        (
            "<svg viewBox='0 0 1 1'><path d='M0 0'/><title>A</title></svg>",
            "<svg viewbox=\"0 0 1 1\"><path d=\"M0 0\"></path><title>A</title></svg>"
        ),
        ("<p>a<svg/>b</p>", "<p>a<svg></svg>b</p>"),
        ("<h1>A</h1><div><h2>B</h2></div>", "<h1>A</h1><div><h2>B</h2></div>"),
        ("<form action=/x><button>Go</button></form>", "<form action=\"/x\"><button>Go</button></form>"),
    ])
    func wellMeantMarkupKeepsItsMeaning(_ html: String, _ expected: String) throws {
        let fragment = try PreparedFragment.parsed(html)
        #expect(fragment.text == expected)
        #expect(fragment.complaints == [])
    }

    @Test(arguments: [
        ("<b><i>A</b>B</i>", "<b><i>A</i></b>B"),
        ("A</div></shop-fragment></main></body>B", "AB"),
        ("<div><span>A", "<div><span>A</span></div>"),
        ("<p><span><div>A</div></span></p>", "<p><span></span></p><div>A</div>"),
        ("<ul><li><div>A<li>B</ul>", "<ul><li><div>A</div></li><li>B</li></ul>"),
        ("<h2>A<h3>B</h3>", "<h2>A</h2><h3>B</h3>"),
        (
            "<a href=/x>A<div><a href=/y>B</a></div></a>",
            "<a href=\"/x\">A<div>B</div></a>"
        ),
        ("<button>A<div><button>B</button></div></button>", "<button>A<div>B</div></button>"),
        ("<form><div><form>A</form></div></form>", "<form><div>A</div></form>"),
        ("<table><div>A</div><tr><td>B</table>", "<table><tr><td>B</td></tr></table>"),
        ("<table><tr><td><div>A<td>B</table>", "<table><tr><td><div>A</div></td><td>B</td></tr></table>"),
        ("<table><table><tr><td>A</table>", "<table><tr><td>A</td></tr></table>"),
        ("<div><table><tr><td>A</div>B</table>", "<div><table><tr><td>AB</td></tr></table></div>"),
        ("<select><div><input></div><option>A</select>", "<select><option>A</option></select>"),
        ("<li>A</li>", "A"), ("<td>A</td>", "A"), ("<tr><td>A</table>", "A"), ("<option>A", "A"), ("<col>", ""),
        ("<nobr>A<nobr>B", "AB"), ("<marquee>A</marquee>", "A"),
        ("<svg><p>A</p><circle r=1></svg>B", "<svg>A<circle r=\"1\"></circle></svg>B"),
        ("<svg><foreignObject><p>x</svg></foreignObject>A", "<svg>A</svg>"),
        ("<svg><title><b>A</b></title><desc><div>B</svg>", "<svg><title>A</title><desc>B</desc></svg>"),
        ("<svg><script>x</script><style>*{}</style><a href=/x>A</a></svg>", "<svg>A</svg>"),
        (
            "<svg><use href=/other.svg#a></use><use href=#b></use></svg>",
            "<svg><use></use><use href=\"#b\"></use></svg>"
        ),
        ("<svg><image href=/x></svg><image src=/x>", "<svg></svg>"),
    ])
    func misnestedMarkupIsMendedAndReported(_ html: String, _ expected: String) throws {
        let fragment = try PreparedFragment.parsed(html)
        #expect(Self.unnested(fragment.text) == Self.unnested(expected))
        #expect(!fragment.complaints.isEmpty)
        try BalanceChecker.check(fragment.text)
    }

    @Test(arguments: [
        ("<div><p>A</div>", "<div><p>A</p></div>"), ("<p>A<table></table>", "<p>A</p><table></table>"),
    ])
    func anEndTagThatMayBeLeftOutIsNoFault(_ html: String, _ expected: String) throws {
        let fragment = try PreparedFragment.parsed(html)
        #expect(fragment.text == expected)
        #expect(fragment.complaints.isEmpty)
    }

    /// An inner `<a>` is dropped, and its end tag ends the outer one: where text stands after that is no promise.
    private static func unnested(_ text: String) -> String {
        text.replacing("<div>B</div></a>", with: "<div>B</div>").replacing("B</a></div>", with: "B</div>")
    }

    @Test(arguments: [
        ("<script>alert(1)</script>A", "A"), ("<SCRIPT SRC=//x></SCRIPT >A", "A"),
        ("<style>*{color:red}</style>A", "A"),
        ("<iframe src=/x>no</iframe>A", "A"), ("<object><b>x</b></object>A", "A"), ("<embed src=/x>A", "A"),
        ("<template><b>x</b></template>A", "A"), ("<template for=p1>x</template>A", "A"), ("<math><mi>x</math>A", "A"),
        ("<link rel=stylesheet href=/x>A", "A"), ("<meta http-equiv=refresh content=0>A", "A"),
        ("<base href=//x>A", "A"),
        ("<html class=x><body onload=x><main>A</main></body></html>", "A"), ("<!-- x -->A", "A"), ("<!-->A", "A"),
        ("<!--->A", "A"), ("<!-- --!>A", "A"), ("<!doctype html>A", "A"), ("<?start name=p1>A<?end name=p1>", "A"),
        ("<![CDATA[x]]>A", "A"), ("<shop-slot id=shop-p1>A</shop-slot>", "A"), ("<shop-primary></shop-primary>A", "A"),
        ("<plaintext>x</plaintext>A", "A"), ("<noembed><b></noembed>A", "A"), ("<xmp><b></xmp>A", "A"),
        ("<title>x</title>A", "A"), ("<param name=x>A", "A"), ("<bgsound>A</bgsound>", "A"),
        ("<frameset><frame></frameset>A", "A"),
        ("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<img src=\"x\">\">"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>A", "<svg></svg>A"),
        ("<p style=color:red onclick=x() nonce=1 slot=a is=b>A</p>", "<p>A</p>"),
        ("<a href=javascript:x>A</a>", "<a>A</a>"), ("<a href=' jav&#97;script:x'>A</a>", "<a>A</a>"),
        ("<a href='java&#115;cript:x'>A</a>", "<a>A</a>"), ("<a href='java\tscript:x'>A</a>", "<a>A</a>"),
        ("<a href='java\nscript:x'>A</a>", "<a>A</a>"), ("<a href='&#1;javascript:x'>A</a>", "<a>A</a>"),
        ("<a href='JavaScript&colon;x'>A</a>", "<a>A</a>"), ("<a href=vbscript:x>A</a>", "<a>A</a>"),
        ("<a href=data:text/html,x>A</a>", "<a>A</a>"), ("<img src=data:text/html,x>", "<img>"),
        ("<form action=javascript:x></form>", "<form></form>"),
        ("<button formaction=javascript:x>A</button>", "<button>A</button>"),
        ("<svg><a xlink:href=javascript:x>A</a></svg>", "<svg>A</svg>"),
        ("<p \"onclick=x'>A</p>", "<p>A</p>"), ("<p a`b=1 =c=2>A</p>", "<p>A</p>"),
        ("<a<b href=/x>A", "A"), ("<p/onclick=x>A</p>", "<p>A</p>"),
    ])
    func whatReachesOutIsDroppedAndReported(_ html: String, _ expected: String) throws {
        let fragment = try PreparedFragment.parsed(html)
        #expect(fragment.text == expected)
        try BalanceChecker.check(fragment.text)
        if !html.hasPrefix("<!--") { #expect(!fragment.complaints.isEmpty) }
    }

    @Test(arguments: [
        ("<<!---->img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)>"),
        ("<<meta>/div>", "&lt;/div>"), ("A</ ", "A&lt;/ "), ("A<", "A&lt;"), ("A</", "A&lt;/"), ("</>A", "&lt;/>A"),
        ("</ shop-fragment>A", "&lt;/ shop-fragment>A"), ("<1>", "&lt;1>"),
        ("<textarea></title><b></textarea>", "<textarea>&lt;/title>&lt;b></textarea>"),
    ])
    func textNeverBecomesATag(_ html: String, _ expected: String) throws {
        let text = try PreparedFragment.parsed(html).text
        #expect(text == expected)
        try BalanceChecker.check(text)
    }

    @Test(arguments: [
        ("<p id='x\" onclick=\"alert(1)'>", "<p id=\"§x&quot; onclick=&quot;alert(1)\"></p>"),
        ("<label for='x\"y'>", "<label for=\"§x&quot;y\"></label>"),
        ("<a href='#x\" onclick=\"y'>A</a>", "<a href=\"#x&quot; onclick=&quot;y\">A</a>"),
        ("<svg><rect fill='url(#x\"y)'/></svg>", "<svg><rect fill=\"url(#§x&quot;y)\"></rect></svg>"),
        ("<p title='a\"b'>", "<p title=\"a&quot;b\"></p>"), ("<p title=a>b</p>", "<p title=\"a\">b</p>"),
        ("<p title='a>b<c' hidden>", "<p title=\"a>b<c\" hidden></p>"), ("<p title=1 title=2>", "<p title=\"1\"></p>"),
        ("<p title = x data-y>", "<p title=\"x\" data-y></p>"), ("<p title=>", "<p title=\"\"></p>"),
        ("<a href=\"/s?q=a&amp;b:c\">A</a>", "<a href=\"/s?q=a&amp;b:c\">A</a>"),
        ("<a href=https://x.test>A</a>", "<a href=\"https://x.test\">A</a>"),
        ("<a href=tel:1>A</a>", "<a href=\"tel:1\">A</a>"),
        ("<img src=data:image/gif;base64,x>", "<img src=\"data:image/gif;base64,x\">"),
        ("</p title='>'>A", "A"),
    ])
    func attributesAreWrittenAnewInDoubleQuotes(_ html: String, _ expected: String) throws {
        #expect(try PreparedFragment.parsed(html).text == expected)
    }

    @Test(arguments: [
        ("<p id=a></p><p id='b c'></p>", "<p id=\"§a\"></p><p id=\"§b c\"></p>"),
        ("<label for=a>x</label><input id=a>", "<label for=\"§a\">x</label><input id=\"§a\">"),
        ("<p aria-labelledby='a  b'></p>", "<p aria-labelledby=\"§a §b\"></p>"),
        ("<a href=#a>x</a><p id=a></p>", "<a href=\"#§a\">x</a><p id=\"§a\"></p>"),
        ("<a href=#main>x</a>", "<a href=\"#main\">x</a>"),
        ("<a href=/p#a id=a>x</a>", "<a href=\"/p#a\" id=\"§a\">x</a>"),
        ("<button form=elsewhere>x</button>", "<button form=\"§elsewhere\">x</button>"),
        ("<button popovertarget=x>x</button>", "<button popovertarget=\"§x\">x</button>"),
        (
            "<svg><use href=#a></use><g id=a fill=url(#b)></g></svg>",
            "<svg><use href=\"#§a\"></use><g id=\"§a\" fill=\"url(#§b)\"></g></svg>"
        ),
    ])
    func idsAreTheFragmentsOwn(_ html: String, _ expected: String) throws {
        #expect(try PreparedFragment.parsed(html).text == expected)
    }

    @Test(arguments: [
        "aria-activedescendant", "aria-controls", "aria-describedby", "aria-details", "aria-errormessage",
        "aria-flowto",
        "aria-labelledby", "aria-owns", "commandfor", "for", "form", "headers", "itemref", "list", "popovertarget",
        "anchor",
    ])
    func everyReferenceFollowsItsId(_ name: String) throws {
        #expect(try PreparedFragment.parsed("<my-x \(name)='a b'></my-x>").text == "<my-x \(name)=\"§a §b\"></my-x>")
    }

    @Test func structuredDataStaysAndCannotEndItsScript() throws {
        let html = #"<script type="application/ld+json">{"a":"<!--<script></b>"}</script>A"#
        let expected = #"<script type="application/ld+json">{"a":"\u003c!--\u003cscript>\u003c/b>"}</script>A"#
        #expect(try PreparedFragment.parsed(html).text == expected)
    }

    @Test(arguments: [
        "<p", "<p title", "<p title=\"x", "<p title='x>y", "<!-- x", "<!--", "</p", "<script>x", "<style>x</styl",
        "<textarea>x", "<iframe>x", "<?x", "<!x", "<title>x</title",
    ])
    func whatIsCutOffIsRefused(_ html: String) {
        #expect(throws: FragmentParser.Fault.truncated) { try PreparedFragment.parsed("<b>A</b>" + html) }
    }

    @Test func bytesThatAreNoTextAreRefused() {
        #expect(throws: FragmentParser.Fault.notUTF8) {
            try FragmentParser.parse(ByteBuffer(bytes: [0x41, 0xff, 0xc0]))
        }
    }

    @Test func moreDepthThanBrowsersKeepIsRefused() throws {
        _ = try PreparedFragment.parsed(String(repeating: "<div>", count: 80))
        #expect(throws: FragmentParser.Fault.tooDeep) {
            try PreparedFragment.parsed(String(repeating: "<div>", count: 81))
        }
    }

    @Test func complaintsAreFewAndDifferent() throws {
        let html = (0..<1_000).map { "<p onx\($0 % 40)=1>" }.joined()
        let complaints = try PreparedFragment.parsed(html).complaints
        #expect(complaints.count == 20 && Set(complaints).count == 20)
    }
}
