import Foundation
import Testing
import Vocabulary

@Suite struct IdentifierTests {
    @Test(arguments: ["KT-001", "AB-999", "ZZ-000"])
    func productNumberIsRead(_ text: String) {
        #expect(ProductID(text)?.text == text)
    }

    @Test(arguments: [
        "", "KT", "KT-01", "KT-0001", "kt-001", "K1-001", "KT_001", "KT-00a", "KT-001 ", " KT-001", "KT-001-SR",
        "KÄ-001",
        "KT-٠٠١",
    ])
    func otherTextIsNoProductNumber(_ text: String) {
        #expect(ProductID(text) == nil)
    }

    @Test(arguments: ["KT-001-SR", "KT-001-SR1", "KT-001-SR-L", "KT-001-SR-2XL", "KT-001-B2-1500"])
    func articleNumberIsRead(_ text: String) {
        #expect(SKU(text)?.text == text)
        #expect(SKU(text)?.product == ProductID(String(text.prefix(6))))
    }

    @Test(arguments: [
        "", "KT-001", "KT-001-", "KT-001-S", "KT-001-SRRR", "KT-001-sr", "KT-001-SR-", "KT-001-SR-LLLLL",
        "KT-001-SR-L-X",
        "KT-1-SR", "-KT-001-SR", "KT-001-S/R", "KT-001-SR-ä", "'; DROP TABLE",
    ])
    func otherTextIsNoArticleNumber(_ text: String) {
        #expect(SKU(text) == nil)
    }

    @Test func malformedIdentifierInADocumentIsRefusedWithItsShape() throws {
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([SKU].self, from: Data("[\"nonsense\"]".utf8))
        }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.debugDescription == "must be an article number such as KT-001-SR or KT-001-SR-L")
        let sku = try #require(SKU("KT-001-SR"))
        #expect(try JSONEncoder().encode([sku]) == Data("[\"KT-001-SR\"]".utf8))
    }

    @Test func identifiersAreOrderedByTheirText() {
        let ids = ["KT-010", "AB-999", "KT-002"].compactMap(ProductID.init)
        #expect(ids.sorted().map(\.text) == ["AB-999", "KT-002", "KT-010"])
    }
}

@Suite struct QuantityTests {
    @Test(arguments: [1, 2, 99])
    func goodNumberIsTaken(_ count: Int) {
        #expect(Quantity(count)?.count == count)
    }

    @Test(arguments: [0, -1, 100, Int.max, Int.min])
    func otherNumberIsNot(_ count: Int) {
        #expect(Quantity(count) == nil)
    }

    @Test(arguments: ["0", "100", "-1", "1.5", "\"1\"", "null", "99999999999999999999"])
    func otherNumberInADocumentIsRefused(_ json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Quantity].self, from: Data("[\(json)]".utf8))
        }
    }
}
