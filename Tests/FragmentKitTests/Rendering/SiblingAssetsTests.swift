import FragmentRendering
import TestSupport
import Testing

/// Assets of the releases that lie beside each other on the disk.
@Suite struct SiblingAssetsTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try folder.write("one", to: "releases/a-fragments/1-aaa/Public/a/a.css")
        try folder.write("two", to: "releases/a-fragments/2-bbb/Public/a/a.css")
        try folder.write("secret", to: "releases/a-fragments/1-aaa/Public/b/b.css")
        try folder.write("secret", to: "releases/a-fragments/1-aaa/a.css")
    }

    private func assets(_ release: String, team: String = "a") throws -> AssetFolder {
        try AssetFolder(folder: "\(folder.path)/releases/a-fragments/\(release)/Public/\(team)", team: team)
    }

    private func path(_ release: String, team: String = "a") throws -> String {
        try #require(try assets(release, team: team).files.first?.declaration.path)
    }

    @Test func eachReleaseServesTheOthersFiles() throws {
        let (one, two) = (try path("1-aaa"), try path("2-bbb"))
        #expect(one != two)
        for release in ["1-aaa", "2-bbb"] {
            let assets = try assets(release)
            #expect(assets.files.count == 1)
            for path in [one, two] {
                #expect(assets.response(for: path)?.headers[.cacheControl] == "public, max-age=31536000, immutable")
            }
        }
    }

    @Test func aReleaseThatComesLaterIsFoundAndOneThatWentIsNot() throws {
        let assets = try assets("1-aaa")
        let style = try path("2-bbb")
        try folder.write("three", to: "releases/a-fragments/3-ccc/Public/a/a.css")
        let late = try path("3-ccc")
        #expect(assets.response(for: style) != nil && assets.response(for: late) != nil)
        try folder.remove("releases/a-fragments/3-ccc")
        #expect(assets.response(for: late) == nil && assets.response(for: style) != nil)
    }

    @Test(arguments: [
        "/assets/a/a.css", "/assets/a/a.0000000000.css", "/assets/a/../b/b.css", "/assets/a/..%2fa.css", "/assets/b/x",
        "/assets/a/../../a.0000000000.css", "/assets/a/a.00000000zz.css", "/assets/a/",
    ])
    func nothingElseIsServed(_ path: String) throws {
        #expect(try assets("1-aaa").response(for: path) == nil)
    }

    @Test func anotherTeamsFilesAreNotServed() throws {
        let path = try path("1-aaa", team: "b")
        #expect(try assets("2-bbb").response(for: path) == nil)
    }

    @Test func aFolderThatIsNoReleasesHasNoSiblings() throws {
        try folder.write("one", to: "x/1/Public/a/a.css")
        try folder.write("two", to: "x/2/Public/a/a.css")
        let two = try AssetFolder(folder: "\(folder.path)/x/2/Public/a", team: "a").files[0].declaration.path
        #expect(try AssetFolder(folder: "\(folder.path)/x/1/Public/a", team: "a").response(for: two) == nil)
    }
}
