import FragmentContract
import Testing

@Suite struct InputDeclarationTests {
    @Test(arguments: [
        (InputDeclaration.Kind.text, "Größe & <b>"), (.text, ""), (.text, String(repeating: "x", count: 200)),
        (.slug, "a-1"),
        (.slug, String(repeating: "x", count: 60)), (.integer, "0"), (.integer, "999999999"), (.sku, "KT-001-SR"),
        (.skus, "KT-001-SR,KT-002-BL"), (.skus, ""), (.product, "KT-001"), (.slugs, "a,b-2"), (.slugs, "a"),
    ])
    func aValueOfItsKindIsAccepted(_ kind: InputDeclaration.Kind, _ value: String) {
        #expect(InputDeclaration("x", kind).accepts(value))
    }

    @Test(arguments: [
        (InputDeclaration.Kind.text, "a\nb"), (.text, "\u{7f}"), (.text, String(repeating: "x", count: 201)),
        (.slug, ""),
        (.slug, "A"), (.slug, "a b"), (.slug, "ä"), (.slug, String(repeating: "x", count: 61)), (.integer, ""),
        (.integer, "-1"),
        (.integer, "1234567890"), (.integer, "1.5"), (.integer, "١"), (.sku, "KT-001"), (.sku, "../x"), (.skus, ","),
        (.skus, "KT-001-SR,"), (.skus, Array(repeating: "KT-001-SR", count: 61).joined(separator: ",")),
        (.product, "KT"),
        (.slugs, ""), (.slugs, "a,,b"), (.slugs, Array(repeating: "a", count: 21).joined(separator: ",")),
    ])
    func anyOtherIsNot(_ kind: InputDeclaration.Kind, _ value: String) {
        #expect(!InputDeclaration("x", kind).accepts(value))
    }
}
