import Contracts
import Foundation
import Testing
import Wire

@Suite struct FieldCheckTests {
    private static let document = """
        {"a": {"n": 1, "f": 1.5, "t": "x", "b": true, "nil": null}, "l": [{"n": 1}, {"n": "two"}, {}], "e": []}
        """

    private static func found(_ path: String, _ kind: String) throws -> String? {
        let node = try JSONDecoder().decode(JSONNode.self, from: Data(document.utf8))
        let fields = try JSONDecoder().decode([String: FieldKind].self, from: Data("{\"\(path)\": \"\(kind)\"}".utf8))
        return FieldCheck.faults(in: node, fields: fields).first?.found
    }

    @Test(arguments: [
        ("a", "object"), ("a.n", "whole number"), ("a.n", "number"), ("a.f", "number"), ("a.t", "text"),
        ("a.b", "yes or no"), ("a.nil", "text?"), ("a.gone", "text?"), ("gone.gone", "text?"), ("l", "list"),
        ("l", "filled list"), ("e", "list"), ("e[].n", "text"),
    ])
    func whatIsThereIsFound(path: String, kind: String) throws {
        #expect(try Self.found(path, kind) == nil)
    }

    @Test(arguments: [
        ("a.gone", "text", "is missing"), ("gone.n", "text", "is missing"), ("a.nil", "text", "is null"),
        ("a.f", "whole number", "is the number 1.5"), ("a.t", "number", "is the text \"x\""),
        ("a.t", "text?", ""), ("a.n", "text?", "is the number 1"), ("e", "filled list", "is an empty list"),
        ("a.b", "text", "is true"), ("a.t.n", "text", "is in the text \"x\", which is no object"),
        ("a[].n", "text", "is in an object, which is no list"), ("l[].n", "whole number", "is the text \"two\""),
        ("l[].n", "text", "is the number 1"),
    ])
    func whatIsNotIsNamed(path: String, kind: String, found: String) throws {
        #expect(try Self.found(path, kind) ?? "" == found)
    }

    @Test func aKindThatNobodyKnowsIsAnError() {
        #expect(throws: DecodingError.self) { try Self.found("a", "bignum") }
    }
}
