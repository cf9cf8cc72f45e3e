import KiteDrawing
import Testing

@Suite("Pictures of kites")
struct KiteDrawingTests {
    private static let colourways = [
        ["#e4572e", "#f3a712", "#29335c", "#1f2430"], ["#f7f3e8", "#d7263d", "#1b998b", "#2e294e"],
        ["#0b3954", "#bfd7ea", "#ff6663", "#087e8b"],
    ]

    private func picture(
        _ shape: KiteShape, _ pattern: KitePattern = .star, id: String = "KT-001", colourway: Int = 0
    ) -> String {
        KiteDrawing.picture(
            of: KiteDesign(
                id: id, shape: shape, pattern: pattern, colours: Self.colourways[colourway], size: "Standard"))
    }

    @Test(arguments: KiteShape.allCases, KitePattern.allCases)
    func pictureFitsItsBudget(_ shape: KiteShape, _ pattern: KitePattern) {
        for number in 1...25 {
            let bytes = picture(shape, pattern, id: "KT-\(number)", colourway: number % 3).utf8.count
            #expect(bytes <= 6144, "\(shape) in \(pattern), KT-\(number)")
        }
    }

    @Test(arguments: KiteShape.allCases, KitePattern.allCases)
    func pictureIsOneWellFormedDocument(_ shape: KiteShape, _ pattern: KitePattern) {
        let document = picture(shape, pattern)
        let reader = DocumentReader()
        #expect(reader.reads(document))
        #expect(reader.elements.first == "svg")
        #expect(Set(reader.identifiers).count == reader.identifiers.count)
        #expect(Set(reader.references).isSubset(of: Set(reader.identifiers)))
        #expect(reader.attributes.isDisjoint(with: ["style", "class", "onload", "onclick"]))
        #expect(Set(reader.elements).isDisjoint(with: ["script", "style", "text", "image", "foreignObject"]))
        #expect(!document.contains("href=\"http"))
        #expect(!document.contains("nan") && !document.contains("inf"))
    }

    @Test(arguments: KiteShape.allCases)
    func sameDesignGivesTheSameBytes(_ shape: KiteShape) {
        #expect(picture(shape) == picture(shape))
    }

    @Test(arguments: KiteShape.allCases)
    func everyIdHasItsOwnGeometry(_ shape: KiteShape) {
        let shapes = (1...40).map { Self.geometry(of: picture(shape, .plain, id: "KT-\($0)")) }
        #expect(Set(shapes).count == shapes.count)
    }

    @Test(arguments: KiteShape.allCases)
    func everyColourwayHasItsOwnPicture(_ shape: KiteShape) {
        let pictures = Self.colourways.indices.map { picture(shape, colourway: $0) }
        #expect(Set(pictures).count == pictures.count)
    }

    @Test(arguments: KiteShape.allCases)
    func everyPatternHasItsOwnPicture(_ shape: KiteShape) {
        let pictures = KitePattern.allCases.map { picture(shape, $0) }
        #expect(Set(pictures).count == pictures.count)
    }

    @Test(arguments: [[], ["#12"], ["red", "", "#zzzzzz", "#1"], ["#fff"]])
    func unreadableColoursFallBackToTheHouse(_ colours: [String]) {
        let design = KiteDesign(id: "KT-001", shape: .delta, pattern: .stripes, colours: colours, size: "")
        #expect(DocumentReader().reads(KiteDrawing.picture(of: design)))
    }

    @Test func shapesAndPatternsKeepTheirCatalogueNames() {
        #expect(KiteShape(rawValue: "stunt-delta") == .stuntDelta)
        #expect(KiteShape(rawValue: "ground-stake") == .groundStake)
        #expect(KiteShape.allCases.count == 27)
        #expect(KitePattern.allCases.count == 13)
    }

    /// The path data alone: what is left of a picture without its colours.
    private static func geometry(of document: String) -> String {
        document.split(separator: "\"").filter { $0.hasPrefix("m") && !$0.hasPrefix("matrix") }.joined()
    }
}
