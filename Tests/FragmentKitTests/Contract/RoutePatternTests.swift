import FragmentContract
import Testing

@Suite struct RoutePatternTests {
    @Test(arguments: [
        ("/", [], [String: String]()), ("/products", ["products"], [:]),
        ("/products/{c}", ["products", "kites"], ["c": "kites"]),
        ("/{a}/{b}", ["x", "y z"], ["a": "x", "b": "y z"]),
    ])
    func aPathThatFitsGivesItsParameters(_ text: String, _ path: [String], _ values: [String: String]) {
        #expect(RoutePattern(text)?.match(path) == values)
    }

    @Test(arguments: [
        ("/", ["x"]), ("/products", []), ("/products", ["Products"]), ("/products/{c}", ["products"]),
        ("/products/{c}", ["products", "a", "b"]), ("/x/{c}", ["y", "a"]),
    ])
    func anotherPathDoesNotFit(_ text: String, _ path: [String]) {
        #expect(RoutePattern(text)?.match(path) == nil)
    }

    @Test(arguments: ["", "x", "//", "/x/", "/x//y", "/{}", "/{x", "/x}", "/x{y}", "/x?y", "/x#y", "/%20", "/{a}{b}"])
    func whatIsNoPathIsNoPattern(_ text: String) {
        #expect(RoutePattern(text) == nil)
    }

    @Test func shapesForgetNames() {
        #expect(RoutePattern("/x/{a}")?.shape == RoutePattern("/x/{b}")?.shape)
        #expect(RoutePattern("/x/{a}")?.shape != RoutePattern("/x/a")?.shape)
    }
}
