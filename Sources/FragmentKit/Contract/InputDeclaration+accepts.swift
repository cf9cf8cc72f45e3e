import Vocabulary

extension InputDeclaration {
    /// Whether `value` is of this input's kind.
    package func accepts(_ value: String) -> Bool {
        switch kind {
        case .text:
            return value.utf8.count <= 200 && value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
        case .slug:
            return Self.isSlug(value)
        case .integer:
            return (1...9).contains(value.utf8.count) && value.utf8.allSatisfy { (48...57).contains($0) }
        case .sku:
            return SKU(value) != nil
        case .skus:
            let parts = value.split(separator: ",", omittingEmptySubsequences: false)
            return value.isEmpty || (parts.count <= 60 && parts.allSatisfy { SKU(String($0)) != nil })
        case .product:
            return ProductID(value) != nil
        case .slugs:
            let parts = value.split(separator: ",", omittingEmptySubsequences: false)
            return parts.count <= 20 && parts.allSatisfy { Self.isSlug(String($0)) }
        }
    }

    private static func isSlug(_ value: String) -> Bool {
        (1...60).contains(value.utf8.count)
            && value.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}
