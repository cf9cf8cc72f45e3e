import KiteDrawing
import Testing

@Suite("Landscapes")
struct SceneDrawingTests {
    @Test(arguments: Scene.allCases)
    func sceneFitsItsBudget(_ scene: Scene) {
        #expect(SceneDrawing.scene(scene).utf8.count <= 14_336)
    }

    @Test(arguments: Scene.allCases)
    func sceneIsOneWellFormedDocument(_ scene: Scene) {
        let document = SceneDrawing.scene(scene)
        let reader = DocumentReader()
        #expect(reader.reads(document))
        #expect(Set(reader.identifiers).count == reader.identifiers.count)
        #expect(Set(reader.references).isSubset(of: Set(reader.identifiers)))
        #expect(reader.attributes.isDisjoint(with: ["style", "class"]))
        #expect(!document.contains("<script") && !document.contains("href=\"http"))
    }

    @Test(arguments: Scene.allCases)
    func sceneIsDrawnTheSameEveryTime(_ scene: Scene) {
        #expect(SceneDrawing.scene(scene) == SceneDrawing.scene(scene))
    }

    @Test func everySceneIsItsOwnPicture() {
        #expect(Set(Scene.allCases.map(SceneDrawing.scene)).count == Scene.allCases.count)
    }

    @Test(arguments: [(Scene.home, "0 0 1600 700"), (.notFound, "0 0 800 500"), (.emptyCart, "0 0 800 500")])
    func sceneHasItsFrame(_ scene: Scene, _ frame: String) {
        #expect(SceneDrawing.scene(scene).contains("viewBox=\"\(frame)\""))
    }
}
