import KiteDrawing

/// Something to be drawn, under the name that its picture will have: a variant's SKU, or `scene-` and a scene.
struct PictureDesign: Sendable {
    enum Subject: Sendable {
        case kite(KiteDesign)
        case scene(Scene)
    }

    let name: String
    let subject: Subject

    /// Everything that decides the picture, in words.
    var signature: String {
        switch subject {
        case .scene(let scene): "scene \(scene.rawValue)"
        case .kite(let kite):
            ([kite.id, kite.shape.rawValue, kite.pattern.rawValue] + kite.colours + [kite.size]).joined(separator: " ")
        }
    }

    var svg: String {
        switch subject {
        case .kite(let kite): KiteDrawing.picture(of: kite)
        case .scene(let scene): SceneDrawing.scene(scene)
        }
    }

    static let scenes = Scene.allCases.map { PictureDesign(name: sceneName($0.rawValue), subject: .scene($0)) }

    static func sceneName(_ scene: String) -> String { "scene-\(scene)" }

    /// All that a catalogue shows.
    static func all(of document: CatalogueDocument) -> [PictureDesign] {
        scenes + kites(document.products, document.variants, document.colourways)
    }

    static func kites(
        _ products: [ProductRecord], _ variants: [VariantRecord], _ colourways: [ColourwayRecord]
    ) -> [PictureDesign] {
        let (products, colourways) = (products.byKey, colourways.byKey)
        return variants.compactMap { variant in
            guard let product = products[variant.product], let colourway = colourways[variant.colourway] else {
                return nil
            }
            return kite(product, variant, colourway.colours)
        }
    }

    /// Nil if the row's shape or pattern is none that can be drawn, which an import never lets through.
    private static func kite(
        _ product: ProductRecord, _ variant: VariantRecord, _ colours: [String]
    ) -> PictureDesign? {
        guard let shape = KiteShape(rawValue: product.shape), let pattern = KitePattern(rawValue: product.pattern)
        else { return nil }
        let kite = KiteDesign(id: product.id, shape: shape, pattern: pattern, colours: colours, size: variant.size)
        return PictureDesign(name: variant.sku, subject: .kite(kite))
    }
}
