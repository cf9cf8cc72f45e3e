import FragmentContract
import FragmentRendering
import TestSupport
import Testing

@Suite struct AssetFolderTests {
    @Test func aFileIsServedUnderAHashOfItsContentForEver() async throws {
        let folder = try ScratchFolder()
        try folder.write("abc", to: "a.css")
        try folder.write("export {}", to: "a.js")
        try folder.write("not one", to: "readme.md")
        let assets = try AssetFolder(folder: folder.path, team: "a")
        #expect(assets.files.map(\.declaration.name) == ["a.css", "a.js"])
        let style = try #require(assets.files.first?.declaration)
        #expect(style.path == "/assets/a/a.ba7816bf8f.css" && style.kind == .style)
        #expect(style.integrity == "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn")
        let response = try #require(assets.response(for: style.path))
        #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(response.headers[.contentType] == "text/css; charset=utf-8")
        #expect(assets.response(for: "/assets/a/a.css") == nil)
    }

    @Test func anotherContentIsAnotherPath() throws {
        let folder = try ScratchFolder()
        try folder.write("one", to: "a.css")
        let first = try AssetFolder(folder: folder.path, team: "a").files.map(\.declaration.path)
        try folder.write("two", to: "a.css")
        #expect(try AssetFolder(folder: folder.path, team: "a").files.map(\.declaration.path) != first)
    }

    @Test func aMissingFolderHoldsNothing() throws {
        #expect(try AssetFolder(folder: "/nowhere", team: "a").files.isEmpty)
    }
}
