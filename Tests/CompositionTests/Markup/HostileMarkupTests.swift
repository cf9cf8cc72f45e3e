import Composition
import NIOCore
import Testing

/// Markup that nobody means well, by chance: whatever comes out must be whole.
@Suite struct HostileMarkupTests {
    static let pieces = [
        "<div>", "</div>", "<p>", "</p>", "<span class=a>", "</span>", "<a href=/x>", "</a>", "<b>", "</b>", "<ul>",
        "<li>",
        "</li>", "</ul>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<caption>", "<col>", "<select>",
        "<option>",
        "</select>", "<svg>", "</svg>", "<path d=x />", "<foreignObject>", "</foreignObject>", "<desc>", "<title>",
        "</title>",
        "<math>", "</math>", "<mi>", "<form>", "</form>", "<button>", "</button>", "<h1>", "<h2>", "</h2>",
        "<textarea>",
        "</textarea>", "<script>", "</script>", "<style>", "</style>", "<template>", "</template>", "<noscript>",
        "</noscript>",
        "<!--", "-->", "<!", "<?start name=p1>", "<![CDATA[", "]]>", "<iframe>", "</iframe>",
        "<shop-fragment name=a.b>",
        "</shop-fragment>", "<shop-slot>", "<frameset>", "<body onload=x>", "</body>", "</html>", "<main>", "<br>",
        "</br>",
        "<img src=x onerror=y>", "<input>", "<dl>", "<dt>", "<dd>", "</dl>", "<ruby>", "<rt>", "<i>", "</i>", "<nobr>",
        "<pre>",
        "<script type=application/ld+json>", "<marquee>", "<details>", "<summary>", "<fieldset>", "<legend>",
        "<datalist>",
        "text", " ", "<", "</", ">", "\"", "'", "&lt;", "=", "/", " id=x", "<p id='", "<a title=\"", "\u{0}", "&#60;",
    ]

    @Test(arguments: 0..<20)
    func theOutputIsWholeWhateverComesIn(_ batch: UInt64) throws {
        var chance = SplitMix(seed: batch)
        for _ in 0..<100 {
            let html = (0..<Int.random(in: 1...40, using: &chance)).map { _ in
                Self.pieces.randomElement(using: &chance) ?? ""
            }.joined()
            guard let fragment = try? PreparedFragment.parsed(html) else { continue }
            #expect(throws: Never.self, "\(html)\n\(fragment.text)") { try Self.check(fragment) }
        }
    }

    private static func check(_ fragment: PreparedFragment) throws {
        try BalanceChecker.check(fragment.text)
        for placeholder in fragment.placeholders { try BalanceChecker.check(placeholder.fallback.text) }
    }

    @Test(arguments: [
        "<", "<a ", "<!--", "<div>", "<p>", "</p>", "<b></b>", "<p onx=1>", "<!-- -->", "<?x>",
        "<shop-fragment name=a.b>x</shop-fragment>",
        "<p id=a></p>", "<li>", "<script></script>", "<template>", "<td>", "<textarea></textarea>", "a=\"", "&",
        "<ul><li>",
        "<table><tr><td>", "<template></template>", "<svg><path/></svg>",
    ])
    func halfAMegabyteTakesNoTime(_ piece: String) {
        let body = ByteBuffer(string: String(repeating: piece, count: 500_000 / piece.utf8.count))
        let time = (0..<3).map { _ in ContinuousClock().measure { _ = try? FragmentParser.parse(body) } }.min() ?? .zero
        #expect(time < .milliseconds(500), "\(piece)")
    }

    @Test func halfAMegabyteOfAttributesTakesNoTime() {
        let many = "<p " + (0..<40_000).map { "data-a\($0)=1" }.joined(separator: " ") + ">"
        let time = ContinuousClock().measure { _ = try? PreparedFragment.parsed(many) }
        #expect(time < .milliseconds(500))
    }
}

/// A small generator with a seed, so that a failure comes again.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
