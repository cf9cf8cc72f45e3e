import FragmentRendering
import TestSupport
import Testing

@Suite struct TemplateLibraryTests {
    @Test func templatesFillInAndEscape() throws {
        let folder = try ScratchFolder()
        try folder.write("<p>{{name}}{{> part}}</p>", to: "page.mustache")
        try folder.write("<b>{{name}}</b>", to: "part.mustache")
        let template = try TemplateLibrary(folder: folder.path).template("page")
        #expect(
            template.render(["name": "<a \"b\">"]) == "<p>&lt;a &quot;b&quot;&gt;<b>&lt;a &quot;b&quot;&gt;</b></p>")
    }

    @Test(arguments: [
        ("{{#a}}x", "page.mustache"), ("{{> gone}}", "there is no template gone.mustache"), ("{{name", "page.mustache"),
    ])
    func aFaultStopsTheStartAndNamesItsFile(_ text: String, _ fault: String) throws {
        let folder = try ScratchFolder()
        try folder.write(text, to: "page.mustache")
        #expect { try TemplateLibrary(folder: folder.path) } throws: { error in
            "\(error)".contains(fault) && "\(error)".contains("page.mustache")
        }
    }

    @Test func anUnknownTemplateIsAFault() throws {
        let folder = try ScratchFolder()
        try folder.write("x", to: "page.mustache")
        let library = try TemplateLibrary(folder: folder.path)
        #expect { try library.template("gone") } throws: { "\($0)".contains("there is no template gone.mustache") }
    }

    @Test func aMissingFolderIsAnError() {
        #expect(throws: (any Error).self) { try TemplateLibrary(folder: "/nowhere") }
    }
}
