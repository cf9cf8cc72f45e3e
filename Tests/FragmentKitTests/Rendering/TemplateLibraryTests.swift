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

    private struct View {
        struct Line {
            let name: String
            let price: Price
            let note: String?
        }

        struct Price: CustomStringConvertible {
            let euros: Int
            var description: String { "€ \(euros)" }
        }

        enum Mood { case calm }

        let title = "Cart"
        let first: Line? = Line(name: "Delta", price: Price(euros: 3), note: nil)
        let none: Line? = nil
        let lines = [
            Line(name: "Parafoil", price: Price(euros: 12), note: "last one"),
            Line(name: "Rokkaku", price: Price(euros: 7), note: nil),
        ]
        let noLines: [Line] = []
        let someLines: [Line]? = [Line(name: "Sled", price: Price(euros: 1), note: nil)]
        let words = ["red", "blue"]
        let table = ["width": "2 m"]
        let isOpen = true
        let isShut = false
        let count = 0
        let share = 0.5
        let mood = Mood.calm
    }

    /// A template, and what it makes of ``View``.
    @Test(arguments: [
        ("{{title}} {{count}} {{share}} {{mood}}", "Cart 0 0.5 calm"),
        (
            "{{#lines}}{{name}} {{price}}{{#note}} ({{.}}){{/note}} of {{title}};{{/lines}}",
            "Parafoil € 12 (last one) of Cart;Rokkaku € 7 of Cart;"
        ),
        ("{{#first}}{{name}}{{/first}}{{first.name}} {{first.price}} {{first.price.euros}}", "DeltaDelta € 3 3"),
        ("{{#none}}x{{/none}}{{^none}}nothing{{/none}}{{none}}{{unknown}}", "nothing"),
        ("{{#noLines}}x{{/noLines}}{{^noLines}}empty{{/noLines}}", "empty"),
        ("{{#someLines}}{{name}}{{/someLines}}", "Sled"),
        ("{{#words}}{{.}},{{/words}}{{table.width}}", "red,blue,2 m"),
        ("{{#isOpen}}open{{/isOpen}}{{#isShut}}shut{{/isShut}}{{^isShut}}not shut{{/isShut}}", "opennot shut"),
    ])
    func aViewsMembersAreFound(_ text: String, _ expected: String) throws {
        let folder = try ScratchFolder()
        try folder.write(text, to: "page.mustache")
        #expect(try TemplateLibrary(folder: folder.path).template("page").render(View()) == expected)
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
