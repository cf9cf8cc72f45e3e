/// Everything that decides a picture: the same design is always drawn with the same bytes.
package struct KiteDesign: Sendable, Hashable {
    /// The product's id, such as `KT-001`: the seed of the geometry.
    package var id: String
    package var shape: KiteShape
    package var pattern: KitePattern
    /// Four hex colours: main, second, accent, dark (spars and bindings). Missing ones fall back to a house colour.
    package var colours: [String]
    /// The variant's size text, such as `Standard` or `2.5 m²`; it moves the clouds and nothing else.
    package var size: String

    package init(id: String, shape: KiteShape, pattern: KitePattern, colours: [String], size: String = "") {
        self.id = id
        self.shape = shape
        self.pattern = pattern
        self.colours = colours
        self.size = size
    }
}

/// What is drawn: kites by their anatomy, then what hangs on them and what holds them.
package enum KiteShape: String, CaseIterable, Sendable, Hashable {
    case diamond, delta, dragon, box, cellular, rokkaku, sled, parafoil, fighter, bird, ray
    case stuntDelta = "stunt-delta"
    case quad
    case powerFoil = "power-foil"
    case depowerFoil = "depower-foil"
    case trainerFoil = "trainer-foil"
    case glider
    case zeroWind = "zero-wind"
    case windsock
    case tailRibbon = "tail-ribbon"
    case tailTube = "tail-tube"
    case spool, straps, handles
    case lineSet = "line-set"
    case groundStake = "ground-stake"
    case bag
}

/// The appliqué sewn into the cloth.
package enum KitePattern: String, CaseIterable, Sendable, Hashable {
    case plain, sunburst, chevrons, stripes, rings, scales, checks, star, feather, wave, split, mosaic, eye
}
