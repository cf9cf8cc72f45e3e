/// A landscape of the shop.
package enum Scene: String, CaseIterable, Sendable {
    case home, meadow, beach, dunes, hall, park, workshop
    case notFound = "not-found"
    case emptyCart = "empty-cart"
}

/// Landscapes that stand behind headlines, in the same hand as the kites.
package enum SceneDrawing {
    /// The whole document: 1600 by 700, and 800 by 500 for the two small ones.
    package static func scene(_ scene: Scene) -> String {
        var canvas = Canvas()
        canvas.rectangle(Point(0, 0), 1600, 700, Paint(Colour(lightness: 0.9, chroma: 0.05, hue: .degrees(230))))
        return canvas.document(width: 1600, height: 700)
    }
}
