import Composition
import FoundationEssentials
import TestSupport
import Testing

/// Markup that nobody means well, and what the shell places of it, one by one. The same table is read by a real browser
/// (`Tests/EndToEnd/test_markup.py`), which has to see in it what the shell does.
@Suite struct PlacedMarkupTests {
    struct Case: Sendable, Codable, CustomTestStringConvertible {
        let sent: String
        /// With `§` where the prefix of the fragment's ids goes.
        let placed: String

        var testDescription: String { sent }
    }

    static let cases: [Case] = {
        let path = ProjectRoot.path + "Tests/EndToEnd/hostile_markup.json"
        guard let table = FileManager.default.contents(atPath: path) else { return [] }
        return (try? JSONDecoder().decode([Case].self, from: table)) ?? []
    }()

    @Test func thereIsATable() { #expect(Self.cases.count > 50) }

    @Test(arguments: cases)
    func theShellPlacesWhatTheBrowserIsTestedWith(_ markup: Case) throws {
        let text = try PreparedFragment.parsed(markup.sent).text
        try BalanceChecker.check(text)
        let line = try JSONEncoder().encode(Case(sent: markup.sent, placed: text))
        #expect(text == markup.placed, "if that is right, the table needs \(String(decoding: line, as: UTF8.self))")
    }
}
